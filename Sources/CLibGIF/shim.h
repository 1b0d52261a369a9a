// giflib, for the C target CGIF.
#pragma once
#include <gif_lib.h>
