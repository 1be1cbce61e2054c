#include "explain/variable.h"
#include "tcp/config.h"

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

/* Without the options, before any loss, and with Reno there is nothing to show. */
static void
test_options_absent (void)
{
  static const char *const names[] = { "Snd.Wind.Shift",
                                       "Rcv.Wind.Shift",
                                       "TS.Recent",
                                       "TS.Recent taken",
                                       "Scoreboard",
                                       "HighRxt",
                                       "Reacted up to",
                                       "W_max",
                                       "W_est",
                                       "K",
                                       "Epoch",
                                       "RACK.xmit_ts",
                                       "RACK.rtt",
                                       "RACK.min_RTT",
                                       "RACK.reo_wnd",
                                       "RACK.reo_wnd_mult",
                                       "RACK.reo_wnd_persist",
                                       "RACK.fack",
                                       "TLP.end_seq",
                                       "User timeout",
                                       "Urgent to read",
                                       "SND.UP",
                                       "RCV.UP",
                                       "Search up to",
                                       "Probe out" };
  struct tcp_vars vars = sample ();

  vars.cubic_epoch = VTIME_NEVER;
  vars.snd_up = vars.snd_una;
  for (size_t i = 0; i < G_N_ELEMENTS (names); i++)
    assert_value (&vars, names[i], EXPLAIN_NUMBERS_REAL, "–");
  assert_value (&vars, "SACK", EXPLAIN_NUMBERS_REAL, "no");
  assert_value (&vars, "RACK", EXPLAIN_NUMBERS_REAL, "no");
  assert_value (&vars, "F-RTO", EXPLAIN_NUMBERS_REAL, "no");
  assert_value (&vars, "Held by ECN", EXPLAIN_NUMBERS_REAL, "no");
  assert_value (&vars, "Algorithm", EXPLAIN_NUMBERS_REAL, "Reno");
}

static void
test_options (void)
{
  struct tcp_vars vars = sample ();

  vars.window_scale_ok = vars.snd_ts_ok = vars.sack_ok = 1;
  vars.ecn_ok = vars.ecn_echo = 1;
  vars.ecn_until = 1500;
  vars.keepalive_probes = 3;
  vars.user_timeout = SEC (300);
  vars.snd_max = 1600;
  vars.syn_octets = 10;
  vars.snd_wind_shift = 7;
  vars.ts_recent = 4000000000u;
  vars.ts_recent_at = MS (1300);
  vars.pipe = 2920;
  vars.sacked = 2000;
  vars.lost = 500;
  vars.sacked_ranges = 2;
  vars.sacked_range[0][0] = 0;
  vars.sacked_range[0][1] = 500;
  vars.sacked_range[1][0] = 1000;
  vars.sacked_range[1][1] = 1500;
  vars.high_rxt = 0;
  vars.phase = TCP_FAST_RECOVERY;
  assert_value (&vars, "Window scale", EXPLAIN_NUMBERS_REAL, "yes");
  assert_value (&vars, "Snd.Wind.Shift", EXPLAIN_NUMBERS_REAL, "7");
  assert_value (&vars, "Rcv.Wind.Shift", EXPLAIN_NUMBERS_REAL, "0");
  assert_value (&vars, "TS.Recent", EXPLAIN_NUMBERS_RELATIVE, "4000000000");
  assert_value (&vars, "TS.Recent taken", EXPLAIN_NUMBERS_REAL, "1.300 s");
  assert_value (&vars, "pipe", EXPLAIN_NUMBERS_REAL, "2920");
  assert_value (&vars, "Reported by SACK", EXPLAIN_NUMBERS_REAL, "2000");
  assert_value (&vars, "Taken for lost", EXPLAIN_NUMBERS_REAL, "500");
  assert_value (&vars, "Scoreboard", EXPLAIN_NUMBERS_REAL, "0–499, 1000–1499");
  assert_value (&vars, "Scoreboard", EXPLAIN_NUMBERS_RELATIVE, "501–1000, 1501–2000");
  assert_value (&vars, "HighRxt", EXPLAIN_NUMBERS_REAL, "0");
  assert_value (&vars, "HighRxt", EXPLAIN_NUMBERS_RELATIVE, "501");
  assert_value (&vars, "ECN", EXPLAIN_NUMBERS_REAL, "yes");
  assert_value (&vars, "Echoes congestion", EXPLAIN_NUMBERS_REAL, "yes");
  assert_value (&vars, "CWR due", EXPLAIN_NUMBERS_REAL, "no");
  assert_value (&vars, "Reacted up to", EXPLAIN_NUMBERS_RELATIVE, "2001");
  assert_value (&vars, "Unanswered probes", EXPLAIN_NUMBERS_REAL, "3");
  assert_value (&vars, "User timeout", EXPLAIN_NUMBERS_REAL, "300 s");
  assert_value (&vars, "SND.MAX", EXPLAIN_NUMBERS_RELATIVE, "2101");
  assert_value (&vars, "Went with the SYN", EXPLAIN_NUMBERS_REAL, "10");
  assert_value (&vars, "Rescue sent", EXPLAIN_NUMBERS_REAL, "no");
}

