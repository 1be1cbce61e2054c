/* A capture file with as many connections as wanted. */
#pragma once

#include "io/capture.h"
#include "wire/packet.h"

#include <glib.h>
#include <string.h>

struct bench_pcap
{
  GByteArray *octets;
  guint32 packets;
};

static inline void
bench_pcap_begin (struct bench_pcap *pcap)
{
  /* Microseconds, whole packets, LINKTYPE_RAW. */
  static const guint32 HEADER[] = { 0xa1b2c3d4, 4u << 16 | 2, 0, 0, 65535, 101 };

  pcap->packets = 0;
  pcap->octets = g_byte_array_new ();
  g_byte_array_append (pcap->octets, (const guint8 *) HEADER, sizeof HEADER);
}

/* A segment without data, a millisecond after the one before. */
static inline void
bench_pcap_add (struct bench_pcap *pcap, uint16_t client_port, bool from_client, uint8_t flags, uint32_t seq,
                uint32_t ack)
{
  struct endpoint client = { ip_address_v4 (192, 0, 2, 10), client_port };
  struct endpoint server = { ip_address_v4 (198, 51, 100, 7), 443 };
  struct packet packet = { .ttl = 64, .dont_fragment = true };
  uint8_t octets[PACKET_HEADERS_MAX];
  guint32 record[4];
  size_t length;

  packet.segment.source = from_client ? client : server;
  packet.segment.destination = from_client ? server : client;
  packet.segment.flags = flags;
  packet.segment.seq = seq;
  packet.segment.ack = ack;
  packet.segment.wnd = 8000;
  length = packet_write (&packet, octets, sizeof octets);
  record[0] = pcap->packets / 1000;
  record[1] = pcap->packets % 1000 * 1000;
  record[2] = record[3] = (guint32) length;
  g_byte_array_append (pcap->octets, (const guint8 *) record, sizeof record);
  g_byte_array_append (pcap->octets, octets, (guint) length);
  pcap->packets++;
}

/* Opens what was added. */
static inline struct capture *
bench_pcap_open (struct bench_pcap *pcap, const char *path)
{
  g_autoptr (GError) error = NULL;
  struct capture *capture;

  g_file_set_contents (path, (const char *) pcap->octets->data, (gssize) pcap->octets->len, &error);
  g_assert_no_error (error);
  g_byte_array_unref (pcap->octets);
  capture = capture_open (path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return capture;
}
