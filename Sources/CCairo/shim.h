// Cairo with its SVG and PDF surfaces, and Pango's text layout on top of it.
#pragma once
#include <cairo.h>
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <pango/pangocairo.h>
