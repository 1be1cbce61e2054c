/* The bench in the place of the network: what arrives, what leaves. */
#include "bench-private.h"

#include "wire/icmp.h"
#include "wire/packet.h"
#include "wire/segment-text.h"

#include <string.h>

#define PEER_WINDOW 8000

static struct segment
parse (const char *text, guint32 seq_base, guint32 ack_base)
{
  struct segment segment;
  const char *error = segment_parse (text, seq_base, ack_base, &segment);

  if (error != NULL)
    g_error ("\"%s\": %s", text, error);
  return segment;
}

static gsize
packet_between (struct bench *b, guint16 port, const struct ip_address *to, const char *text, guint8 *octets,
                gsize size)
{
  struct packet packet = { .ttl = 64, .dont_fragment = TRUE };
  g_autofree guint8 *stream = NULL;
  struct segment *segment = &packet.segment;

  *segment = parse (text, b->peer_iss, b->our_iss);
  segment->source = (struct endpoint){ b->theirs, port };
  segment->destination = (struct endpoint){ *to, OUR_PORT };
  if (strstr (text, " win ") == NULL)
    segment->wnd = PEER_WINDOW;
  stream = g_malloc (segment->length + 1);
  guint32 first = segment->seq - b->peer_iss - 1 + ((segment->flags & TCP_SYN) != 0);
  for (guint32 i = 0; i < segment->length; i++)
    stream[i] = bench_peer_octet (first + i);
  segment->text = stream;
  gsize length = packet_write (&packet, octets, size);
  g_assert_cmpuint (length, >, 0);
  return length;
}

gsize
bench_packet (struct bench *b, const char *text, guint8 *packet, gsize size)
{
  return packet_between (b, PEER_PORT, &b->ours, text, packet, size);
}

void
bench_arrives_octets (struct bench *b, const guint8 *packet, gsize length)
{
  bench_begin_stimulus (b);
  tcp_stack_input (b->stack, packet, length, b->now, EVENT_NONE);
  bench_end_stimulus (b);
}

static void
arrives (struct bench *b, guint16 port, const struct ip_address *to, const char *text)
{
  guint8 packet[70000];
  gsize length = packet_between (b, port, to, text, packet, sizeof packet);

  bench_arrives_octets (b, packet, length);
}

void
bench_arrives_from (struct bench *b, guint16 port, const char *text)
{
  arrives (b, port, &b->ours, text);
}

void
bench_arrives_to (struct bench *b, const struct ip_address *address, const char *text)
{
  arrives (b, PEER_PORT, address, text);
}

void
bench_arrives (struct bench *b, const char *text)
{
  bench_arrives_from (b, PEER_PORT, text);
}

static struct ip_address
router_of (const struct bench *b)
{
  struct ip_address router = b->ours;

  router.octets[b->ours.family == IP_V6 ? 15 : 3] = 254;
  return router;
}

void
bench_icmp (struct bench *b, guint8 type, guint8 code, guint32 mtu, const char *text)
{
  struct packet packet = { .ttl = 1, .dont_fragment = TRUE, .segment = parse (text, b->our_iss, b->peer_iss) };
  struct icmp_error error = { .from = router_of (b), .to = b->ours, .type = type, .code = code, .mtu = mtu };
  g_autofree guint8 *stream = g_malloc0 (packet.segment.length + 1);
  guint8 quoted[70000];
  guint8 octets[ICMP_ERROR_MAX];

  packet.segment.source = (struct endpoint){ b->ours, OUR_PORT };
  packet.segment.destination = (struct endpoint){ b->theirs, PEER_PORT };
  packet.segment.text = stream;
  gsize length = packet_write (&packet, quoted, sizeof quoted);
  g_assert_cmpuint (length, >, 0);
  length = icmp_error_write (&error, quoted, length, octets, sizeof octets);
  g_assert_cmpuint (length, >, 0);
  bench_arrives_octets (b, octets, length);
}

/* Our octets are where the stream has them. */
static void
check_text (struct bench *b, const struct segment *segment)
{
  guint32 first = segment->seq - b->our_iss - 1 + ((segment->flags & TCP_SYN) != 0);

  for (guint32 i = 0; i < segment->length; i++)
    g_assert_cmpuint (segment->text[i], ==, bench_our_octet (first + i));
}

void
bench_sends (struct bench *b, const char *text)
{
  char actual[SEGMENT_TEXT_SIZE];
  char expected[SEGMENT_TEXT_SIZE];
  struct packet packet;
  struct segment wanted = parse (text, b->our_iss, b->peer_iss);
  struct bench_sent *item = g_queue_pop_head (&b->sent);
  gsize length;

  if (item == NULL)
    g_error ("nothing was sent, expected \"%s\"", text);
  const guint8 *octets = g_bytes_get_data (item->packet, &length);
  struct wire_fault fault = packet_read (octets, length, length, &packet);
  g_assert_cmpint (fault.kind, ==, WIRE_OK);
  g_assert_cmpint (packet.segment.checksum, ==, CHECKSUM_GOOD);
  if (strstr (text, " win ") == NULL)
    wanted.wnd = packet.segment.wnd;
  segment_format (&packet.segment, b->our_iss, b->peer_iss, actual);
  segment_format (&wanted, b->our_iss, b->peer_iss, expected);
  g_assert_cmpstr (actual, ==, expected);
  g_assert_cmpint (item->at, ==, b->now);
  check_text (b, &packet.segment);
  b->last = item->event;
  b->last_packet = packet;
  bench_sent_free (item);
}

const struct packet *
bench_last_packet (struct bench *b)
{
  return &b->last_packet;
}

guint32
bench_next_seq (struct bench *b)
{
  struct bench_sent *item = g_queue_peek_head (&b->sent);
  struct packet packet;
  gsize length;

  g_assert_nonnull (item);
  const guint8 *octets = g_bytes_get_data (item->packet, &length);
  struct wire_fault fault = packet_read (octets, length, length, &packet);
  g_assert_cmpint (fault.kind, ==, WIRE_OK);
  return packet.segment.seq;
}

void
bench_take_all (struct bench *b)
{
  struct bench_sent *item;

  while ((item = g_queue_pop_head (&b->sent)) != NULL)
    bench_sent_free (item);
}

void
bench_quiet (struct bench *b)
{
  char text[SEGMENT_TEXT_SIZE];
  struct packet packet;
  gsize length;

  if (b->sent.head == NULL)
    return;
  struct bench_sent *item = b->sent.head->data;
  const guint8 *octets = g_bytes_get_data (item->packet, &length);
  packet_read (octets, length, length, &packet);
  g_error ("\"%s\" was sent", segment_format (&packet.segment, b->our_iss, b->peer_iss, text));
}
