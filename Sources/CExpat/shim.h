// Expat's event interface: start, end and text of elements, one after the other.
#pragma once
// Declares the limits on the expansion of entities.
#define XML_DTD 1
#include <expat.h>
