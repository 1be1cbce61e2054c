#include "io/capture.h"

#include "io/capture-file.h"
#include "io/flows.h"
#include "io/fragments.h"
#include "io/link-types.h"
#include "trace/infer.h"
#include "wire/packet.h"

#include <glib/gi18n.h>
#include <string.h>

/* Packets between two looks at the cancellable. */
#define PROGRESS_PACKETS 8192

/* Of packets that are not kept whole. */
#define HEADERS_KEPT 128

/* Packets that had to be put together from fragments are kept up to this; later fragments are not put together. */
#define ASSEMBLED_MAX (64u << 20)

/* The largest offset of a packet in its frame that fits into struct place. */
#define OFFSET_MAX 0x1ff

/* One TCP segment of the file. */
struct place
{
  guint64 place; /* of its frame, for capture_file_read; when assembled, its offset in struct capture.assembled */
  gint64 time;   /* ns since 1970 */
  guint32 connection;
  guint32 packet;      /* its number in the file, from 0 */
  guint32 length;      /* of the IP packet on the wire, and more if the frame was padded */
  guint captured : 20; /* octets of the IP packet that are in the file; libpcap has a limit of 256 KiB */
  guint offset : 9;    /* of the IP packet in the frame */
  guint assembled : 1;
  guint from_client : 1;
  guint swapped : 1;
};

struct capture
{
  char *path;
  char *warning;
  struct capture_file *file;
  guint64 packets;
  struct fragments *fragments; /* only while reading */
  GByteArray *assembled;       /* packets that were put together from fragments, one behind the other */
  GArray *places;              /* struct place: in the order of the file, then, when all is read, by connection */
  struct flows flows;
};

void
capture_free (struct capture *capture)
{
  if (capture == NULL)
    return;
  capture_file_close (capture->file);
  fragments_free (capture->fragments);
  g_byte_array_unref (capture->assembled);
  flows_clear (&capture->flows);
  g_array_unref (capture->places);
  g_free (capture->warning);
  g_free (capture->path);
  g_free (capture);
}

/* --- reading --- */

/* Whether there is a segment with a TCP header that can be read. Checksums and lengths that are wrong are no obstacle:
 * the capture may have been cut, and the sender's network card may compute the sums. */
static gboolean
read_segment (const guint8 *octets, gsize captured, gsize length, struct packet *packet)
{
  struct wire_fault fault = packet_read (octets, captured, length, packet);

  return packet->tcp_header_length > 0 && fault.kind != WIRE_IPV4_FRAGMENT;
}

/* Takes an IP packet, which has its place all but for the connection. False when the index is full. */
static gboolean
take_ip (struct capture *capture, const guint8 *octets, struct place place)
{
  struct packet packet;
  gboolean from_client;

  if (!read_segment (octets, place.captured, place.length, &packet))
    return TRUE;
  if (capture->places->len == CAPTURE_SEGMENTS_MAX)
    return FALSE;
  place.connection = flows_add (&capture->flows, place.time, &packet.segment, &from_client);
  place.from_client = from_client != FALSE;
  g_array_append_val (capture->places, place);
  return TRUE;
}

/* Takes a fragment of an IP packet, and the packet when that was its last one. */
static gboolean
take_fragment (struct capture *capture, const guint8 *octets, struct place place)
{
  g_autoptr (GBytes) whole = fragments_add (capture->fragments, place.time, octets);

  if (whole == NULL || capture->assembled->len + g_bytes_get_size (whole) > ASSEMBLED_MAX)
    return TRUE;
  place.place = capture->assembled->len;
  place.assembled = 1;
  place.offset = 0;
  place.captured = (guint) g_bytes_get_size (whole) & 0xfffff;
  place.length = (guint32) g_bytes_get_size (whole);
  g_byte_array_append (capture->assembled, g_bytes_get_data (whole, NULL), (guint) g_bytes_get_size (whole));
  return take_ip (capture, g_bytes_get_data (whole, NULL), place);
}

