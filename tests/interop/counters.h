/* What the kernel says of its side: ss and nstat of iproute2, in the namespace of the calling process. */
#pragma once

#include <glib.h>

/* False when the tools are not installed. */
gboolean counters_are_there (void);

/* Writes what ss says of the first connection with this local port, "" when there is none. */
void counters_ss (guint16 port, char *text, gsize size);

/* Every counter of nstat since the namespace began; free with g_hash_table_unref. */
GHashTable *counters_nstat (void);

/* 0 for a counter that this kernel does not have. */
guint64 counters_get (GHashTable *counters, const char *name);
