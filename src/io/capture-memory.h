/* Copies of what libpcap cannot read as it is, in memory: pipes, and files packed with gzip. */
#pragma once

#include <gio/gio.h>

/* The name of the program that packed a file that begins with these 6 octets; NULL when none did. */
const char *capture_memory_packer (const guint8 *head);

/* Replaces *descriptor by one of a copy in memory of what can be read from it, unpacked by gzip when so asked. When the
 * input is damaged or larger than CAPTURE_MEMORY_MAX, what could be had of it is copied, and *warning (when it is NULL
 * so far) becomes one sentence about that, freed by the caller. False when nothing can be had, or when cancelled. */
gboolean capture_memory_copy (int *descriptor, gboolean unpack, const char *name, GCancellable *cancellable,
                              char **warning, GError **error);