/* False when the index is full. */
static gboolean
take_packet (struct capture *capture, const struct capture_packet *frame)
{
  gsize offset = 0;

  if (!link_find_ip (frame->link_type, frame->octets, frame->captured, &offset) || offset > OFFSET_MAX
      || frame->length < offset)
    return TRUE;

  const guint8 *octets = frame->octets + offset;
  struct place place = {
    .place = frame->place,
    .time = frame->time,
    .packet = (guint32) (capture->packets - 1),
    .length = (guint32) (frame->length - offset),
    .captured = (guint32) (frame->captured - offset) & 0xfffff,
    .offset = (guint) offset & OFFSET_MAX,
    .swapped = frame->swapped != FALSE,
  };
  return fragments_concern (octets, place.captured) ? take_fragment (capture, octets, place)
                                                    : take_ip (capture, octets, place);
}

/* Puts the segments of each connection together, in the order of the file. */
static void
sort_places (struct capture *capture)
{
  const struct place *places = (const struct place *) (gpointer) capture->places->data;
  guint count = capture->places->len, connections = capture->flows.list->len;
  g_autofree guint *next = g_new0 (guint, connections + 1);
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (struct place), count);

  g_array_set_size (sorted, count);
  for (guint i = 0; i < count; i++)
    next[places[i].connection + 1]++;
  for (guint i = 0; i < connections; i++)
    {
      next[i + 1] += next[i];
      flows_get (&capture->flows, i)->first = next[i];
    }
  for (guint i = 0; i < count; i++)
    g_array_index (sorted, struct place, next[places[i].connection]++) = places[i];
  g_array_unref (capture->places);
  capture->places = sorted;
}

/* Reads to the end, to what is damaged, or to a limit. False when cancelled. */
static gboolean
read_packets (struct capture *capture, GCancellable *cancellable, void (*progress) (double done, void *user),
              void *user, GError **error)
{
  struct capture_packet packet;

  while (capture_file_next (capture->file, &packet) == CAPTURE_NEXT_PACKET)
    {
      capture->packets++;
      if (capture->packets % PROGRESS_PACKETS == 0)
        {
          if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
          if (progress != NULL)
            progress (capture_file_progress (capture->file), user);
        }
      if (!take_packet (capture, &packet) || capture->packets == G_MAXUINT32)
        {
          capture->warning
              = g_strdup_printf (_ ("The file has more packets than can be taken in; the first %lu were read."),
                                 (gulong) capture->packets);
          return TRUE;
        }
    }
  capture->warning = capture_file_damage (capture->file, capture->packets);
  return TRUE;
}

struct capture *
capture_open (const char *path, GCancellable *cancellable, void (*progress) (double done, void *user), void *user,
              GError **error)
{
  struct capture_file *file = capture_file_open (path, cancellable, error);
  if (file == NULL)
    return NULL;

  struct capture *capture = g_new0 (struct capture, 1);
  capture->path = g_strdup (path);
  capture->file = file;
  capture->places = g_array_new (FALSE, FALSE, sizeof (struct place));
  capture->fragments = fragments_new ();
  capture->assembled = g_byte_array_new ();
  flows_init (&capture->flows);

  gboolean good = read_packets (capture, cancellable, progress, user, error);
  if (good && capture->packets == 0 && capture->warning != NULL)
    {
      g_set_error_literal (error, HS_CAPTURE_ERROR, HS_CAPTURE_ERROR_FORMAT, capture->warning);
      good = FALSE;
    }
  if (!good)
    {
      capture_free (capture);
      return NULL;
    }
  flows_finish (&capture->flows);
  g_clear_pointer (&capture->fragments, fragments_free);
  sort_places (capture);
  capture_file_finish (file);
  return capture;
}

/* --- looking --- */

const char *
capture_path (const struct capture *capture)
{
  return capture->path;
}

const char *
capture_warning (const struct capture *capture)
{
  return capture->warning;
}

guint64
capture_packets (const struct capture *capture)
{
  return capture->packets;
}

guint64
capture_packets_without_tcp (const struct capture *capture)
{
  return capture->packets - capture->places->len;
}

guint
capture_connection_count (const struct capture *capture)
{
  return capture->flows.list->len;
}

