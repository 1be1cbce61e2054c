/* A capture file: packets one after another, and again by their place.
 *
 * libpcap reads it. Where it gives up in a pcapng file, capture-blocks.h goes on. What cannot be read twice (a pipe) or
 * is packed with gzip is first copied into memory. */
#pragma once

#include <gio/gio.h>

/* More than this is not unpacked, or read from a pipe, into memory. */
#define CAPTURE_MEMORY_MAX (G_GUINT64_CONSTANT (2) << 30)

/* Times after this (the year 2065) are taken for damage: three such times still fit into a vtime together. */
#define CAPTURE_SECONDS_MAX G_GINT64_CONSTANT (3000000000)

struct capture_file;

struct capture_packet
{
  gint64 time;          /* ns since 1970 */
  const guint8 *octets; /* the frame, until the next call */
  guint32 captured;     /* octets that are there */
  guint32 length;       /* octets that were on the wire */
  int link_type;        /* as libpcap or the file numbers it */
  guint64 place;        /* for capture_file_read */
  gboolean swapped;     /* the same */
};

enum capture_next
{
  CAPTURE_NEXT_PACKET,
  CAPTURE_NEXT_END,
  CAPTURE_NEXT_DAMAGED, /* capture_file_damage says what is wrong */
};

/* path "-" is the standard input. NULL with a HsCaptureError or G_IO_ERROR_CANCELLED. */
struct capture_file *capture_file_open (const char *path, GCancellable *cancellable, GError **error);
void capture_file_close (struct capture_file *file);

enum capture_next capture_file_next (struct capture_file *file, struct capture_packet *packet);

/* How much of the file is behind us, 0 to 1. */
double capture_file_progress (const struct capture_file *file);

/* What is wrong after so many packets, one sentence; freed by the caller. NULL when the file was read to its end and
 * has no interface whose packets we cannot read. */
char *capture_file_damage (const struct capture_file *file, guint64 packets);

/* Frees what only capture_file_next needs; capture_file_read goes on working. */
void capture_file_finish (struct capture_file *file);

/* Reads length octets of a frame again, from an offset in it. False when they are not there any more. */
gboolean capture_file_read (const struct capture_file *file, guint64 place, gboolean swapped, gsize offset,
                            guint8 *octets, gsize length);
