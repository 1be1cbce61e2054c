/* Puts IPv4 packets together again that were sent in fragments (RFC 791 §3.2), so that the TCP segment in them can be
 * read. Octets in, octets out; knows no files. */
#pragma once

#include <glib.h>

/* Packets under construction: the oldest one makes room. */
#define FRAGMENTS_MAX 256

/* One that is not complete after so long is given up (ns). */
#define FRAGMENTS_TIME (G_GINT64_CONSTANT (60) * 1000000000)

struct fragments;

struct fragments *fragments_new (void);
void fragments_free (struct fragments *fragments);

/* Whether an IPv4 packet is a fragment of one that carries TCP, and is there whole. */
gboolean fragments_concern (const guint8 *packet, gsize captured);

/* Takes such a fragment. When it was the last one missing, returns the packet as if it had never been cut, freed by the
 * caller; else NULL. Where fragments overlap, what came first counts. */
GBytes *fragments_add (struct fragments *fragments, gint64 time, const guint8 *packet);
