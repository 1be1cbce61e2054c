/* Explanations of whole runs of the real engine: what TCP did must agree with the check that is shown for it. */
#include "explain/event.h"
#include "sim/sim.h"

#include <glib.h>
#include <string.h>

/* Reasons that tell of something wanting, or of an arrival before it is judged: there a check may fail. */
static gboolean
may_fail (enum tcp_reason reason)
{
  const char *name = reason_name (reason);

  if (g_str_has_prefix (name, "ARRIVE_") || g_str_has_prefix (name, "DISCARD_") || g_str_has_prefix (name, "WAIT_"))
    return TRUE;
  switch (reason)
    {
    case REASON_SEND_ACK_OUT_OF_ORDER:
    case REASON_SEND_ACK_UNACCEPTABLE:
    case REASON_SEND_ACK_ZERO_WINDOW:
    case REASON_SEND_WINDOW_UPDATE:
    case REASON_SEND_CHALLENGE_RST:
    case REASON_SEND_CHALLENGE_ACK:
    case REASON_SEND_ACK_OF_UNSENT:
    case REASON_SEND_RST_SYN_SENT:
    case REASON_SEND_RST_SYN_RECEIVED:
    case REASON_UPDATE_HELD_OUT_OF_ORDER:
    case REASON_UPDATE_RECEIVE_WINDOW_CLOSED:
    case REASON_STATE_FIN_CROSSED:
    case REASON_STATE_CLOSE_ACTIVE:
    case REASON_STATE_CLOSE_PASSIVE:
    case REASON_TRIMMED_TO_WINDOW:
      return TRUE;
    default:
      return FALSE;
    }
}

/* What a discard is explained with must say no. */
static gboolean
must_fail (enum tcp_reason reason)
{
  return g_str_has_prefix (reason_name (reason), "DISCARD_");
}

static void
assert_filled (const char *text, const struct explanation *explanation)
{
  if (text != NULL && (strpbrk (text, "{}?") != NULL || strstr (text, "  ") != NULL))
    g_error ("event %u: a value is missing: %s", explanation->id, text);
}

static guint
assert_event (const struct trace *trace, event_id id)
{
  enum tcp_reason reason = trace_get (trace, id)->reason;
  g_autoptr (Explanation) explanation = explain_event (trace, id);
  g_autofree char *line = explain_event_line (trace, id);
  guint failing = 0;

  assert_filled (explanation->title, explanation);
  assert_filled (explanation->text, explanation);
  assert_filled (explanation->next_actor, explanation);
  assert_filled (explanation->next_detail, explanation);
  assert_filled (line, explanation);
  for (guint i = 0; i < explanation->checks->len; i++)
    {
      const struct explain_check *check = explanation->checks->pdata[i];

      failing += !check->holds;
      if (!check->holds && !may_fail (reason))
        g_error ("event %u, %s: %s: %s does not hold", id, reason_name (reason), check->label, check->value);
    }
  if (must_fail (reason) && explanation->checks->len > 0)
    g_assert_cmpuint (failing, >, 0);
  for (guint i = 0; i < explanation->chain->len; i++)
    g_assert_cmpuint (g_array_index (explanation->chain, event_id, i), <, id);
  return explanation->checks->len;
}

static void
add (struct scenario *scenario, vtime at, unsigned host, enum sim_command_kind kind, uint64_t amount)
{
  struct sim_command *command = &scenario->commands[scenario->command_count++];

  *command = (struct sim_command){
    .at = at, .kind = (uint8_t) kind, .host = (uint8_t) host, .amount = amount, .copy = EVENT_NONE
  };
}

static struct scenario *
bulk_new (uint32_t loss, uint64_t seed)
{
  struct scenario *scenario = g_new (struct scenario, 1);

  scenario_init (scenario);
  scenario->seed = seed;
  for (int host = 0; host < HOST_COUNT; host++)
    {
      scenario->links[host].loss = loss;
      scenario->links[host].duplicate = loss;
      scenario->links[host].corrupt = loss / 4;
      scenario->links[host].jitter = loss > 0 ? MS (20) : 0;
    }
  add (scenario, 0, HOST_B, COMMAND_LISTEN, 0);
  add (scenario, 0, HOST_A, COMMAND_CONNECT, 0);
  add (scenario, SEC (5), HOST_A, COMMAND_SEND, 60000);
  add (scenario, SEC (5), HOST_B, COMMAND_SEND, 30000);
  add (scenario, SEC (60), HOST_A, COMMAND_CLOSE, 0);
  add (scenario, SEC (65), HOST_B, COMMAND_CLOSE, 0);
  scenario->until = SEC (1000);
  return scenario;
}

/* Returns how many checks there were; looks for a reason that the run must have. */
static guint
assert_run (const struct scenario *scenario, enum tcp_reason wanted)
{
  struct sim *sim = sim_new (scenario, 0, NULL);
  const struct trace *trace = sim_trace (sim);
  gboolean found = FALSE;
  guint checks = 0;

  sim_run (sim, scenario->until);
  for (event_id id = 0; id < trace_length (trace); id++)
    {
      checks += assert_event (trace, id);
      found |= trace_get (trace, id)->reason == wanted;
    }
  g_assert_true (found);
  sim_free (sim);
  return checks;
}

