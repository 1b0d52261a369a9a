// Cairo with its SVG and PDF surfaces, and the functions of Pango and GObject that lay out text on a Cairo context.
//
// Pango's functions are declared here, not included: its headers need compiler flags, and those in its pkg-config files contain
// -pthread, which SwiftPM rejects with a warning in every build. The declarations are part of Pango's stable ABI. Every function
// that is called must be listed in CCairoLoader's functions.h; otherwise the program cannot be linked.
#pragma once
#include <cairo/cairo.h>
#include <cairo/cairo-pdf.h>
#include <cairo/cairo-svg.h>

typedef struct _PangoContext PangoContext;
typedef struct _PangoFontDescription PangoFontDescription;
typedef struct _PangoLayout PangoLayout;

PangoFontDescription *pango_font_description_new(void);
void pango_font_description_free(PangoFontDescription *description);
void pango_font_description_set_family(PangoFontDescription *description, const char *family);
/// `size` is in Pango units, 1/1024 of the surface's unit.
void pango_font_description_set_absolute_size(PangoFontDescription *description, double size);

/// From 100 to 1000; 400 is normal.
void pango_font_description_set_weight(PangoFontDescription *description, int weight);
/// 0 is normal, 2 italic.
void pango_font_description_set_style(PangoFontDescription *description, int style);

void pango_context_set_round_glyph_positions(PangoContext *context, int round_positions);
void pango_cairo_context_set_font_options(PangoContext *context, const cairo_font_options_t *options);

PangoLayout *pango_cairo_create_layout(cairo_t *context);
PangoContext *pango_layout_get_context(PangoLayout *layout);
void pango_layout_set_font_description(PangoLayout *layout, const PangoFontDescription *description);
void pango_layout_set_single_paragraph_mode(PangoLayout *layout, int is_single);
/// `length` is in bytes.
void pango_layout_set_text(PangoLayout *layout, const char *text, int length);
/// Sizes are in Pango units.
void pango_layout_get_size(PangoLayout *layout, int *width, int *height);
int pango_layout_get_baseline(PangoLayout *layout);
typedef struct { int x, y, width, height; } PangoRectangle;
/// In Pango units; NULL for a rectangle that is not wanted.
void pango_layout_get_extents(PangoLayout *layout, PangoRectangle *ink, PangoRectangle *logical);
/// The characters for which no font has a glyph.
int pango_layout_get_unknown_glyphs_count(PangoLayout *layout);

typedef struct _PangoFontMap PangoFontMap;
typedef struct _PangoFontFamily PangoFontFamily;
PangoFontMap *pango_cairo_font_map_get_default(void);
/// The list is released with `free`, which is `g_free` since GLib 2.46.
void pango_font_map_list_families(PangoFontMap *map, PangoFontFamily ***families, int *count);
const char *pango_font_family_get_name(PangoFontFamily *family);

/// Adds the outlines of the text to the context's path; the upper left corner of the layout is at the current point.
void pango_cairo_layout_path(cairo_t *context, PangoLayout *layout);
void pango_cairo_show_layout(cairo_t *context, PangoLayout *layout);

void g_object_unref(void *object);
