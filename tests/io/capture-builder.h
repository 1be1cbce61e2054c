/* Capture files for tests, octet by octet: packets of a small conversation, link headers, pcap and pcapng. */
#pragma once

#include "wire/packet.h"

#include <glib.h>

/* One connection from 10.0.0.1:40001 (or [2001:db8::1]) to port 80, 100 octets one way, 1000 the other with the same
 * 1000 sent again, closed by both; a packet every ms from second 1000000 on. */
#define CONVERSATION_PACKETS 11
#define CONVERSATION_START (G_GINT64_CONSTANT (1000000) * 1000000000)
#define CONVERSATION_PERIOD (G_GINT64_CONSTANT (1000000))

struct built_packet
{
  gint64 time;
  gsize length;
  guint8 octets[1200]; /* the IP packet */
  gboolean from_client;
};

void build_conversation (enum ip_family family, struct built_packet packets[static CONVERSATION_PACKETS]);

/* How a pcap or pcapng file is written. */
struct build_form
{
  guint32 link_type; /* number in the file */
  gboolean big_endian;
  gboolean nanoseconds;
  guint32 interface; /* of pcapng packets */
};

void build_pcap_header (GByteArray *file, const struct build_form *form);
void build_pcap_record (GByteArray *file, const struct build_form *form, gint64 time, const guint8 *frame,
                        gsize captured, gsize length);

void build_pcapng_section (GByteArray *file, const struct build_form *form);
void build_pcapng_interface (GByteArray *file, const struct build_form *form);
void build_pcapng_packet (GByteArray *file, const struct build_form *form, gint64 time, const guint8 *frame,
                          gsize length);
void build_pcapng_simple_packet (GByteArray *file, const struct build_form *form, const guint8 *frame, gsize length);
void build_pcapng_other (GByteArray *file, const struct build_form *form, gsize length);

/* The frame of a packet: octets of a link header, then the packet. */
GByteArray *build_frame (const guint8 *header, gsize header_length, const guint8 *packet, gsize length);

/* A whole pcap of the conversation over Ethernet. */
GByteArray *build_ethernet_capture (const struct build_form *form);