const struct connection_summary *
capture_connection (const struct capture *capture, guint index)
{
  g_return_val_if_fail (index < capture_connection_count (capture), NULL);
  return &flows_get (&capture->flows, index)->summary;
}

guint
capture_segment_count (const struct capture *capture, guint index)
{
  guint count = capture_connection_count (capture);

  g_return_val_if_fail (index < count, 0);
  guint end = index + 1 < count ? flows_get (&capture->flows, index + 1)->first : capture->places->len;
  return end - flows_get (&capture->flows, index)->first;
}

static const struct place *
place_of (const struct capture *capture, guint index, guint segment)
{
  return &g_array_index (capture->places, struct place, flows_get (&capture->flows, index)->first + segment);
}

guint64
capture_packet_number (const struct capture *capture, guint index, guint segment)
{
  g_return_val_if_fail (segment < capture_segment_count (capture, index), 0);
  return (guint64) place_of (capture, index, segment)->packet + 1;
}

vtime
capture_segment_time (const struct capture *capture, guint index, guint segment)
{
  g_return_val_if_fail (segment < capture_segment_count (capture, index), 0);
  return place_of (capture, index, segment)->time;
}

/* --- the trace of a connection --- */

/* How much of each packet is kept: all of it while there is room. */
static gsize
kept_of (const struct place *place, guint64 *room)
{
  gsize kept = place->captured;

  if (kept > *room)
    kept = MIN (kept, HEADERS_KEPT);
  *room -= MIN (kept, *room);
  return kept;
}

/* Whether the packet read again is the one that was indexed. */
static gboolean
still_belongs (const struct capture *capture, guint index, const struct place *place, const struct segment *segment)
{
  const struct connection_summary *summary = capture_connection (capture, index);
  const struct endpoint *source = place->from_client ? &summary->client : &summary->server;
  const struct endpoint *destination = place->from_client ? &summary->server : &summary->client;

  return endpoint_equal (&segment->source, source) && endpoint_equal (&segment->destination, destination);
}

static gboolean
read_octets (const struct capture *capture, const struct place *place, guint8 *octets, gsize length)
{
  if (!place->assembled)
    return capture_file_read (capture->file, place->place, place->swapped, place->offset, octets, length);
  memcpy (octets, capture->assembled->data + place->place, length);
  return TRUE;
}

static gboolean
read_again (const struct capture *capture, guint index, const struct place *place, guint8 *octets, gsize kept,
            struct captured_segment *captured)
{
  struct packet packet;

  if (!read_octets (capture, place, octets, kept) || !read_segment (octets, kept, place->length, &packet)
      || !still_belongs (capture, index, place, &packet.segment))
    return FALSE;
  /* Text that is there in part counts as not kept. */
  if (packet.captured_text < packet.segment.length)
    packet.segment.text = NULL;
  *captured = (struct captured_segment){
    .time = place->time,
    .from_client = place->from_client,
    .segment = packet.segment,
    .packet = octets,
    .packet_length = MIN (kept, packet.ip_header_length + packet.tcp_header_length + packet.captured_text),
  };
  return TRUE;
}

struct trace *
capture_trace (const struct capture *capture, guint index)
{
  guint count = capture_segment_count (capture, index);
  guint64 room = CAPTURE_TRACE_OCTETS_MAX, total = 0;

  for (guint i = 0; i < count; i++)
    total += kept_of (place_of (capture, index, i), &room);
  guint8 *octets = g_try_malloc (MAX (total, 1));
  struct captured_segment *segments = g_try_new0 (struct captured_segment, MAX (count, 1));
  struct trace *trace = NULL;
  if (octets != NULL && segments != NULL)
    {
      guint taken = 0;
      gsize used = 0;
      room = CAPTURE_TRACE_OCTETS_MAX;
      for (guint i = 0; i < count; i++)
        {
          const struct place *place = place_of (capture, index, i);
          gsize kept = kept_of (place, &room);
          taken += read_again (capture, index, place, octets + used, kept, &segments[taken]);
          used += kept;
        }
      trace = infer_trace (segments, taken, NULL);
    }
  g_free (segments);
  g_free (octets);
  return trace;
}
