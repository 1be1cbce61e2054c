/* Writes a run as a pcap file that Wireshark opens without complaint. */
#pragma once

#include "trace/trace.h"

#include <gio/gio.h>

/* Every segment as it left its sender, and the copies that arrived changed or twice as they arrived; Ethernet frames,
 * times in ns. */
gboolean pcap_write_trace (const struct trace *trace, const char *path, GError **error);
