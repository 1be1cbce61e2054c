/* The text of a scenario file line by line, before GLib reads it: what GLib does not tell the line of. */
#pragma once

#include <glib.h>

/* Whether each line is empty, a remark, a [Group], or a Key=Value in a group. Sets the error "SOURCE, line N: why". */
gboolean scenario_lines_check (const char *source, const char *contents, GError **error);
