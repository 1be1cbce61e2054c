/* Writes the corpus: small inputs for every target, made by our own writers.
 *
 *   write-corpus FOLDER     FOLDER/wire/…, FOLDER/frames/…, … */
#include "capture-builder.h"
#include "programs.h"
#include "wire/arp.h"
#include "wire/ethernet.h"
#include "wire/icmp.h"
#include "wire/neighbour.h"
#include "wire/segment-text.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

static const char *const TEXTS[] = {
  "S 0:0(0) win 65535 <mss 1460>",
  "S. 0:0(0) ack 1 win 5840 <mss 1460,sackOK,TS val 1 ecr 2,wscale 6>",
  "P. 1:101(100) ack 1 win 8000",
  ". 1:1(0) ack 1 win 100 <sack 101:201 301:401>",
  "F. 1:1(0) ack 1 win 8000",
  "R 1:1(0) win 0",
  "PU. 1:9(8) ack 1 win 8000 urg 4 <uto 300>",
  "[ce] SEW 0:0(0) win 8000 <FO 0123456789abcdef>",
  "S 0:0(0) win 8000 <mss 1460,FO>",
  "SP 0:10(10) win 8000 <mss 1460,sackOK,TS val 1 ecr 0,wscale 7,FO 00112233445566778899aabbccddeeff>",
  "S. 0:0(0) ack 11 win 8000 <mss 1460,uto 32773,FO 01234567>",
};

static void
write_input (const char *folder, const char *target, const char *name, const void *octets, size_t size)
{
  g_autofree char *inner = g_build_filename (folder, target, NULL);
  g_autofree char *path = g_build_filename (inner, name, NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (inner, 0777);
  if (!g_file_set_contents (path, octets, (gssize) size, &error))
    g_error ("%s", error->message);
}

/* The packet of a text, from 10.0.0.1 or 2001:db8::1 to the host of fuzz-frames.c. */
static size_t
make_packet (const char *text, bool is_ipv6, uint8_t *octets, size_t size)
{
  static const uint8_t data[1000] = "the text of a segment";
  struct packet packet = { .ttl = 64 };
  struct segment *segment = &packet.segment;

  if (segment_parse (text, 0, 0, segment) != NULL)
    g_error ("“%s” is not the text of a segment", text);
  segment->source.port = 40001;
  segment->destination.port = 80;
  ip_address_parse (is_ipv6 ? "2001:db8::1" : "10.0.0.1", &segment->source.address);
  ip_address_parse (is_ipv6 ? "2001:db8::2" : "10.0.0.2", &segment->destination.address);
  segment->text = data;
  return packet_write (&packet, octets, size);
}

static void
write_packets (const char *folder)
{
  uint8_t octets[1500] = { 0 };

  for (unsigned i = 0; i < G_N_ELEMENTS (TEXTS); i++)
    for (unsigned is_ipv6 = 0; is_ipv6 < 2; is_ipv6++)
      {
        g_autofree char *name = g_strdup_printf ("%s-%u", is_ipv6 ? "ipv6" : "ipv4", i + 1);
        size_t length = make_packet (TEXTS[i], is_ipv6, octets + 1, sizeof octets - 1);

        write_input (folder, "wire", name, octets, length + 1);
      }
}

/* "Too big" about a packet with text, of both families. */
static void
write_icmp (const char *folder)
{
  for (unsigned is_ipv6 = 0; is_ipv6 < 2; is_ipv6++)
    {
      struct icmp_error error = { .type = is_ipv6 ? ICMPV6_PACKET_TOO_BIG : ICMP_UNREACHABLE, .mtu = 1400 };
      uint8_t packet[1500], octets[1 + ICMP_ERROR_MAX] = { 0 };
      size_t length = make_packet (TEXTS[2], is_ipv6, packet, sizeof packet);

      error.code = is_ipv6 ? 0 : ICMP_FRAGMENTATION_NEEDED;
      ip_address_parse (is_ipv6 ? "2001:db8::fe" : "10.0.0.254", &error.from);
      ip_address_parse (is_ipv6 ? "2001:db8::1" : "10.0.0.1", &error.to);
      length = icmp_error_write (&error, packet, length, octets + 1, sizeof octets - 1);
      write_input (folder, "wire", is_ipv6 ? "icmpv6" : "icmpv4", octets, length + 1);
    }
}

static void
add_frame (GByteArray *frames, uint16_t type, const uint8_t *payload, size_t length)
{
  const struct ethernet_header header
      = { .source = { { 2, 0, 0, 0, 0, 0x0a } }, .destination = { { 2, 0, 0, 0, 0, 0x0b } }, .type = type };
  uint8_t octets[2 + ETHERNET_HEADER_SIZE]
      = { (uint8_t) ((length + ETHERNET_HEADER_SIZE) >> 8), (uint8_t) (length + ETHERNET_HEADER_SIZE) };

  ethernet_write (&header, octets + 2);
  g_byte_array_append (frames, octets, sizeof octets);
  g_byte_array_append (frames, payload, (guint) length);
}

/* A asks for the Ethernet address of B. */
static size_t
make_solicitation (uint8_t octets[static NEIGHBOUR_PACKET_SIZE])
{
  struct neighbour_message message
      = { .type = NEIGHBOUR_SOLICITATION, .has_mac = true, .mac = { { 2, 0, 0, 0, 0, 0x0a } } };

  ip_address_parse ("2001:db8::1", &message.source);
  ip_address_parse ("2001:db8::2", &message.target);
  message.destination = ip_address_solicited_node (&message.target);
  return neighbour_write (&message, octets);
}

/* The messages of neighbour discovery, as fuzz-wire.c takes them. */
static void
write_neighbours (const char *folder)
{
  uint8_t octets[1 + NEIGHBOUR_PACKET_SIZE] = { 0 };
  struct neighbour_message message = { .type = NEIGHBOUR_ADVERTISEMENT, .solicited = true, .replaces = true };

  write_input (folder, "wire", "solicitation", octets, 1 + make_solicitation (octets + 1));
  ip_address_parse ("2001:db8::2", &message.source);
  ip_address_parse ("2001:db8::1", &message.destination);
  message.target = message.source;
  message.has_mac = true;
  message.mac = (struct mac_address){ { 2, 0, 0, 0, 0, 0x0b } };
  write_input (folder, "wire", "advertisement", octets, 1 + neighbour_write (&message, octets + 1));
}

static void
write_frames (const char *folder)
{
  static const char *const names[] = { "ipv4", "ipv6", "ipv4-connects", "ipv6-connects" };

  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    {
      bool is_ipv6 = i & 1;
      g_autoptr (GByteArray) frames = g_byte_array_new ();
      struct arp_message message = { .operation = ARP_REQUEST, .sender_mac = { { 2, 0, 0, 0, 0, 0x0a } } };
      uint8_t choices = (uint8_t) ((i & 1) | (i & 2 ? 4 : 0)), octets[1500];

      message.sender = ip_address_v4 (10, 0, 0, 1);
      message.target = ip_address_v4 (10, 0, 0, 2);
      arp_write (&message, octets);
      g_byte_array_append (frames, &choices, 1);
      add_frame (frames, ETHERNET_ARP, octets, ARP_SIZE);
      add_frame (frames, ETHERNET_IPV6, octets, make_solicitation (octets));
      for (unsigned text = 0; text < 4; text++)
        {
          size_t length = make_packet (TEXTS[text], is_ipv6, octets, sizeof octets);
          add_frame (frames, is_ipv6 ? ETHERNET_IPV6 : ETHERNET_IPV4, octets, length);
        }
      write_input (folder, "frames", names[i], frames->data, frames->len);
    }
}

static void
write_programs (const char *folder)
{
  for (size_t i = 0; i < fuzz_program_count; i++)
    write_input (folder, "stack", fuzz_programs[i].name, fuzz_programs[i].octets, fuzz_programs[i].size);
}

static void
write_texts (const char *folder)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (TEXTS); i++)
    {
      g_autofree char *name = g_strdup_printf ("text-%u", i + 1);

      write_input (folder, "text", name, TEXTS[i], strlen (TEXTS[i]));
    }
}

