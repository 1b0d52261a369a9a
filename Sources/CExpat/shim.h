// Expat's event interface: start, end and text of elements, one after the other.
#pragma once
#include <expat.h>
