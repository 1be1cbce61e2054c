/* The public captures beside the project, where they are ($HANDSHAKE_SHARED, or ../shared): every file opens or is
 * refused with a plain sentence, and connections, segments, octets, retransmissions and duplicate ACKs are those of the
 * tables beside them. */
#include "io/capture.h"

#include <string.h>

/* Files whose connections we do not see as the tables do, and why. All must open, or be refused with a sentence. */
static const struct
{
  const char *file, *why;
} OTHERWISE[] = {
  { "zeek-radiotap.pcap", "link type" },
  { "zeek-nflog-http.pcap", "link type" },
  { "suri-hdlc-http_1tx.pcap", "link type" },
  { "zeek-mixed-vlan-mpls.pcap", "MPLS" },
  { "zeek-pppoe-over-qinq.pcap", "PPPoE" },
  { "zeek-cisco-fabric-path.pcap", "FabricPath" },
  { "zeek-gre-sample.pcap", "GRE tunnel" },
  { "suri-vxlan-decoder-03.pcap", "VXLAN tunnel" },
  { "zeek-gtp2_different_udp_port.pcap", "GTP tunnel" },
};

/* A table with named columns. */
struct table
{
  GPtrArray *rows; /* of char ** */
  char **names;
};

static void
free_row (gpointer row)
{
  g_strfreev (row);
}

static char *
given_directory (void)
{
  const char *shared = g_getenv ("HANDSHAKE_SHARED");

  if (shared != NULL)
    return g_build_filename (shared, "captures", "given", NULL);
  return g_build_filename (g_getenv ("HANDSHAKE_SOURCE"), "..", "shared", "captures", "given", NULL);
}

static struct table
read_table (const char *path)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  struct table table = { .rows = g_ptr_array_new_with_free_func (free_row) };

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  g_auto (GStrv) lines = g_strsplit (contents, "\n", -1);
  table.names = g_strsplit (lines[0], "\t", -1);
  for (char **line = lines + 1; *line != NULL; line++)
    if (**line != '\0')
      g_ptr_array_add (table.rows, g_strsplit (*line, "\t", -1));
  return table;
}

static void
clear_table (struct table *table)
{
  g_ptr_array_unref (table->rows);
  g_strfreev (table->names);
}

static const char *
text_of (const struct table *table, guint row, const char *name)
{
  char **cells = g_ptr_array_index (table->rows, row);

  for (guint i = 0; table->names[i] != NULL; i++)
    if (strcmp (table->names[i], name) == 0)
      return cells[i];
  g_assert_not_reached ();
}

static guint64
number_of (const struct table *table, guint row, const char *name)
{
  return g_ascii_strtoull (text_of (table, row, name), NULL, 10);
}

static struct table
read_expected (const char *directory, const char *file, const char *suffix)
{
  g_autofree char *name = g_strconcat (file, suffix, NULL);
  g_autofree char *path = g_build_filename (directory, "expected", name, NULL);

  return read_table (path);
}

static const char *
why_otherwise (const char *file)
{
  for (size_t i = 0; i < G_N_ELEMENTS (OTHERWISE); i++)
    if (strcmp (OTHERWISE[i].file, file) == 0)
      return OTHERWISE[i].why;
  return NULL;
}

static void
assert_sentence (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (g_str_has_suffix (text, "."));
  g_assert_null (strchr (text, '\n'));
}

static void
assert_endpoint (const struct endpoint *end, const char *address, const char *port)
{
  struct endpoint expected = { .port = (uint16_t) g_ascii_strtoull (port, NULL, 10) };

  g_assert_true (ip_address_parse (address, &expected.address));
  g_assert_true (endpoint_equal (end, &expected));
}

static void
assert_connection (const struct connection_summary *summary, const struct table *table, guint row)
{
  const struct direction_summary *a = &summary->client_to_server, *b = &summary->server_to_client;
  guint64 retransmissions = number_of (table, row, "retransmission");
  guint64 duplicates = number_of (table, row, "duplicate_ack");

  assert_endpoint (&summary->client, text_of (table, row, "a_addr"), text_of (table, row, "a_port"));
  assert_endpoint (&summary->server, text_of (table, row, "b_addr"), text_of (table, row, "b_port"));
  g_assert_cmpuint (a->segments, ==, number_of (table, row, "pkts_a2b"));
  g_assert_cmpuint (b->segments, ==, number_of (table, row, "pkts_b2a"));
  g_assert_cmpuint (a->octets, ==, number_of (table, row, "bytes_a2b"));
  g_assert_cmpuint (b->octets, ==, number_of (table, row, "bytes_b2a"));
  g_assert_cmpuint (a->syns, ==, number_of (table, row, "syn_a"));
  g_assert_cmpuint (b->syns, ==, number_of (table, row, "syn_b"));
  g_assert_cmpuint (a->fins, ==, number_of (table, row, "fin_a"));
  g_assert_cmpuint (b->fins, ==, number_of (table, row, "fin_b"));
  g_assert_cmpuint (a->resets, ==, number_of (table, row, "rst_a"));
  g_assert_cmpuint (b->resets, ==, number_of (table, row, "rst_b"));
  g_assert_cmpuint (a->retransmissions, ==, number_of (table, row, "retransmission_a"));
  g_assert_cmpuint (a->retransmissions + b->retransmissions, ==, retransmissions);
  g_assert_cmpuint (a->duplicate_acks, ==, number_of (table, row, "duplicate_ack_a"));
  g_assert_cmpuint (a->duplicate_acks + b->duplicate_acks, ==, duplicates);
}

