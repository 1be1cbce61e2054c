/* Writes a run as a pcap file that Wireshark opens without complaint. */
#pragma once

#include "trace/trace.h"

#include <gio/gio.h>

/* Every segment as it left its sender, and the copies that arrived changed or twice as they arrived; Ethernet frames,
 * times in ns from the run's beginning. Address resolution is not in a trace and so not in the file. A file of that
 * name is replaced when all is written, and stays as it was otherwise; the error is a GIOError. */
gboolean pcap_write_trace (const struct trace *trace, const char *path, GError **error);
