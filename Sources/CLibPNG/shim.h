// libpng, seen by the C target CPNG only: its setjmp-based errors never reach Swift.
#pragma once
#include <png.h>