/* Each row of the table of frames is the next segment of its connection. */
static void
assert_frames (const struct capture *capture, const struct table *connections, const struct table *frames)
{
  g_autofree guint *next = g_new0 (guint, capture_connection_count (capture));

  for (guint row = 0; row < frames->rows->len; row++)
    {
      const char *stream = text_of (frames, row, "stream");
      guint index = 0;
      while (strcmp (text_of (connections, index, "stream"), stream) != 0)
        index++;
      g_assert_cmpuint (capture_packet_number (capture, index, next[index]), ==, number_of (frames, row, "frame"));
      next[index]++;
    }
  for (guint i = 0; i < capture_connection_count (capture); i++)
    g_assert_cmpuint (capture_segment_count (capture, i), ==, next[i]);
}

/* The trace of every connection has every captured segment, with the octets that were captured. */
static void
assert_traces (const struct capture *capture)
{
  for (guint i = 0; i < capture_connection_count (capture); i++)
    {
      struct trace *trace = capture_trace (capture, i);
      g_autofree gboolean *seen = g_new0 (gboolean, capture_segment_count (capture, i));
      guint sends = 0;
      g_assert_nonnull (trace);
      for (size_t id = 0; id < trace_length (trace); id++)
        {
          const struct trace_event *event = trace_get (trace, (event_id) id);
          if (event->kind != TRACE_SEND || event->command == TRACE_INDEX_NONE)
            continue;
          size_t length = 0;
          g_assert_cmpuint (event->command, <, capture_segment_count (capture, i));
          g_assert_false (seen[event->command]);
          seen[event->command] = TRUE;
          g_assert_nonnull (trace_packet (trace, (event_id) id, &length));
          g_assert_cmpuint (length, >=, 40);
          sends++;
        }
      g_assert_cmpuint (sends, ==, capture_segment_count (capture, i));
      trace_free (trace);
    }
}

static void
test_file (gconstpointer data)
{
  const char *file = data;
  g_autofree char *directory = given_directory ();
  g_autofree char *path = g_build_filename (directory, file, NULL);
  g_autoptr (GError) error = NULL;
  struct table connections = read_expected (directory, file, ".tsv");
  struct table frames = read_expected (directory, file, ".frames.tsv");
  struct capture *capture = capture_open (path, NULL, NULL, NULL, &error);

  if (capture == NULL)
    {
      g_test_message ("%s", error->message);
      assert_sentence (error->message);
      g_assert_true (error->domain == HS_CAPTURE_ERROR);
      g_assert_nonnull (why_otherwise (file));
    }
  else
    {
      if (capture_warning (capture) != NULL)
        {
          g_test_message ("%s", capture_warning (capture));
          assert_sentence (capture_warning (capture));
        }
      assert_traces (capture);
      if (why_otherwise (file) == NULL)
        {
          g_assert_cmpuint (capture_connection_count (capture), ==, connections.rows->len);
          for (guint i = 0; i < connections.rows->len; i++)
            assert_connection (capture_connection (capture, i), &connections, i);
          assert_frames (capture, &connections, &frames);
        }
      else
        g_test_message ("seen otherwise than by the table: %s", why_otherwise (file));
      capture_free (capture);
    }
  clear_table (&connections);
  clear_table (&frames);
}

static void
test_absent (void)
{
  g_test_skip ("the captures are not there");
}

int
main (int argc, char **argv)
{
  g_autofree char *directory = given_directory ();
  g_autofree char *manifest = g_build_filename (directory, "manifest.tsv", NULL);

  g_test_init (&argc, &argv, NULL);
  if (!g_file_test (manifest, G_FILE_TEST_EXISTS))
    {
      g_test_add_func ("/io/capture-given", test_absent);
      return g_test_run ();
    }
  struct table files = read_table (manifest);
  for (guint i = 0; i < files.rows->len; i++)
    {
      const char *file = text_of (&files, i, "file");
      g_autofree char *name = g_strconcat ("/io/capture-given/", file, NULL);
      g_test_add_data_func (name, file, test_file);
    }
  int status = g_test_run ();
  clear_table (&files);
  return status;
}
