// libzip, for SketchFormats's ZipReader and ZipWriter. It reports errors by return values and never jumps.
#pragma once
#include <zip.h>
