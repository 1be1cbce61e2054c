#include "explain/variable.h"

#include <glib.h>
#include <string.h>

static size_t
find (const char *name)
{
  for (size_t i = 0; i < explain_variable_count (); i++)
    if (g_str_equal (explain_variable_name (i), name))
      return i;
  g_error ("there is no variable %s", name);
}

static struct tcp_vars
sample (void)
{
  struct tcp_vars vars = { .state = TCP_ESTABLISHED,
                           .phase = TCP_SLOW_START,
                           .iss = 4294966795u,
                           .snd_una = 500,
                           .snd_nxt = 1500,
                           .snd_wnd = 8000,
                           .irs = 300,
                           .rcv_nxt = 301,
                           .rcv_wnd = 65535,
                           .cwnd = 10000,
                           .ssthresh = UINT32_MAX,
                           .flight_size = 1000,
                           .rto = SEC (1),
                           .backoff = 2 };

  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    vars.timer_deadline[timer] = VTIME_NEVER;
  vars.timer_deadline[TCP_TIMER_RTO] = MS (1100);
  return vars;
}

static void
assert_value (const struct tcp_vars *vars, const char *name, enum explain_numbers numbers, const char *expected)
{
  g_autofree char *value = explain_variable_value (find (name), vars, numbers);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_values (void)
{
  struct tcp_vars vars = sample ();

  assert_value (&vars, "State", EXPLAIN_NUMBERS_REAL, "ESTABLISHED");
  assert_value (&vars, "FIN sent", EXPLAIN_NUMBERS_REAL, "no");
  assert_value (&vars, "ISS", EXPLAIN_NUMBERS_REAL, "4294966795");
  assert_value (&vars, "SND.UNA", EXPLAIN_NUMBERS_REAL, "500");
  assert_value (&vars, "RCV.NXT", EXPLAIN_NUMBERS_REAL, "301");
  assert_value (&vars, "RCV.WND", EXPLAIN_NUMBERS_REAL,
                "65\xe2\x80\xaf"
                "535");
  assert_value (&vars, "RTO", EXPLAIN_NUMBERS_REAL, "1 s");
  assert_value (&vars, "Backoff", EXPLAIN_NUMBERS_REAL, "2");
  assert_value (&vars, "SRTT", EXPLAIN_NUMBERS_REAL, "–");
  assert_value (&vars, "ssthresh", EXPLAIN_NUMBERS_REAL, "no limit");
  assert_value (&vars, "Phase", EXPLAIN_NUMBERS_REAL, "slow start");
}

/* Sequence numbers count from the side whose stream they belong to, also across 2^32. */
static void
test_relative (void)
{
  struct tcp_vars vars = sample ();

  assert_value (&vars, "SND.UNA", EXPLAIN_NUMBERS_RELATIVE, "1001");
  assert_value (&vars, "SND.NXT", EXPLAIN_NUMBERS_RELATIVE, "2001");
  assert_value (&vars, "RCV.NXT", EXPLAIN_NUMBERS_RELATIVE, "1");
  assert_value (&vars, "ISS", EXPLAIN_NUMBERS_RELATIVE, "4294966795");
  assert_value (&vars, "SND.WND", EXPLAIN_NUMBERS_RELATIVE, "8000");
}

static void
test_timer (void)
{
  struct tcp_vars vars = sample ();

  assert_value (&vars, "RTO timer", EXPLAIN_NUMBERS_REAL, "until 1.100 s");
  assert_value (&vars, "2MSL timer", EXPLAIN_NUMBERS_REAL, "off");
}

/* Before the peer's SYN there is no number of the peer's. */
static void
test_no_peer_numbers (void)
{
  struct tcp_vars vars = sample ();

  vars.state = TCP_SYN_SENT;
  vars.irs = vars.rcv_nxt = 0;
  assert_value (&vars, "IRS", EXPLAIN_NUMBERS_REAL, "–");
  assert_value (&vars, "RCV.NXT", EXPLAIN_NUMBERS_REAL, "–");
}

static void
test_table (void)
{
  int last = -1;

  for (size_t i = 0; i < explain_variable_count (); i++)
    {
      int group = explain_variable_group (i);

      g_assert_cmpint (group, >=, last);
      g_assert_cmpint (group, <, VARIABLE_GROUP_COUNT);
      g_assert_cmpint (strlen (explain_variable_name (i)), >, 0);
      g_assert_cmpint (strlen (explain_variable_meaning (i)), >, 5);
      g_assert_cmpint (strlen (explain_variable_group_name (group)), >, 0);
      for (size_t other = 0; other < i; other++)
        g_assert_cmpstr (explain_variable_name (i), !=, explain_variable_name (other));
      last = group;
    }
  g_assert_cmpint (last, ==, VARIABLE_QUEUES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/variable/values", test_values);
  g_test_add_func ("/explain/variable/relative", test_relative);
  g_test_add_func ("/explain/variable/timer", test_timer);
  g_test_add_func ("/explain/variable/no-peer-numbers", test_no_peer_numbers);
  g_test_add_func ("/explain/variable/table", test_table);
  return g_test_run ();
}
