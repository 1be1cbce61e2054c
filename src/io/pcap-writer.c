#include "io/pcap-writer.h"

#include "wire/ethernet.h"

#include <string.h>

#define PCAP_MAGIC_NS 0xa1b23c4du
#define PCAP_VERSION_MAJOR 2
#define PCAP_VERSION_MINOR 4
#define PCAP_SNAPLEN 262144
#define LINKTYPE_ETHERNET 1

#define FILE_HEADER_SIZE 24
#define RECORD_HEADER_SIZE 16

/* The file is the same on every machine: little endian. */
static guint8 *
put32 (guint8 *octets, guint32 value)
{
  guint32 little = GUINT32_TO_LE (value);

  memcpy (octets, &little, sizeof little);
  return octets + sizeof little;
}

static guint8 *
put16 (guint8 *octets, guint16 value)
{
  octets[0] = (guint8) value;
  octets[1] = (guint8) (value >> 8);
  return octets + 2;
}

static gboolean
write_file_header (GOutputStream *stream, GError **error)
{
  guint8 header[FILE_HEADER_SIZE];
  guint8 *next = put32 (header, PCAP_MAGIC_NS);

  next = put16 (next, PCAP_VERSION_MAJOR);
  next = put16 (next, PCAP_VERSION_MINOR);
  next = put32 (next, 0);
  next = put32 (next, 0);
  next = put32 (next, PCAP_SNAPLEN);
  put32 (next, LINKTYPE_ETHERNET);
  return g_output_stream_write_all (stream, header, sizeof header, NULL, NULL, error);
}

/* Addresses of the two hosts: a trace knows only those of IP. */
static struct mac_address
mac_of (unsigned host)
{
  return (struct mac_address){ { 2, 0, 0, 0, 0, host == HOST_A ? 0x0a : 0x0b } };
}

static gboolean
write_packet (GOutputStream *stream, vtime at, unsigned from, const guint8 *packet, gsize length, GError **error)
{
  guint8 head[RECORD_HEADER_SIZE + ETHERNET_HEADER_SIZE];
  guint32 frame_length = (guint32) (ETHERNET_HEADER_SIZE + length);
  struct ethernet_header ethernet = {
    .destination = mac_of (1 - from),
    .source = mac_of (from),
    .type = packet[0] >> 4 == 6 ? ETHERNET_IPV6 : ETHERNET_IPV4,
  };

  guint8 *next = put32 (head, (guint32) (at / SEC (1)));
  next = put32 (next, (guint32) (at % SEC (1)));
  next = put32 (next, frame_length);
  next = put32 (next, frame_length);
  ethernet_write (&ethernet, next);
  return g_output_stream_write_all (stream, head, sizeof head, NULL, NULL, error)
         && g_output_stream_write_all (stream, packet, length, NULL, NULL, error);
}

/* Whether a copy that reached its receiver differs from what was sent, or is one that the link made; or whether no host
 * sent it: a segment injected, a router's report. */
static bool
arrived_otherwise (const struct trace *trace, const struct trace_event *event, const uint8_t *packet, size_t length)
{
  if (event->kind != TRACE_ARRIVE && event->kind != TRACE_DISCARD)
    return false;
  if (event->cause == EVENT_NONE)
    return false;
  if (trace_get (trace, event->cause)->kind == TRACE_ICMP)
    return event->kind == TRACE_ARRIVE;
  if (trace_get (trace, event->cause)->kind != TRACE_CARRY)
    return false;

  const struct trace_event *carry = trace_get (trace, event->cause);
  uint8_t origin = carry->cause != EVENT_NONE ? trace_get (trace, carry->cause)->kind : TRACE_SEND;
  if (origin == TRACE_DUPLICATE || origin == TRACE_INJECT)
    return true;
  size_t sent_length = 0;
  const uint8_t *sent = trace_packet (trace, event->cause, &sent_length);
  return sent == NULL || sent_length != length || memcmp (sent, packet, length) != 0;
}

static gboolean
write_event (GOutputStream *stream, const struct trace *trace, event_id id, GError **error)
{
  const struct trace_event *event = trace_get (trace, id);
  size_t length = 0;
  const uint8_t *packet = trace_packet (trace, id, &length);

  if (packet == NULL || length == 0 || event->host >= HOST_COUNT)
    return TRUE;
  if (event->kind == TRACE_SEND)
    return write_packet (stream, event->at, event->host, packet, length, error);
  if (arrived_otherwise (trace, event, packet, length))
    return write_packet (stream, event->at, 1 - event->host, packet, length, error);
  return TRUE;
}

gboolean
pcap_write_trace (const struct trace *trace, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) plain = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, error);
  if (plain == NULL)
    return FALSE;

  g_autoptr (GOutputStream) stream = g_buffered_output_stream_new (G_OUTPUT_STREAM (plain));
  gboolean good = write_file_header (stream, error);
  for (size_t id = 0; good && id < trace_length (trace); id++)
    good = write_event (stream, trace, (event_id) id, error);
  if (good)
    return g_output_stream_close (stream, NULL, error);

  /* Closing without having been cancelled would put the torso in place of the file. */
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_cancellable_cancel (cancelled);
  g_output_stream_close (stream, cancelled, NULL);
  return FALSE;
}