static void
test_clean (void)
{
  g_autofree struct scenario *scenario = bulk_new (0, 1);

  g_assert_cmpuint (assert_run (scenario, REASON_STATE_LAST_ACK_ACKED), >, 500);
}

static void
test_lossy (void)
{
  for (uint64_t seed = 1; seed <= 20; seed++)
    {
      g_autofree struct scenario *scenario = bulk_new (seed % 2 ? 20000 : 150000, seed);

      g_assert_cmpuint (assert_run (scenario, REASON_LINK_RANDOM_LOSS), >, 10);
    }
}

/* With all options in use, and with either way of congestion control. */
static void
test_options (void)
{
  for (uint64_t seed = 1; seed <= 20; seed++)
    {
      g_autofree struct scenario *scenario = bulk_new (seed % 2 ? 20000 : 100000, seed);

      for (int host = 0; host < HOST_COUNT; host++)
        {
          scenario->hosts[host].config = seed % 4 < 2 ? tcp_config_linux () : tcp_config_rfc ();
          scenario->hosts[host].config.mss = 500;
          scenario->hosts[host].config.ecn = true;
          scenario->hosts[host].config.rack = seed % 3 > 0;
        }
      g_assert_cmpuint (assert_run (scenario, REASON_UPDATE_SACKED), >, 10);
    }
}

/* CUBIC's arithmetic is shown wherever it acts, by the curve and by what Reno would have. */
static void
test_cubic (void)
{
  g_autofree struct scenario *scenario = bulk_new (20000, 1);
  struct sim *sim;
  const struct trace *trace;
  guint curves = 0, estimates = 0;

  for (int host = 0; host < HOST_COUNT; host++)
    {
      scenario->hosts[host].config = tcp_config_linux ();
      scenario->hosts[host].config.mss = 500;
      scenario->links[host].delay = MS (300);
    }
  sim = sim_new (scenario, 0, NULL);
  trace = sim_trace (sim);
  sim_run (sim, scenario->until);
  for (event_id id = 0; id < trace_length (trace); id++)
    {
      enum tcp_reason reason = trace_get (trace, id)->reason;
      g_autoptr (Explanation) explanation = NULL;

      if (reason != REASON_UPDATE_CUBIC && reason != REASON_UPDATE_CUBIC_RENO_FRIENDLY)
        continue;
      assert_event (trace, id);
      explanation = explain_event (trace, id);
      g_assert_cmpuint (explanation->checks->len, ==, 3);
      const struct explain_check *curve = explanation->checks->pdata[1];
      g_assert_true (g_str_has_prefix (curve->value, "0.4 × ("));
      *(reason == REASON_UPDATE_CUBIC ? &curves : &estimates) += 1;
    }
  g_assert_cmpuint (curves, >, 5);
  g_assert_cmpuint (estimates, >, 5);
  sim_free (sim);
}

/* The programs are silent while the keep-alive asks; then the link breaks. */
static void
test_keepalive (void)
{
  g_autofree struct scenario *scenario = bulk_new (0, 1);

  scenario->command_count = 3;
  for (int host = 0; host < HOST_COUNT; host++)
    {
      scenario->hosts[host].config.keepalive = true;
      scenario->hosts[host].config.keepalive_idle = SEC (10);
    }
  add (scenario, SEC (60), HOST_NONE, COMMAND_LINK_CUT, 1);
  g_assert_cmpuint (assert_run (scenario, REASON_SEND_KEEPALIVE_PROBE), >, 20);
  g_assert_cmpuint (assert_run (scenario, REASON_TIMER_KEEPALIVE_ANSWERED), >, 20);
  g_assert_cmpuint (assert_run (scenario, REASON_STATE_KEEPALIVE_TIMED_OUT), >, 20);
}

/* The link has a smaller MTU than the hosts; with and without the router's reports. */
static void
test_too_big (void)
{
  g_autofree struct scenario *scenario = bulk_new (0, 1);

  for (int host = 0; host < HOST_COUNT; host++)
    {
      scenario->links[host].mtu = 800;
      scenario->links[host].icmp_too_big = host == HOST_A;
    }
  g_assert_cmpuint (assert_run (scenario, REASON_LINK_TOO_BIG), >, 5);
  g_assert_cmpuint (assert_run (scenario, REASON_LINK_TOO_BIG_SILENT), >, 5);
  g_assert_cmpuint (assert_run (scenario, REASON_LINK_REPORTS_TOO_BIG), >, 5);
  g_assert_cmpuint (assert_run (scenario, REASON_LINK_REPORT_ARRIVES), >, 5);
}

