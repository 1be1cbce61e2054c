/* Capture files: pcap and pcapng through libpcap, split into TCP connections.
 *
 * Opening reads the whole file once and keeps a small index; capture_trace reads the packets of one connection again.
 * A file packed with gzip, and a pipe ("-" is the standard input), are kept in memory meanwhile. An open capture may be
 * used from several threads at a time. */
#pragma once

#include "trace/summary.h"
#include "trace/trace.h"

#include <gio/gio.h>

#define HS_CAPTURE_ERROR (hs_capture_error_quark ())
GQuark hs_capture_error_quark (void);

typedef enum
{
  HS_CAPTURE_ERROR_UNREADABLE, /* no such file, no permission */
  HS_CAPTURE_ERROR_FORMAT,     /* not a capture file, empty, or damaged before the first packet */
  HS_CAPTURE_ERROR_LINK_TYPE,  /* a link type that we do not read; the message names it */
} HsCaptureError;

/* TCP segments of a file that are taken in; a warning says when there are more. */
#define CAPTURE_SEGMENTS_MAX 100000000u

/* Octets of one connection that capture_trace keeps whole; of what follows it keeps the headers. */
#define CAPTURE_TRACE_OCTETS_MAX (G_GUINT64_CONSTANT (512) << 20)

struct capture;

/* Reads the whole file and indexes it. progress (0..1, may be NULL) is called now and then from the calling thread.
 * NULL with error set when nothing could be read (or G_IO_ERROR_CANCELLED); a file that is damaged further on opens and
 * has a warning. */
struct capture *capture_open (const char *path, GCancellable *cancellable, void (*progress) (double done, void *user),
                              void *user, GError **error);
void capture_free (struct capture *capture);

const char *capture_path (const struct capture *capture);

/* One plain sentence about what is wrong with the file ("Read 812 packets; the file is damaged …"), or NULL. */
const char *capture_warning (const struct capture *capture);

/* Packets read, and packets that carry no TCP segment that could be read: other protocols, TCP headers that were cut
 * off, fragments of IP packets but for the one that completes its packet (IPv4; those of IPv6 are not put together). */
guint64 capture_packets (const struct capture *capture);
guint64 capture_packets_without_tcp (const struct capture *capture);

/* Connections, numbered from 0 as first seen. */
guint capture_connection_count (const struct capture *capture);
const struct connection_summary *capture_connection (const struct capture *capture, guint index);

/* Segments of a connection, and the number in the file (from 1) of the packet that brought one of them: the events of
 * capture_trace name segments by this index in `command`. */
guint capture_segment_count (const struct capture *capture, guint index);
guint64 capture_packet_number (const struct capture *capture, guint index, guint segment);

/* When that packet was captured, as the file says: since the epoch. */
vtime capture_segment_time (const struct capture *capture, guint index, guint segment);

/* The trace of one connection, with both endpoints' states inferred. Freed by the caller with trace_free. NULL when
 * there is no memory. A segment that is not in the file any more (it was changed meanwhile) is left out. */
struct trace *capture_trace (const struct capture *capture, guint index);
