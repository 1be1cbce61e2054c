/* Capture files: pcap and pcapng through libpcap, split into TCP connections. */
#pragma once

#include "trace/summary.h"
#include "trace/trace.h"

#include <gio/gio.h>

#define HS_CAPTURE_ERROR (hs_capture_error_quark ())
GQuark hs_capture_error_quark (void);

typedef enum
{
  HS_CAPTURE_ERROR_UNREADABLE, /* no such file, no permission */
  HS_CAPTURE_ERROR_FORMAT,     /* not a capture file, or empty */
  HS_CAPTURE_ERROR_LINK_TYPE,  /* a link type that we do not read; the message names it */
} HsCaptureError;

struct capture;

/* Reads the whole file and indexes it. progress (0..1, may be NULL) is called now and then from the calling thread.
 * NULL with error set when nothing could be read; a file that is damaged further on opens and has a warning. */
struct capture *capture_open (const char *path, GCancellable *cancellable, void (*progress) (double done, void *user),
                              void *user, GError **error);
void capture_free (struct capture *capture);

const char *capture_path (const struct capture *capture);

/* One plain sentence about what is wrong with the file ("Read 812 packets, then the file is damaged: …"), or NULL. */
const char *capture_warning (const struct capture *capture);

/* Packets read, and packets that carry no TCP segment that could be read. */
guint64 capture_packets (const struct capture *capture);
guint64 capture_packets_without_tcp (const struct capture *capture);

/* Connections, numbered from 0 as first seen. */
guint capture_connection_count (const struct capture *capture);
const struct connection_summary *capture_connection (const struct capture *capture, guint index);

/* The trace of one connection, with both endpoints' states inferred. Freed by the caller with trace_free. */
struct trace *capture_trace (const struct capture *capture, guint index);
