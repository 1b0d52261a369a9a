// The TurboJPEG interface of libjpeg-turbo, for CScan. It reports errors by return values and never jumps to its caller.
#pragma once
#include <turbojpeg.h>
