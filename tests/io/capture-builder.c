#include "capture-builder.h"

#include <string.h>

static void
append16 (GByteArray *file, const struct build_form *form, guint16 value)
{
  guint16 stored = form->big_endian ? GUINT16_TO_BE (value) : GUINT16_TO_LE (value);

  g_byte_array_append (file, (const guint8 *) &stored, sizeof stored);
}

static void
append32 (GByteArray *file, const struct build_form *form, guint32 value)
{
  guint32 stored = form->big_endian ? GUINT32_TO_BE (value) : GUINT32_TO_LE (value);

  g_byte_array_append (file, (const guint8 *) &stored, sizeof stored);
}

static void
append_zeros (GByteArray *file, gsize length)
{
  for (gsize i = 0; i < length; i++)
    g_byte_array_append (file, (const guint8 *) "", 1);
}

/* --- the conversation --- */

struct line
{
  gboolean from_client;
  guint8 flags;
  guint32 seq, ack, length;
};

static const struct line LINES[CONVERSATION_PACKETS] = {
  { TRUE, TCP_SYN, 1000, 0, 0 },        { FALSE, TCP_SYN | TCP_ACK, 5000, 1001, 0 },
  { TRUE, TCP_ACK, 1001, 5001, 0 },     { TRUE, TCP_ACK | TCP_PSH, 1001, 5001, 100 },
  { FALSE, TCP_ACK, 5001, 1101, 1000 }, { FALSE, TCP_ACK, 5001, 1101, 1000 },
  { TRUE, TCP_ACK, 1101, 6001, 0 },     { TRUE, TCP_FIN | TCP_ACK, 1101, 6001, 0 },
  { FALSE, TCP_ACK, 6001, 1102, 0 },    { FALSE, TCP_FIN | TCP_ACK, 6001, 1102, 0 },
  { TRUE, TCP_ACK, 1102, 6002, 0 },
};

void
build_conversation (enum ip_family family, struct built_packet packets[static CONVERSATION_PACKETS])
{
  static guint8 text[1000];
  struct endpoint client = { .port = 40001 }, server = { .port = 80 };

  g_assert_true (ip_address_parse (family == IP_V4 ? "10.0.0.1" : "2001:db8::1", &client.address));
  g_assert_true (ip_address_parse (family == IP_V4 ? "10.0.0.2" : "2001:db8::2", &server.address));
  for (gsize i = 0; i < sizeof text; i++)
    text[i] = (guint8) (i * 7);
  for (guint i = 0; i < CONVERSATION_PACKETS; i++)
    {
      const struct line *line = &LINES[i];
      struct packet packet = { .identification = (uint16_t) i, .ttl = 64 };
      packet.segment = (struct segment){
        .source = line->from_client ? client : server,
        .destination = line->from_client ? server : client,
        .seq = line->seq,
        .ack = line->ack,
        .wnd = 8000,
        .flags = line->flags,
        .length = line->length,
        .text = text,
      };
      packets[i].time = CONVERSATION_START + i * CONVERSATION_PERIOD;
      packets[i].from_client = line->from_client;
      packets[i].length = packet_write (&packet, packets[i].octets, sizeof packets[i].octets);
      g_assert_cmpuint (packets[i].length, >, 0);
    }
}

/* --- files --- */

void
build_pcap_header (GByteArray *file, const struct build_form *form)
{
  append32 (file, form, form->nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4);
  append16 (file, form, 2);
  append16 (file, form, 4);
  append_zeros (file, 8);
  append32 (file, form, 65535);
  append32 (file, form, form->link_type);
}

void
build_pcap_record (GByteArray *file, const struct build_form *form, gint64 time, const guint8 *frame, gsize captured,
                   gsize length)
{
  gint64 fraction = time % 1000000000;

  append32 (file, form, (guint32) (time / 1000000000));
  append32 (file, form, (guint32) (form->nanoseconds ? fraction : fraction / 1000));
  append32 (file, form, (guint32) captured);
  append32 (file, form, (guint32) length);
  g_byte_array_append (file, frame, (guint) captured);
}

/* A block of pcapng: type, length, body, padding, length. */
static void
append_block (GByteArray *file, const struct build_form *form, guint32 type, const GByteArray *body)
{
  guint32 padded = (body->len + 3) & ~3u;

  append32 (file, form, type);
  append32 (file, form, padded + 12);
  g_byte_array_append (file, body->data, body->len);
  append_zeros (file, padded - body->len);
  append32 (file, form, padded + 12);
}

void
build_pcapng_section (GByteArray *file, const struct build_form *form)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  append32 (body, form, 0x1a2b3c4d);
  append16 (body, form, 1);
  append16 (body, form, 0);
  append32 (body, form, 0xffffffff);
  append32 (body, form, 0xffffffff);
  append_block (file, form, 0x0a0d0d0a, body);
}

void
build_pcapng_interface (GByteArray *file, const struct build_form *form)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  append16 (body, form, (guint16) form->link_type);
  append16 (body, form, 0);
  append32 (body, form, 65535);
  if (form->nanoseconds)
    {
      append16 (body, form, 9); /* if_tsresol */
      append16 (body, form, 1);
      g_byte_array_append (body, (const guint8 *) "\x09\0\0\0", 4);
      append_zeros (body, 4);
    }
  append_block (file, form, 1, body);
}

void
build_pcapng_packet (GByteArray *file, const struct build_form *form, gint64 time, const guint8 *frame, gsize length)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  guint64 stamp = (guint64) (form->nanoseconds ? time : time / 1000);

  append32 (body, form, form->interface);
  append32 (body, form, (guint32) (stamp >> 32));
  append32 (body, form, (guint32) stamp);
  append32 (body, form, (guint32) length);
  append32 (body, form, (guint32) length);
  g_byte_array_append (body, frame, (guint) length);
  append_zeros (body, (4 - length % 4) % 4);
  append16 (body, form, 1); /* a comment of one octet */
  append16 (body, form, 1);
  append32 (body, form, 0x41414141);
  append_zeros (body, 4);
  append_block (file, form, 6, body);
}

void
build_pcapng_simple_packet (GByteArray *file, const struct build_form *form, const guint8 *frame, gsize length)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  append32 (body, form, (guint32) length);
  g_byte_array_append (body, frame, (guint) length);
  append_block (file, form, 3, body);
}

void
build_pcapng_other (GByteArray *file, const struct build_form *form, gsize length)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  append_zeros (body, length);
  append_block (file, form, 4, body);
}

GByteArray *
build_frame (const guint8 *header, gsize header_length, const guint8 *packet, gsize length)
{
  GByteArray *frame = g_byte_array_new ();

  g_byte_array_append (frame, header, (guint) header_length);
  g_byte_array_append (frame, packet, (guint) length);
  return frame;
}

GByteArray *
build_ethernet_capture (const struct build_form *form)
{
  static const guint8 header[14] = { 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0 };
  struct built_packet packets[CONVERSATION_PACKETS];
  GByteArray *file = g_byte_array_new ();

  build_conversation (IP_V4, packets);
  build_pcap_header (file, form);
  for (guint i = 0; i < CONVERSATION_PACKETS; i++)
    {
      g_autoptr (GByteArray) frame = build_frame (header, sizeof header, packets[i].octets, packets[i].length);
      build_pcap_record (file, form, packets[i].time, frame->data, frame->len, frame->len);
    }
  return file;
}
