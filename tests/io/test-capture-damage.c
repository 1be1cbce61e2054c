/* Files damaged at random: whatever they have become, opening them ends, and what it says adds up. */
#define _GNU_SOURCE

#include "base/rng.h"
#include "capture-builder.h"
#include "io/capture.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ROUNDS 1500

static GByteArray *
build_pcapng (guint32 link_type)
{
  const struct build_form form = { link_type, FALSE, TRUE };
  struct built_packet packets[CONVERSATION_PACKETS];
  GByteArray *file = g_byte_array_new ();

  build_conversation (link_type == 101 ? IP_V6 : IP_V4, packets);
  build_pcapng_section (file, &form);
  build_pcapng_interface (file, &form);
  for (guint i = 0; i < CONVERSATION_PACKETS; i++)
    {
      g_autoptr (GByteArray) frame
          = build_frame ((const guint8 *) "\2\0\0\0", link_type == 0 ? 4 : 0, packets[i].octets, packets[i].length);
      build_pcapng_packet (file, &form, packets[i].time, frame->data, frame->len);
      build_pcapng_other (file, &form, i);
    }
  return file;
}

/* Everything that has been read can be looked at, and the numbers agree. */
static void
assert_adds_up (const struct capture *capture)
{
  guint64 segments = 0;

  g_assert_cmpstr (capture_warning (capture), !=, "");
  for (guint i = 0; i < capture_connection_count (capture); i++)
    {
      const struct connection_summary *summary = capture_connection (capture, i);
      guint count = capture_segment_count (capture, i);
      g_assert_cmpuint (count, >, 0);
      g_assert_cmpuint (summary->client_to_server.segments + summary->server_to_client.segments, ==, count);
      g_assert_cmpuint (capture_packet_number (capture, i, count - 1), <=, capture_packets (capture));
      struct trace *trace = capture_trace (capture, i);
      g_assert_nonnull (trace);
      trace_free (trace);
      segments += count;
    }
  g_assert_cmpuint (segments + capture_packets_without_tcp (capture), ==, capture_packets (capture));
}

static void
damage (struct rng *rng, GByteArray *file)
{
  guint64 changes = rng_below (rng, 8);

  for (guint64 i = 0; i < changes; i++)
    {
      guint place = (guint) rng_below (rng, file->len);
      static const guint8 odd[] = { 0, 0xff, 0x7f, 0x80, 1 };
      file->data[place] = rng_below (rng, 2) ? odd[rng_below (rng, sizeof odd)] : (guint8) rng_u32 (rng);
    }
  if (rng_below (rng, 3) == 0)
    g_byte_array_set_size (file, (guint) rng_below (rng, file->len) + 1);
  if (rng_below (rng, 4) == 0)
    {
      guint first = (guint) rng_below (rng, file->len);
      g_byte_array_remove_range (file, first, (guint) rng_below (rng, file->len - first));
    }
}

static void
test_damaged (gconstpointer data)
{
  const GByteArray *whole = data;
  int memory = memfd_create ("damaged", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", memory);
  guint opened = 0, refused = 0;

  for (guint64 seed = 1; seed <= ROUNDS; seed++)
    {
      struct rng rng;
      g_autoptr (GByteArray) file = g_byte_array_new ();
      g_byte_array_append (file, whole->data, whole->len);
      rng_seed (&rng, seed);
      damage (&rng, file);
      g_assert_cmpint (ftruncate (memory, 0), ==, 0);
      g_assert_cmpint (pwrite (memory, file->data, file->len, 0), ==, (gint64) file->len);

      g_autoptr (GError) refusal = NULL;
      struct capture *capture = capture_open (path, NULL, NULL, NULL, &refusal);
      if (capture != NULL)
        assert_adds_up (capture);
      else
        g_assert_true (refusal->domain == HS_CAPTURE_ERROR && g_str_has_suffix (refusal->message, "."));
      opened += capture != NULL;
      refused += capture == NULL;
      capture_free (capture);
    }
  /* Neither is the damage so great that nothing is read, nor so small that nothing is refused. */
  g_assert_cmpuint (opened, >, ROUNDS / 4);
  g_assert_cmpuint (refused, >, 0);
  close (memory);
}

int
main (int argc, char **argv)
{
  const struct build_form plain = { 1, FALSE, TRUE }, swapped = { 1, TRUE, FALSE };
  g_autoptr (GByteArray) pcap = build_ethernet_capture (&plain);
  g_autoptr (GByteArray) swapped_pcap = build_ethernet_capture (&swapped);
  g_autoptr (GByteArray) raw_pcapng = build_pcapng (101);
  g_autoptr (GByteArray) null_pcapng = build_pcapng (0);
  g_autoptr (GByteArray) mixed_pcapng = build_pcapng (101);
  g_byte_array_append (mixed_pcapng, null_pcapng->data, null_pcapng->len);

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/io/capture-damage/pcap", pcap, test_damaged);
  g_test_add_data_func ("/io/capture-damage/pcap-swapped", swapped_pcap, test_damaged);
  g_test_add_data_func ("/io/capture-damage/pcapng-raw-ipv6", raw_pcapng, test_damaged);
  g_test_add_data_func ("/io/capture-damage/pcapng-null", null_pcapng, test_damaged);
  g_test_add_data_func ("/io/capture-damage/pcapng-mixed", mixed_pcapng, test_damaged);
  return g_test_run ();
}