/* With RACK HighRxt means nothing. */
static void
test_rack (void)
{
  static const char *const steps[] = { "no", "awaits the first ACK", "sends new octets", "awaits the second ACK" };
  struct tcp_vars vars = sample ();

  vars.sack_ok = vars.rack_ok = vars.reordering_seen = vars.probe_outstanding = 1;
  vars.phase = TCP_FAST_RECOVERY;
  vars.reo_wnd_mult = 2;
  vars.reo_wnd_persist = 16;
  vars.rack_xmit_ts = MS (1300);
  vars.rack_rtt = MS (110);
  vars.rack_min_rtt = MS (100);
  vars.rack_reo_wnd = MS (50);
  vars.rack_fack = vars.tlp_end_seq = 1500;
  assert_value (&vars, "HighRxt", EXPLAIN_NUMBERS_REAL, "–");
  assert_value (&vars, "RACK", EXPLAIN_NUMBERS_REAL, "yes");
  assert_value (&vars, "RACK.xmit_ts", EXPLAIN_NUMBERS_REAL, "1.300 s");
  assert_value (&vars, "RACK.rtt", EXPLAIN_NUMBERS_REAL, "110 ms");
  assert_value (&vars, "RACK.min_RTT", EXPLAIN_NUMBERS_REAL, "100 ms");
  assert_value (&vars, "RACK.reo_wnd", EXPLAIN_NUMBERS_REAL, "50 ms");
  assert_value (&vars, "RACK.reo_wnd_mult", EXPLAIN_NUMBERS_REAL, "2");
  assert_value (&vars, "RACK.reo_wnd_persist", EXPLAIN_NUMBERS_REAL, "16");
  assert_value (&vars, "RACK.fack", EXPLAIN_NUMBERS_RELATIVE, "2001");
  assert_value (&vars, "TLP.end_seq", EXPLAIN_NUMBERS_RELATIVE, "2001");
  assert_value (&vars, "Reordering seen", EXPLAIN_NUMBERS_REAL, "yes");
  for (guint8 step = 0; step < G_N_ELEMENTS (steps); step++)
    {
      vars.frto_step = step;
      assert_value (&vars, "F-RTO", EXPLAIN_NUMBERS_REAL, steps[step]);
    }
}

static void
test_cubic (void)
{
  struct tcp_vars vars = sample ();

  vars.congestion_name = TCP_CONGESTION_CUBIC;
  vars.cubic_w_max = 8000;
  vars.cubic_w_est = 5600;
  vars.cubic_k = MS (1500);
  vars.cubic_epoch = SEC (2);
  assert_value (&vars, "Algorithm", EXPLAIN_NUMBERS_REAL, "CUBIC");
  assert_value (&vars, "W_max", EXPLAIN_NUMBERS_REAL, "8000");
  assert_value (&vars, "W_est", EXPLAIN_NUMBERS_REAL, "5600");
  assert_value (&vars, "K", EXPLAIN_NUMBERS_REAL, "1.5 s");
  assert_value (&vars, "Epoch", EXPLAIN_NUMBERS_REAL, "2.000 s");
}

static void
test_path (void)
{
  struct tcp_vars vars = sample ();

  vars.path_mtu = 1200;
  vars.mtu_ceiling = 1499;
  vars.mtu_probe = 1350;
  assert_value (&vars, "PMTU", EXPLAIN_NUMBERS_REAL, "1200");
  assert_value (&vars, "Search up to", EXPLAIN_NUMBERS_REAL, "1499");
  assert_value (&vars, "Probe out", EXPLAIN_NUMBERS_REAL, "1350");
}

static void
test_urgent (void)
{
  struct tcp_vars vars = sample ();

  vars.snd_up = vars.snd_una + 10;
  vars.rcv_up = vars.irs + 1001;
  vars.urgent_left = 30;
  assert_value (&vars, "SND.UP", EXPLAIN_NUMBERS_RELATIVE, "1011");
  assert_value (&vars, "RCV.UP", EXPLAIN_NUMBERS_RELATIVE, "1001");
  assert_value (&vars, "Urgent to read", EXPLAIN_NUMBERS_REAL, "30");
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
  g_test_add_func ("/explain/variable/options-absent", test_options_absent);
  g_test_add_func ("/explain/variable/options", test_options);
  g_test_add_func ("/explain/variable/cubic", test_cubic);
  g_test_add_func ("/explain/variable/rack", test_rack);
  g_test_add_func ("/explain/variable/path", test_path);
  g_test_add_func ("/explain/variable/urgent", test_urgent);
  g_test_add_func ("/explain/variable/no-peer-numbers", test_no_peer_numbers);
  g_test_add_func ("/explain/variable/table", test_table);
  return g_test_run ();
}
