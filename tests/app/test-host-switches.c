/* The counter-experiments in a host's menu, on a private display: each is a command of the run, can be undone, and is
 * marked for what it is. */
#include "app/host-head.h"
#include "app/host-switches.h"
#include "panel-bench.h"
#include "session-bench.h"

#include <string.h>

/* In the order in which they are listed; the first four are not TCP. */
static const struct
{
  enum tcp_switch which;
  gboolean when_on;
  gboolean not_tcp;
} ROWS[] = {
  { TCP_SWITCH_TWO_WAY_HANDSHAKE, TRUE, TRUE }, { TCP_SWITCH_NO_TIME_WAIT, TRUE, TRUE },
  { TCP_SWITCH_PLAIN_COMPARISON, TRUE, TRUE },  { TCP_SWITCH_SWS_AVOIDANCE, FALSE, TRUE },
  { TCP_SWITCH_NAGLE, FALSE, FALSE },           { TCP_SWITCH_DELAYED_ACK, FALSE, FALSE },
  { TCP_SWITCH_RFC5961, FALSE, FALSE },
};

static gboolean
is_on (HsSession *session, unsigned host, guint row)
{
  return sim_switch_is_on (hs_session_get_sim_now (session), host, ROWS[row].which) == ROWS[row].when_on;
}

static void
test_each_is_a_command (void)
{
  HsSession *session = bench_open ("nagle-delayed-ack");
  HsHostSwitches *panel = HS_HOST_SWITCHES (hs_host_switches_new (session, HOST_A));
  GtkWindow *window = bench_show (GTK_WIDGET (panel), 400, 400);
  g_autoptr (GPtrArray) switches = bench_find (GTK_WIDGET (panel), GTK_TYPE_SWITCH);

  g_assert_cmpuint (switches->len, ==, G_N_ELEMENTS (ROWS));
  hs_session_seek (session, MS (150));
  for (guint row = 0; row < switches->len; row++)
    {
      gboolean before = is_on (session, HOST_A, row);
      g_autofree char *words = NULL;

      hs_host_switches_update (panel, hs_session_get_sim_now (session));
      g_assert_cmpint (gtk_switch_get_active (switches->pdata[row]), ==, before);
      gtk_switch_set_active (switches->pdata[row], !before);
      bench_settle ();
      g_assert_cmpint (is_on (session, HOST_A, row), ==, !before);
      g_assert_cmpint (is_on (session, HOST_B, row), ==, before);
      words = hs_host_switches_not_tcp (hs_session_get_sim_now (session), HOST_A);
      if (!before)
        g_assert_cmpint (words != NULL, ==, ROWS[row].not_tcp);
      hs_session_undo (session);
      g_assert_cmpint (is_on (session, HOST_A, row), ==, before);
    }
  gtk_window_destroy (window);
  g_object_unref (session);
}

/* The two groups have their titles, and no row stands in the wrong one. */
static void
test_groups (void)
{
  HsSession *session = bench_open ("nagle-delayed-ack");
  GtkWindow *window = bench_show (hs_host_switches_new (session, HOST_A), 400, 400);
  g_autofree char *texts = bench_texts (GTK_WIDGET (window));
  const char *broken = strstr (texts, "Not TCP: what if …");
  const char *open = strstr (texts, "TCP leaves it open");

  g_assert_nonnull (broken);
  g_assert_nonnull (open);
  g_assert_true (broken < strstr (texts, "Two-way handshake") && strstr (texts, "silly window") < open);
  g_assert_true (open < strstr (texts, "No Nagle") && open < strstr (texts, "RFC 5961"));
  gtk_window_destroy (window);
  g_object_unref (session);
}

/* The head of a host that is not TCP says so, from the beginning or when it is made so. */
static void
test_mark (void)
{
  HsSession *session = bench_open ("two-way-handshake");
  GtkWindow *a = bench_show (hs_host_head_new (session, HOST_A), 400, 120);
  GtkWindow *b = bench_show (hs_host_head_new (session, HOST_B), 400, 120);
  struct sim_command command
      = { .kind = COMMAND_SWITCH, .which = TCP_SWITCH_NO_TIME_WAIT, .amount = 1, .host = HOST_A, .copy = EVENT_NONE };

  bench_settle ();
  g_assert_false (bench_sees (GTK_WIDGET (a), "not TCP"));
  g_assert_true (bench_sees (GTK_WIDGET (b), "not TCP"));
  hs_session_seek (session, MS (10));
  g_assert_true (hs_session_command (session, &command, NULL));
  bench_settle ();
  g_assert_true (bench_sees (GTK_WIDGET (a), "not TCP"));
  gtk_window_destroy (a);
  gtk_window_destroy (b);
  g_object_unref (session);
}

/* What is told in the middle of a run holds from there on. */
static void
test_changes_what_follows (void)
{
  HsSession *session = bench_open ("four-way-close");
  struct sim_command command
      = { .kind = COMMAND_SWITCH, .which = TCP_SWITCH_NO_TIME_WAIT, .amount = 1, .host = HOST_A, .copy = EVENT_NONE };

  hs_session_seek (session, MS (500));
  g_assert_true (hs_session_command (session, &command, NULL));
  hs_session_go_end (session);
  g_assert_cmpint (hs_session_get_end (session), <, SEC (2));
  hs_session_undo (session);
  hs_session_go_end (session);
  g_assert_cmpint (hs_session_get_end (session), >, SEC (240));
  g_object_unref (session);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  bench_add_style ();
  g_test_add_func ("/host-switches/commands", test_each_is_a_command);
  g_test_add_func ("/host-switches/groups", test_groups);
  g_test_add_func ("/host-switches/mark", test_mark);
  g_test_add_func ("/host-switches/later", test_changes_what_follows);
  return g_test_run ();
}