/* Somebody guesses, and an old segment turns up. */
static void
test_injected (void)
{
  g_autofree struct scenario *scenario = bulk_new (0, 1);
  struct segment segments[] = {
    { .flags = TCP_RST, .seq = 50000000 },
    { .flags = TCP_RST, .seq = 200 },
    { .flags = TCP_SYN, .seq = 200 },
    { .flags = TCP_ACK, .seq = 101, .ack = 301, .wnd = 8000, .length = 10 },
  };

  scenario->command_count = 2;
  for (unsigned i = 0; i < G_N_ELEMENTS (segments); i++)
    {
      add (scenario, SEC (1 + i), HOST_A, COMMAND_INJECT, 0);
      scenario->commands[scenario->command_count - 1].segment = segments[i];
    }
  g_assert_cmpuint (assert_run (scenario, REASON_LINK_INJECTED), >, 5);
  g_assert_cmpuint (assert_run (scenario, REASON_SEND_CHALLENGE_RST), >, 5);
}

/* An address that is not the host's: it was nobody's name, and what follows is not A's either. */
static void
test_injected_from_nobody (void)
{
  g_autofree struct scenario *scenario = bulk_new (0, 1);
  struct segment forged = { .flags = TCP_SYN, .seq = 200 };

  scenario->command_count = 0;
  add (scenario, 0, HOST_B, COMMAND_LISTEN, 0);
  for (unsigned i = 0; i < 2; i++)
    {
      if (i == 1)
        forged.source = (struct endpoint){ ip_address_v4 (198, 51, 100, 1), 40000 };
      add (scenario, SEC (1 + i), HOST_A, COMMAND_INJECT, 0);
      scenario->commands[scenario->command_count - 1].segment = forged;
    }
  struct sim *sim = sim_new (scenario, 0, NULL);
  const struct trace *trace = sim_trace (sim);
  g_autoptr (GString) titles = g_string_new (NULL);

  sim_run (sim, SEC (3));
  for (event_id id = 0; id < trace_length (trace); id++)
    if (trace_get (trace, id)->kind == TRACE_INJECT || trace_get (trace, id)->reason == REASON_ARRIVE_SYN
        || trace_get (trace, id)->reason == REASON_SEND_SYN_ACK)
      {
        g_autofree char *title = explain_event_title (trace, id);

        g_string_append_printf (titles, "%s\n", title);
      }
  g_assert_cmpstr (titles->str, ==,
                   "Injected in A’s name: SYN\nA’s SYN reaches B\nB answers with SYN and ACK\n"
                   "Injected from an address that nobody has: SYN\n198.51.100.1’s SYN reaches B\n"
                   "B answers with SYN and ACK\n");
  sim_free (sim);
}

/* Both at once: open, then close. */
static void
test_simultaneous (void)
{
  g_autofree struct scenario *scenario = bulk_new (0, 1);

  scenario->command_count = 0;
  scenario->hosts[HOST_A].port = 4000;
  scenario->hosts[HOST_B].port = 5000;
  add (scenario, 0, HOST_A, COMMAND_CONNECT, 0);
  add (scenario, 0, HOST_B, COMMAND_CONNECT, 0);
  add (scenario, SEC (1), HOST_A, COMMAND_CLOSE, 0);
  add (scenario, SEC (1), HOST_B, COMMAND_CLOSE, 0);
  g_assert_cmpuint (assert_run (scenario, REASON_STATE_FIN_CROSSED), >, 20);
}

/* Nobody listens. */
static void
test_refused (void)
{
  g_autofree struct scenario *scenario = bulk_new (0, 1);

  scenario->command_count = 0;
  add (scenario, 0, HOST_A, COMMAND_CONNECT, 0);
  g_assert_cmpuint (assert_run (scenario, REASON_STATE_REFUSED), >, 2);
}

/* While the third segment is under way, only A is ESTABLISHED: it is B's turn. */
static void
test_third_segment (void)
{
  struct scenario *scenario = g_new0 (struct scenario, 1);
  scenario_init (scenario);
  add (scenario, 0, HOST_B, COMMAND_LISTEN, 0);
  add (scenario, 0, HOST_A, COMMAND_CONNECT, 0);
  struct sim *sim = sim_new (scenario, 0, NULL);
  sim_run (sim, MS (120));
  const struct trace *trace = sim_trace (sim);
  event_id id = 0;
  while (trace_get (trace, id)->reason != REASON_SEND_ACK_OF_SYN)
    id++;

  struct explanation *explanation = explain_event (trace, id);
  g_assert_cmpstr (explanation->next_actor, ==, "B’s TCP");
  explanation_free (explanation);
  sim_free (sim);
  g_free (scenario);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/runs/clean", test_clean);
  g_test_add_func ("/explain/runs/lossy", test_lossy);
  g_test_add_func ("/explain/runs/options", test_options);
  g_test_add_func ("/explain/runs/cubic", test_cubic);
  g_test_add_func ("/explain/runs/keepalive", test_keepalive);
  g_test_add_func ("/explain/runs/too-big", test_too_big);
  g_test_add_func ("/explain/runs/injected", test_injected);
  g_test_add_func ("/explain/runs/injected-from-nobody", test_injected_from_nobody);
  g_test_add_func ("/explain/runs/simultaneous", test_simultaneous);
  g_test_add_func ("/explain/runs/refused", test_refused);
  g_test_add_func ("/explain/runs/third-segment", test_third_segment);
  return g_test_run ();
}
