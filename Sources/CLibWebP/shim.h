// libwebp and its container, for the C target CWebP.
#pragma once
#include <webp/encode.h>
#include <webp/mux.h>
