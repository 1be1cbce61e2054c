/* Segments made by hand: what is proposed, what they do, and that they are acts like any other. */
#include "app/inject.h"
#include "session-bench.h"

#include <glib/gstdio.h>
#include <string.h>

static HsSession *
connected (void)
{
  HsSession *session = bench_open ("three-way-handshake");

  hs_session_go_end (session);
  return session;
}

static void
send (HsSession *session, unsigned to, enum hs_inject_source source, const struct segment *segment)
{
  char *why = NULL;

  g_assert_true (hs_inject_send (session, to, source, segment, &why));
  g_assert_null (why);
  hs_session_go_end (session);
}

static void
assert_hint (HsSession *session, unsigned to, const char *expected)
{
  g_autofree char *hint = hs_inject_hint (session, to);

  g_assert_cmpstr (hint, ==, expected);
}

/* What is proposed in a connection is the attacker's dream: the exact RST. */
static void
test_the_exact_rst (void)
{
  g_autoptr (HsSession) session = connected ();
  struct segment segment;
  g_autofree char *before = bench_recording (session);

  hs_inject_propose (session, HOST_B, &segment);
  g_assert_cmpuint (segment.flags, ==, TCP_RST);
  g_assert_cmpuint (segment.seq, ==, 106);
  g_assert_cmpuint (segment.ack, ==, 301);
  g_autofree char *text = hs_inject_text (&segment);
  g_assert_cmpstr (text, ==, "R 106:106(0) win 8000");
  assert_hint (session, HOST_B, "B expects seq = 106; its window goes to 8100. An ack may go up to 301.");
  send (session, HOST_B, HS_INJECT_FROM_HOST, &segment);
  g_assert_cmpint (bench_state (session, HOST_B), ==, TCP_CLOSED);
  g_assert_cmpint (bench_state (session, HOST_A), ==, TCP_ESTABLISHED);

  hs_session_undo (session);
  g_autofree char *after = bench_recording (session);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (bench_state (session, HOST_B), ==, TCP_ESTABLISHED);
}

/* S19: in the window but not exact, and the connection lives. */
static void
test_a_guess_is_challenged (void)
{
  g_autoptr (HsSession) session = connected ();
  struct segment segment;
  size_t length = trace_length (hs_session_get_trace (session));
  bool challenged = false;

  hs_inject_propose (session, HOST_B, &segment);
  segment.seq += 4000;
  send (session, HOST_B, HS_INJECT_FROM_HOST, &segment);
  g_assert_cmpint (bench_state (session, HOST_B), ==, TCP_ESTABLISHED);
  for (event_id id = (event_id) length; id < trace_length (hs_session_get_trace (session)); id++)
    challenged = challenged || trace_get (hs_session_get_trace (session), id)->reason == REASON_SEND_CHALLENGE_RST;
  g_assert_true (challenged);
}

/* Who waits for an answer is proposed one; who listens a SYN. */
static void
test_without_a_connection (void)
{
  g_autoptr (HsSession) session = bench_open ("three-way-handshake");
  struct segment segment;

  hs_inject_propose (session, HOST_B, &segment);
  g_assert_cmpuint (segment.flags, ==, TCP_SYN);
  assert_hint (session, HOST_B, "B has no connection and answers with RST.");
  hs_session_seek (session, 0);
  assert_hint (session, HOST_B, "B listens: a SYN opens a connection.");
  assert_hint (session, HOST_A, "A has sent a SYN and takes an answer with ack = 101, whatever its seq.");
  hs_inject_propose (session, HOST_A, &segment);
  g_assert_cmpuint (segment.flags, ==, TCP_SYN | TCP_ACK);
  g_assert_cmpuint (segment.ack, ==, 101);
  send (session, HOST_A, HS_INJECT_FROM_HOST, &segment);
  g_assert_cmpuint (bench_count (session, TRACE_INJECT), ==, 1);
}

/* Six SYNs from six addresses fill a backlog, are undone together, and another six come from others. */
static void
test_flood (void)
{
  g_autoptr (HsSession) session = bench_open ("syn-flood");
  const struct trace *trace;
  g_autoptr (GHashTable) addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  char *why = NULL;
  vtime start = MS (10);

  hs_session_seek (session, start);
  g_assert_true (hs_inject_flood (session, HOST_B, &why));
  g_assert_true (hs_inject_flood (session, HOST_B, &why));
  g_assert_null (why);
  g_assert_cmpint (hs_session_get_now (session), ==, start + 2 * (HS_INJECT_FLOOD - 1) * HS_INJECT_FLOOD_GAP);
  trace = hs_session_get_trace (session);
  for (event_id id = 0; id < trace_length (trace); id++)
    {
      char text[IP_ADDRESS_TEXT_SIZE];

      if (trace_get (trace, id)->kind == TRACE_INJECT && trace_get (trace, id)->at >= start
          && trace_get (trace, id)->cause != EVENT_NONE)
        g_hash_table_add (addresses, g_strdup (ip_address_format (&trace_segment (trace, id)->source.address, text)));
    }
  g_assert_cmpuint (g_hash_table_size (addresses), >=, 2 * HS_INJECT_FLOOD);
  hs_session_undo (session);
  g_assert_cmpuint (hs_session_count_acts (session), ==, HS_INJECT_FLOOD);
  hs_session_undo (session);
  g_assert_cmpuint (hs_session_count_acts (session), ==, 0);
  hs_session_redo (session);
  g_assert_cmpuint (hs_session_count_acts (session), ==, HS_INJECT_FLOOD);
}

/* An invented address is in the file, of either family. */
static void
check_saved (const char *id)
{
  g_autoptr (HsSession) session = bench_open (id);
  g_autoptr (HsSession) again = hs_session_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *directory = g_dir_make_tmp ("handshake-inject-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "flood.scenario", NULL);
  struct segment segment
      = { .flags = TCP_FIN | TCP_PSH | TCP_ACK, .seq = 4294967290u, .ack = 7, .wnd = 1, .length = 20 };
  char *why = NULL;

  hs_session_seek (session, MS (10));
  g_assert_true (hs_inject_flood (session, HOST_B, &why));
  g_assert_true (hs_inject_send (session, HOST_A, HS_INJECT_FROM_NOBODY, &segment, &why));
  hs_session_seek (session, SEC (3));
  g_assert_true (hs_session_save (session, path, "Flood", "", TRUE, &error));
  struct scenario_file *file = scenario_file_load (path, "en", &error);
  g_assert_no_error (error);
  hs_session_open_scenario (again, file);
  hs_session_seek (again, hs_session_get_end (session));
  g_autofree char *first = bench_recording (session);
  g_autofree char *second = bench_recording (again);
  g_assert_cmpstr (first, ==, second);
  g_unlink (path);
  g_rmdir (directory);
}

static void
test_saved (void)
{
  check_saved ("three-way-handshake");
  check_saved ("full-connection-ipv6");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inject/exact-rst", test_the_exact_rst);
  g_test_add_func ("/inject/guess", test_a_guess_is_challenged);
  g_test_add_func ("/inject/without-connection", test_without_a_connection);
  g_test_add_func ("/inject/flood", test_flood);
  g_test_add_func ("/inject/saved", test_saved);
  return g_test_run ();
}
