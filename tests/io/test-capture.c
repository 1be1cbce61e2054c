/* Captures made for the purpose: every link type and file form that we read, and what is wrong with files. */
#define _GNU_SOURCE

#include "capture-builder.h"
#include "io/capture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINKTYPE_NULL 0
#define LINKTYPE_ETHERNET 1
#define LINKTYPE_PPP 9
#define LINKTYPE_RAW 101
#define LINKTYPE_LOOP 108
#define LINKTYPE_SLL 113
#define LINKTYPE_IPV4 228
#define LINKTYPE_IPV6 229
#define LINKTYPE_SLL2 276

/* --- files --- */

static char *
store (const guint8 *octets, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("handshake-capture-XXXXXX", &error);
  char *path = g_build_filename (directory, "some.pcap", NULL);

  g_assert_no_error (error);
  FILE *stream = fopen (path, "wb");
  g_assert_nonnull (stream);
  g_assert_true (length == 0 || fwrite (octets, 1, length, stream) == length);
  g_assert_cmpint (fclose (stream), ==, 0);
  return path;
}

static void
drop (const char *path)
{
  g_autofree char *directory = g_path_get_dirname (path);

  g_unlink (path);
  g_rmdir (directory);
}

static struct capture *
open_octets (const GByteArray *file, GError **error)
{
  g_autofree char *path = store (file->data, file->len);
  struct capture *capture = capture_open (path, NULL, NULL, NULL, error);

  drop (path);
  return capture;
}

static void
assert_refused (const GByteArray *file, HsCaptureError code, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (open_octets (file, &error));
  g_assert_error (error, HS_CAPTURE_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message);
}

/* The whole conversation is there: summary, times, and the packets of the trace octet for octet. The file itself is
 * gone by now; an open capture does not need its name. */
static void
assert_conversation (const struct capture *capture, enum ip_family family, gint64 start)
{
  struct built_packet packets[CONVERSATION_PACKETS];
  guint sends = 0;

  build_conversation (family, packets);
  g_assert_cmpuint (capture_connection_count (capture), ==, 1);
  const struct connection_summary *summary = capture_connection (capture, 0);
  g_assert_cmpuint (summary->client.port, ==, 40001);
  g_assert_cmpuint (summary->client_to_server.segments, ==, 6);
  g_assert_cmpuint (summary->server_to_client.segments, ==, 5);
  g_assert_cmpuint (summary->client_to_server.octets, ==, 100);
  g_assert_cmpuint (summary->server_to_client.octets, ==, 2000);
  g_assert_cmpuint (summary->server_to_client.retransmissions, ==, 1);
  g_assert_cmpint (summary->first_time, ==, start);

  struct trace *trace = capture_trace (capture, 0);
  g_assert_nonnull (trace);
  for (event_id id = 0; id < trace_length (trace); id++)
    {
      const struct trace_event *event = trace_get (trace, id);
      size_t length = 0;
      if (event->kind != TRACE_SEND)
        continue;
      const uint8_t *packet = trace_packet (trace, id, &length);
      g_assert_cmpuint (event->command, <, CONVERSATION_PACKETS);
      g_assert_cmpmem (packet, length, packets[event->command].octets, packets[event->command].length);
      g_assert_cmpint (event->host, ==, packets[event->command].from_client ? HOST_A : HOST_B);
      g_assert_cmpint (trace_segment (trace, id)->checksum, ==, CHECKSUM_GOOD);
      sends++;
    }
  g_assert_cmpuint (sends, ==, CONVERSATION_PACKETS);
  trace_free (trace);
}