static void
write_captures (const char *folder)
{
  static const struct
  {
    const char *name;
    struct build_form form;
  } forms[] = {
    { "pcap", { .link_type = 1 } },
    { "pcap-big-endian-ns", { .link_type = 1, .big_endian = TRUE, .nanoseconds = TRUE } },
  };
  static const uint8_t ethernet[] = { 2, 0, 0, 0, 0, 0x0b, 2, 0, 0, 0, 0, 0x0a, 8, 0 };

  for (unsigned i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GByteArray) file = build_ethernet_capture (&forms[i].form);

      write_input (folder, "capture", forms[i].name, file->data, file->len);
    }
  struct built_packet packets[CONVERSATION_PACKETS];
  g_autoptr (GByteArray) blocks = g_byte_array_new ();
  const struct build_form form = { .link_type = 1 };
  build_conversation (IP_V4, packets);
  build_pcapng_section (blocks, &form);
  build_pcapng_interface (blocks, &form);
  for (unsigned i = 0; i < 4; i++)
    {
      g_autoptr (GByteArray) frame = build_frame (ethernet, sizeof ethernet, packets[i].octets, packets[i].length);

      build_pcapng_packet (blocks, &form, packets[i].time, frame->data, frame->len);
      build_pcapng_simple_packet (blocks, &form, frame->data, frame->len);
    }
  write_input (folder, "capture", "pcapng", blocks->data, blocks->len);
}

static void
write_scenarios (const char *folder)
{
  static const char short_one[] = "[Scenario]\nTitle=T\n[Host A]\nMss=500\nEcho=true\nAnswerAfter=1\n[Link]\nLoss=2%\n"
                                  "[Command 1]\nAt=0\nHost=B\nDo=listen\n[Command 2]\nAt=1 ms\nHost=A\nDo=connect\n"
                                  "[Command 3]\nAt=1 s\nHost=A\nDo=send 10\n[Fault 1]\nFrom=A\nDo=delay 1 ms\n";
  static const char escape[] = "[Scenario]\nTitle=T\nSummary=a\\mb\n"; /* once leaked an error */
  struct world *world = g_new0 (struct world, 1);

  write_input (folder, "scenario", "unknown-escape", escape, strlen (escape));
  write_input (folder, "scenario", "short", short_one, strlen (short_one));
  world_make (world, 1);
  g_autofree char *text = world_text (world);
  write_input (folder, "scenario", "world", text, strlen (text));
  g_free (world);
}

int
main (int argc, char **argv)
{
  if (argc != 2)
    {
      fprintf (stderr, "usage: %s FOLDER\n", argv[0]);
      return 2;
    }
  write_packets (argv[1]);
  write_neighbours (argv[1]);
  write_icmp (argv[1]);
  write_frames (argv[1]);
  write_programs (argv[1]);
  write_texts (argv[1]);
  write_captures (argv[1]);
  write_scenarios (argv[1]);
  return 0;
}
