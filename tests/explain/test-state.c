#include "explain/state.h"
#include "explain/timer.h"
#include "tcp/vars.h"

#include <glib.h>
#include <string.h>

/* English needs no second line under a state's name. */
static void
test_states (void)
{
  for (int state = 0; state < TCP_STATE_COUNT; state++)
    {
      g_assert_cmpstr (explain_state_second_line (state), ==, "");
      g_assert_cmpint (strlen (explain_state_text (state)), >, 80);
      g_assert_nonnull (strstr (explain_state_other_names (state), "ss"));
      for (int other = 0; other < state; other++)
        {
          g_assert_cmpstr (explain_state_text (state), !=, explain_state_text (other));
          g_assert_cmpstr (explain_state_other_names (state), !=, explain_state_other_names (other));
        }
    }
  g_assert_nonnull (strstr (explain_state_other_names (TCP_SYN_RECEIVED), "SYN_RECV"));
  g_assert_nonnull (strstr (explain_state_other_names (TCP_FIN_WAIT_2), "FIN_WAIT2"));
}

static enum tcp_state
only_state_called (const char *words)
{
  int found = -1;

  for (int state = 0; state < TCP_STATE_COUNT; state++)
    if (explain_state_is_called (state, words))
      {
        g_assert_cmpint (found, ==, -1);
        found = state;
      }
  g_assert_cmpint (found, !=, -1);
  return found;
}

/* By the names of RFC 9293, the figure, netstat, ss and Windows, and by what they may be mistaken for. */
static void
test_search (void)
{
  static const struct
  {
    const char *words;
    enum tcp_state state;
  } ROWS[] = {
    { "SYN_SEND", TCP_SYN_SENT },         { "SYN_SENT", TCP_SYN_SENT },
    { "syn-sent", TCP_SYN_SENT },         { "SYN_RECV", TCP_SYN_RECEIVED },
    { "SYN_RECEIVED", TCP_SYN_RECEIVED }, { "SYN-RCVD", TCP_SYN_RECEIVED },
    { "FIN_WAIT1", TCP_FIN_WAIT_1 },      { "FIN_WAIT_1", TCP_FIN_WAIT_1 },
    { "fin wait 1", TCP_FIN_WAIT_1 },     { "FIN_WAIT2", TCP_FIN_WAIT_2 },
    { "FINWAIT2", TCP_FIN_WAIT_2 },       { "ESTAB", TCP_ESTABLISHED },
    { "LISTENING", TCP_LISTEN },          { "UNCONN", TCP_CLOSED },
    { "CLOSE_WAIT", TCP_CLOSE_WAIT },     { "CLOSING", TCP_CLOSING },
    { "LAST_ACK", TCP_LAST_ACK },         { "TIME_WAIT", TCP_TIME_WAIT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ROWS); i++)
    g_assert_cmpint (only_state_called (ROWS[i].words), ==, ROWS[i].state);
  g_assert_true (explain_state_is_called (TCP_FIN_WAIT_1, "wait"));
  g_assert_true (explain_state_is_called (TCP_TIME_WAIT, "wait"));
  for (int state = 0; state < TCP_STATE_COUNT; state++)
    {
      g_assert_false (explain_state_is_called (state, ""));
      g_assert_false (explain_state_is_called (state, "_-"));
      g_assert_false (explain_state_is_called (state, "handshake"));
    }
}

static void
test_timers (void)
{
  g_assert_cmpstr (explain_timer_name (TCP_TIMER_RTO), ==, "RTO");
  g_assert_cmpstr (explain_timer_name (TCP_TIMER_2MSL), ==, "2MSL");
  g_assert_cmpstr (explain_timer_name (TCP_TIMER_DELAYED_ACK), ==, "delayed ACK");
  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    {
      g_assert_cmpint (strlen (explain_timer_text (timer)), >, 20);
      for (int other = 0; other < timer; other++)
        {
          g_assert_cmpstr (explain_timer_name (timer), !=, explain_timer_name (other));
          g_assert_cmpstr (explain_timer_text (timer), !=, explain_timer_text (other));
        }
    }
}

static void
test_phases (void)
{
  g_assert_cmpstr (explain_phase_name (TCP_SLOW_START), ==, "slow start");
  g_assert_cmpstr (explain_phase_name (TCP_CONGESTION_AVOIDANCE), ==, "congestion avoidance");
  g_assert_cmpstr (explain_phase_name (TCP_FAST_RECOVERY), ==, "fast recovery");
  g_assert_cmpstr (explain_phase_name (TCP_LOSS), ==, "recovery after a timeout");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/state/states", test_states);
  g_test_add_func ("/explain/state/search", test_search);
  g_test_add_func ("/explain/state/timers", test_timers);
  g_test_add_func ("/explain/state/phases", test_phases);
  return g_test_run ();
}