static void
assert_reads (const GByteArray *file, enum ip_family family, gint64 start)
{
  g_autoptr (GError) error = NULL;
  struct capture *capture = open_octets (file, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (capture_warning (capture), ==, NULL);
  g_assert_cmpuint (capture_packets (capture), ==, CONVERSATION_PACKETS);
  g_assert_cmpuint (capture_packets_without_tcp (capture), ==, 0);
  assert_conversation (capture, family, start);
  capture_free (capture);
}

/* --- forms --- */

struct link_case
{
  const char *name;
  guint32 link_type;
  enum ip_family family;
  const char *header;
  gsize length;
};

#define MACS "\2\0\0\0\0\2\2\0\0\0\0\1"
#define SLL "\0\0\0\1\0\6\2\0\0\0\0\1\0\0"
#define SLL2_REST "\0\0\0\0\0\2\0\1\0\6\2\0\0\0\0\1\0\0"
#define CASE(name, type, family, header)                                                                               \
  {                                                                                                                    \
    name, type, family, header, sizeof header - 1                                                                      \
  }

static const struct link_case LINKS[] = {
  CASE ("ethernet", LINKTYPE_ETHERNET, IP_V4, MACS "\x08\0"),
  CASE ("ethernet-ipv6", LINKTYPE_ETHERNET, IP_V6, MACS "\x86\xdd"),
  CASE ("vlan", LINKTYPE_ETHERNET, IP_V4, MACS "\x81\0\0\x05\x08\0"),
  CASE ("vlan-in-vlan", LINKTYPE_ETHERNET, IP_V6, MACS "\x88\xa8\0\x05\x81\0\0\x07\x86\xdd"),
  CASE ("snap", LINKTYPE_ETHERNET, IP_V4, MACS "\0\x30\xaa\xaa\x03\0\0\0\x08\0"),
  CASE ("raw", LINKTYPE_RAW, IP_V4, ""),
  CASE ("raw-ipv6", LINKTYPE_RAW, IP_V6, ""),
  CASE ("raw-12", 12, IP_V4, ""),
  CASE ("ipv4", LINKTYPE_IPV4, IP_V4, ""),
  CASE ("ipv6", LINKTYPE_IPV6, IP_V6, ""),
  CASE ("null-little", LINKTYPE_NULL, IP_V4, "\2\0\0\0"),
  CASE ("null-big", LINKTYPE_NULL, IP_V6, "\0\0\0\x1e"),
  CASE ("loop", LINKTYPE_LOOP, IP_V4, "\0\0\0\2"),
  CASE ("sll", LINKTYPE_SLL, IP_V4, SLL "\x08\0"),
  CASE ("sll-ipv6", LINKTYPE_SLL, IP_V6, SLL "\x86\xdd"),
  CASE ("sll-vlan", LINKTYPE_SLL, IP_V4, SLL "\x81\0\0\x05\x08\0"),
  CASE ("sll2", LINKTYPE_SLL2, IP_V4, "\x08\0" SLL2_REST),
  CASE ("ppp", LINKTYPE_PPP, IP_V4, "\xff\x03\0\x21"),
  CASE ("ppp-short", LINKTYPE_PPP, IP_V6, "\0\x57"),
};

static void
test_link_type (gconstpointer data)
{
  const struct link_case *link = data;
  struct built_packet packets[CONVERSATION_PACKETS];

  build_conversation (link->family, packets);
  for (guint form_index = 0; form_index < 8; form_index++)
    {
      const struct build_form form = { link->link_type, (form_index & 1) != 0, (form_index & 2) != 0 };
      gboolean pcapng = (form_index & 4) != 0;
      g_autoptr (GByteArray) file = g_byte_array_new ();

      if (pcapng)
        {
          build_pcapng_section (file, &form);
          build_pcapng_interface (file, &form);
        }
      else
        build_pcap_header (file, &form);
      for (guint i = 0; i < CONVERSATION_PACKETS; i++)
        {
          g_autoptr (GByteArray) frame
              = build_frame ((const guint8 *) link->header, link->length, packets[i].octets, packets[i].length);
          if (pcapng)
            build_pcapng_packet (file, &form, packets[i].time, frame->data, frame->len);
          else
            build_pcap_record (file, &form, packets[i].time, frame->data, frame->len, frame->len);
        }
      assert_reads (file, link->family, CONVERSATION_START);
    }
}

/* Blocks between packets, a second section with two interfaces, and packets without a time. */
static void
test_pcapng_blocks (void)
{
  const struct build_form form = { LINKTYPE_NULL, TRUE, TRUE };
  struct built_packet packets[CONVERSATION_PACKETS];
  g_autoptr (GByteArray) timed = g_byte_array_new ();
  g_autoptr (GByteArray) simple = g_byte_array_new ();

  build_conversation (IP_V4, packets);
  build_pcapng_section (timed, &form);
  build_pcapng_interface (timed, &form);
  build_pcapng_section (simple, &form);
  build_pcapng_interface (simple, &form);
  for (guint i = 0; i < CONVERSATION_PACKETS; i++)
    {
      g_autoptr (GByteArray) frame = build_frame ((const guint8 *) "\2\0\0\0", 4, packets[i].octets, packets[i].length);
      if (i == 5)
        {
          build_pcapng_other (timed, &form, 40);
          build_pcapng_section (timed, &form);
          build_pcapng_interface (timed, &form);
          build_pcapng_interface (timed, &form);
          build_pcapng_other (timed, &form, 13);
        }
      build_pcapng_packet (timed, &form, packets[i].time, frame->data, frame->len);
      build_pcapng_simple_packet (simple, &form, frame->data, frame->len);
    }
  build_pcapng_other (timed, &form, 0);
  assert_reads (timed, IP_V4, CONVERSATION_START);
  assert_reads (simple, IP_V4, 0);
}

/* Octets behind the IP packet (Ethernet's padding) are no text. */
static void
test_padding (void)
{
  const struct build_form form = { LINKTYPE_ETHERNET, FALSE, TRUE };
  struct built_packet packets[CONVERSATION_PACKETS];
  g_autoptr (GByteArray) file = g_byte_array_new ();

  build_conversation (IP_V4, packets);
  build_pcap_header (file, &form);
  for (guint i = 0; i < CONVERSATION_PACKETS; i++)
    {
      g_autoptr (GByteArray) frame
          = build_frame ((const guint8 *) MACS "\x08\0", 14, packets[i].octets, packets[i].length);
      g_byte_array_append (frame, (const guint8 *) "\1\2\3\4\5\6", 6);
      build_pcap_record (file, &form, packets[i].time, frame->data, frame->len, frame->len);
    }
  assert_reads (file, IP_V4, CONVERSATION_START);
}

/* Cut packets: what the headers say counts, also for text that is not there. */
static void
test_snaplen (void)
{
  const struct build_form form = { LINKTYPE_RAW, FALSE, TRUE };
  struct built_packet packets[CONVERSATION_PACKETS];
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  build_conversation (IP_V4, packets);
  build_pcap_header (file, &form);
  for (guint i = 0; i < CONVERSATION_PACKETS; i++)
    build_pcap_record (file, &form, packets[i].time, packets[i].octets, MIN (packets[i].length, 60), packets[i].length);
  struct capture *capture = open_octets (file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (capture_connection (capture, 0)->server_to_client.octets, ==, 2000);
  struct trace *trace = capture_trace (capture, 0);
  for (event_id id = 0; id < trace_length (trace); id++)
    if (trace_get (trace, id)->kind == TRACE_SEND && trace_get (trace, id)->command == 4)
      {
        g_assert_cmpuint (trace_segment (trace, id)->length, ==, 1000);
        g_assert_cmpint (trace_segment (trace, id)->checksum, ==, CHECKSUM_UNKNOWN);
      }
  trace_free (trace);
  capture_free (capture);
}

/* --- other traffic --- */

/* ARP, UDP, ICMP errors that quote TCP, TCP headers that are cut, frames of nothing: counted, and no connection. */
static void
test_without_tcp (void)
{
  const struct build_form form = { LINKTYPE_ETHERNET, FALSE, TRUE };
  struct built_packet packets[CONVERSATION_PACKETS];
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  guint8 frame[1300];

  build_conversation (IP_V4, packets);
  build_pcap_header (file, &form);
  memcpy (frame, MACS "\x08\0", 14);
  memcpy (frame + 14, packets[0].octets, packets[0].length);

  static const guint8 protocols[] = { 1, 17, 50 };
  for (gsize i = 0; i < sizeof protocols; i++)
    {
      frame[14 + 9] = protocols[i];
      build_pcap_record (file, &form, 0, frame, 14 + packets[0].length, 14 + packets[0].length);
    }
  frame[14 + 9] = 6;
  for (gsize captured = 0; captured < 14 + 40; captured += 3)
    build_pcap_record (file, &form, 0, frame, captured, 14 + packets[0].length);
  memcpy (frame, MACS "\x08\x06", 14);
  build_pcap_record (file, &form, 0, frame, 60, 60);

  struct capture *capture = open_octets (file, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (capture_warning (capture), ==, NULL);
  g_assert_cmpuint (capture_packets (capture), ==, 3 + 18 + 1);
  g_assert_cmpuint (capture_packets_without_tcp (capture), ==, 3 + 18 + 1);
  g_assert_cmpuint (capture_connection_count (capture), ==, 0);
  capture_free (capture);
}

/* A file with a header only is a capture of nothing. */
static void
test_no_packets (void)
{
  const struct build_form form = { LINKTYPE_ETHERNET, FALSE, TRUE };
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  build_pcap_header (file, &form);
  struct capture *capture = open_octets (file, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (capture_warning (capture), ==, NULL);
  g_assert_cmpuint (capture_packets (capture), ==, 0);
  g_assert_cmpuint (capture_connection_count (capture), ==, 0);
  capture_free (capture);
}

/* Several connections between other ends, and one that follows on the same ports. */
static void
test_connections (void)
{
  const struct build_form form = { LINKTYPE_RAW, FALSE, TRUE };
  struct built_packet packets[CONVERSATION_PACKETS];
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  build_conversation (IP_V4, packets);
  build_pcap_header (file, &form);
  for (guint round = 0; round < 3; round++)
    for (guint i = 0; i < CONVERSATION_PACKETS; i++)
      {
        struct built_packet copy = packets[i];
        copy.octets[copy.from_client ? 20 : 22] ^= round == 1; /* another client port, by 256 */
        copy.octets[24] += round == 2;                         /* other numbers, the same ends */
        copy.octets[28] += round == 2;
        build_pcap_record (file, &form, copy.time + round * 1000000000, copy.octets, copy.length, copy.length);
      }
  struct capture *capture = open_octets (file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (capture_connection_count (capture), ==, 3);
  g_assert_cmpuint (capture_connection (capture, 0)->client.port, ==, 40001);
  g_assert_cmpuint (capture_connection (capture, 1)->client.port, !=, 40001);
  g_assert_cmpuint (capture_connection (capture, 2)->client.port, ==, 40001);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpuint (capture_segment_count (capture, i), ==, CONVERSATION_PACKETS);
      for (guint k = 0; k < CONVERSATION_PACKETS; k++)
        g_assert_cmpuint (capture_packet_number (capture, i, k), ==, i * CONVERSATION_PACKETS + k + 1);
      struct trace *trace = capture_trace (capture, i);
      g_assert_cmpuint (trace_length (trace), >, 3 * CONVERSATION_PACKETS - 1);
      trace_free (trace);
    }
  capture_free (capture);
}

/* --- what is wrong with files --- */

static void
test_refusals (void)
{
  static const struct
  {
    const char *octets;
    gsize length;
    const char *message;
  } cases[] = {
    { "", 0, "“some.pcap” is empty." },
    { "x", 1, "“some.pcap” is not a capture file (pcap or pcapng)." },
    { "This is not a capture at all.", 29, "“some.pcap” is not a capture file (pcap or pcapng)." },
    { "\x28\xb5\x2f\xfd....", 8, "“some.pcap” is packed with zstd; unpack it first." },
    { "\xfd"
      "7zXZ\0..",
      8, "“some.pcap” is packed with xz; unpack it first." },
    { "BZh91AY&", 8, "“some.pcap” is packed with bzip2; unpack it first." },
    { "PK\3\4....", 8, "“some.pcap” is packed with zip; unpack it first." },
    { "\xd4\xc3\xb2\xa1\2\0\4\0", 8, "“some.pcap” ends within its file header." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GByteArray) file = g_byte_array_new ();
      g_byte_array_append (file, (const guint8 *) cases[i].octets, (guint) cases[i].length);
      assert_refused (file, HS_CAPTURE_ERROR_FORMAT, cases[i].message);
    }

  const struct build_form bluetooth = { 187, FALSE, FALSE };
  g_autoptr (GByteArray) file = build_ethernet_capture (&bluetooth);
  assert_refused (
      file, HS_CAPTURE_ERROR_LINK_TYPE,
      "“some.pcap” has the link type BLUETOOTH_HCI_H4 (Bluetooth HCI UART transport layer), which cannot be "
      "read.");
}

static void
test_unreadable (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (capture_open ("/no/such/file.pcap", NULL, NULL, NULL, &error));
  g_assert_error (error, HS_CAPTURE_ERROR, HS_CAPTURE_ERROR_UNREADABLE);
  g_assert_cmpstr (error->message, ==, "“file.pcap” cannot be read: No such file or directory.");
  g_clear_error (&error);
  g_assert_null (capture_open ("/", NULL, NULL, NULL, &error));
  g_assert_error (error, HS_CAPTURE_ERROR, HS_CAPTURE_ERROR_UNREADABLE);
  g_assert_cmpstr (error->message, ==, "“/” cannot be read: Is a directory.");
}

/* Cut at every octet: what is whole is read, and where the rest ended is told. */
static void
test_cut_everywhere (void)
{
  const struct build_form form = { LINKTYPE_ETHERNET, FALSE, TRUE };
  g_autoptr (GByteArray) whole = build_ethernet_capture (&form);
  guint complete = 0, next_end = 24;

  for (guint length = 24; length <= whole->len; length++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GByteArray) file = g_byte_array_new ();
      g_byte_array_append (file, whole->data, length);
      gboolean at_end = length == next_end;
      struct capture *capture = open_octets (file, &error);

      if (at_end && length < whole->len)
        next_end += 16 + whole->data[length + 8] + (guint) whole->data[length + 9] * 256;
      if (capture == NULL)
        {
          g_assert_cmpuint (complete, ==, 0);
          g_assert_error (error, HS_CAPTURE_ERROR, HS_CAPTURE_ERROR_FORMAT);
          continue;
        }
      complete = (guint) capture_packets (capture);
      g_assert_true ((capture_warning (capture) == NULL) == at_end);
      g_assert_cmpuint (complete > 0 ? capture_segment_count (capture, 0) : 0, ==, complete);
      capture_free (capture);
    }
  g_assert_cmpuint (complete, ==, CONVERSATION_PACKETS);
}

static void
test_warnings (void)
{
  const struct build_form form = { LINKTYPE_ETHERNET, FALSE, TRUE };
  g_autoptr (GByteArray) file = build_ethernet_capture (&form);
  g_autoptr (GError) error = NULL;

  g_byte_array_set_size (file, file->len - 1);
  struct capture *capture = open_octets (file, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (capture_warning (capture), ==,
                   "Read 10 packets; the file ends in the middle of the next one, which begins at octet 2824.");
  capture_free (capture);

  g_byte_array_set_size (file, 24 + 16 + 54);
  g_byte_array_append (file, (const guint8 *) "\0\0\0\0\0\0\0\0\377\377\377\377\377\377\377\377", 16);
  capture = open_octets (file, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (capture_warning (capture), "Read 1 packet; the file is damaged at octet 94: "));
  capture_free (capture);
}

/* What libpcap does not read: interfaces of different link types and resolutions, and sections in another byte order.
 */
static void
test_mixed_interfaces (void)
{
  struct built_packet packets[CONVERSATION_PACKETS];
  g_autoptr (GByteArray) file = g_byte_array_new ();
  gboolean big_endian = FALSE;

  build_conversation (IP_V4, packets);
  for (guint i = 0; i < CONVERSATION_PACKETS; i++)
    {
      const struct build_form raw = { LINKTYPE_RAW, big_endian, TRUE, 0 };
      const struct build_form ethernet = { LINKTYPE_ETHERNET, big_endian, FALSE, 1 };
      if (i % 4 == 0)
        {
          build_pcapng_section (file, &raw);
          build_pcapng_interface (file, &raw);
          build_pcapng_other (file, &raw, 5);
          build_pcapng_interface (file, &ethernet);
        }
      g_autoptr (GByteArray) frame
          = build_frame ((const guint8 *) MACS "\x08\0", 14, packets[i].octets, packets[i].length);
      if (i % 2 == 0)
        build_pcapng_packet (file, &raw, packets[i].time, packets[i].octets, packets[i].length);
      else
        build_pcapng_packet (file, &ethernet, packets[i].time, frame->data, frame->len);
      if (i % 4 == 3)
        big_endian = !big_endian;
    }
  assert_reads (file, IP_V4, CONVERSATION_START);
}

/* A second interface whose packets we cannot read, and damage behind it. */
static void
test_foreign_interface (void)
{
  const struct build_form raw = { LINKTYPE_RAW, FALSE, TRUE, 0 }, bluetooth = { 187, FALSE, TRUE, 1 };
  struct built_packet packets[CONVERSATION_PACKETS];
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  build_conversation (IP_V4, packets);
  build_pcapng_section (file, &raw);
  build_pcapng_interface (file, &raw);
  build_pcapng_interface (file, &bluetooth);
  build_pcapng_packet (file, &raw, 0, packets[0].octets, packets[0].length);
  build_pcapng_packet (file, &bluetooth, 0, packets[1].octets, packets[1].length);
  guint length = file->len;
  struct capture *capture = open_octets (file, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (capture_packets (capture), ==, 2);
  g_assert_cmpuint (capture_packets_without_tcp (capture), ==, 1);
  g_assert_cmpstr (capture_warning (capture), ==,
                   "1 packet has the link type BLUETOOTH_HCI_H4 (Bluetooth HCI UART transport layer), which cannot be "
                   "read.");
  capture_free (capture);

  build_pcapng_packet (file, &raw, 0, packets[0].octets, packets[0].length);
  file->data[length + 4] ^= 1;
  capture = open_octets (file, &error);
  g_assert_no_error (error);
  g_autofree char *expected = g_strdup_printf ("Read 2 packets; the file is damaged at octet %u.", length);
  g_assert_cmpstr (capture_warning (capture), ==, expected);
  capture_free (capture);
}

/* --- what is read through memory --- */

static GByteArray *
gzip (const GByteArray *plain)
{
  g_autoptr (GZlibCompressor) packer = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (packer));
  GByteArray *packed = g_byte_array_new ();

  g_assert_true (g_output_stream_write_all (stream, plain->data, plain->len, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  g_byte_array_append (packed, g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (memory)),
                       (guint) g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (memory)));
  return packed;
}

static void
test_gzip (void)
{
  const struct build_form form = { LINKTYPE_ETHERNET, FALSE, TRUE };
  g_autoptr (GByteArray) file = build_ethernet_capture (&form);
  g_autoptr (GByteArray) packed = gzip (file);
  g_autoptr (GError) error = NULL;

  assert_reads (packed, IP_V4, CONVERSATION_START);

  g_byte_array_set_size (packed, packed->len - 60);
  struct capture *capture = open_octets (packed, &error);
  if (capture != NULL)
    {
      g_assert_true (g_str_has_prefix (capture_warning (capture), "Only the beginning of “some.pcap” could be read: "));
      capture_free (capture);
    }
  else
    g_assert_error (error, HS_CAPTURE_ERROR, HS_CAPTURE_ERROR_UNREADABLE);
}

static gpointer
feed (gpointer data)
{
  const char *path = data;
  const struct build_form form = { LINKTYPE_ETHERNET, FALSE, TRUE };
  g_autoptr (GByteArray) file = build_ethernet_capture (&form);
  FILE *stream = fopen (path, "wb");

  g_assert_nonnull (stream);
  g_assert_cmpuint (fwrite (file->data, 1, file->len, stream), ==, file->len);
  fclose (stream);
  return NULL;
}

/* A pipe can be read once only, and yet its connections can be looked at. */
static void
test_pipe (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = store ((const guint8 *) "", 0);

  g_unlink (path);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  GThread *writer = g_thread_new ("feed", feed, path);
  struct capture *capture = capture_open (path, NULL, NULL, NULL, &error);
  g_thread_join (writer);
  g_assert_no_error (error);
  assert_conversation (capture, IP_V4, CONVERSATION_START);
  capture_free (capture);
  drop (path);
}

/* A file that is changed after it was opened: nothing breaks, what is not there any more is left out. */
static void
test_changed_meanwhile (void)
{
  const struct build_form form = { LINKTYPE_ETHERNET, FALSE, TRUE };
  g_autoptr (GByteArray) file = build_ethernet_capture (&form);
  g_autofree char *path = store (file->data, file->len);
  g_autoptr (GError) error = NULL;
  struct capture *capture = capture_open (path, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (truncate (path, 300), ==, 0);
  struct trace *trace = capture_trace (capture, 0);
  g_assert_nonnull (trace);
  guint sends = 0;
  for (event_id id = 0; id < trace_length (trace); id++)
    sends += trace_get (trace, id)->kind == TRACE_SEND && trace_get (trace, id)->command != TRACE_INDEX_NONE;
  g_assert_cmpuint (sends, ==, 3);
  trace_free (trace);
  capture_free (capture);
  drop (path);
}

/* --- progress --- */

static void
note_progress (double done, void *user)
{
  double *last = user;

  g_assert_cmpfloat (done, >=, *last);
  g_assert_cmpfloat (done, <=, 1);
  *last = done;
}

static void
test_progress_and_cancel (void)
{
  const struct build_form form = { LINKTYPE_RAW, FALSE, TRUE };
  struct built_packet packets[CONVERSATION_PACKETS];
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  double last = 0;

  build_conversation (IP_V4, packets);
  build_pcap_header (file, &form);
  for (guint i = 0; i < 30000; i++)
    build_pcap_record (file, &form, i, packets[2].octets, packets[2].length, packets[2].length);
  g_autofree char *path = store (file->data, file->len);
  struct capture *capture = capture_open (path, cancellable, note_progress, &last, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (last, >, 0.5);
  g_assert_cmpuint (capture_segment_count (capture, 0), ==, 30000);
  capture_free (capture);

  g_cancellable_cancel (cancellable);
  g_assert_null (capture_open (path, cancellable, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  drop (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (LINKS); i++)
    {
      g_autofree char *name = g_strconcat ("/io/capture/link-type/", LINKS[i].name, NULL);
      g_test_add_data_func (name, &LINKS[i], test_link_type);
    }
  g_test_add_func ("/io/capture/pcapng-blocks", test_pcapng_blocks);
  g_test_add_func ("/io/capture/padding", test_padding);
  g_test_add_func ("/io/capture/snaplen", test_snaplen);
  g_test_add_func ("/io/capture/without-tcp", test_without_tcp);
  g_test_add_func ("/io/capture/no-packets", test_no_packets);
  g_test_add_func ("/io/capture/connections", test_connections);
  g_test_add_func ("/io/capture/refusals", test_refusals);
  g_test_add_func ("/io/capture/unreadable", test_unreadable);
  g_test_add_func ("/io/capture/cut-everywhere", test_cut_everywhere);
  g_test_add_func ("/io/capture/warnings", test_warnings);
  g_test_add_func ("/io/capture/mixed-interfaces", test_mixed_interfaces);
  g_test_add_func ("/io/capture/foreign-interface", test_foreign_interface);
  g_test_add_func ("/io/capture/gzip", test_gzip);
  g_test_add_func ("/io/capture/pipe", test_pipe);
  g_test_add_func ("/io/capture/changed-meanwhile", test_changed_meanwhile);
  g_test_add_func ("/io/capture/progress-and-cancel", test_progress_and_cancel);
  return g_test_run ();
}
