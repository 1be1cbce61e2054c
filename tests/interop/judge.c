#include "judge.h"

#include "counters.h"

#include <stdarg.h>
#include <string.h>

/* So much of what one side sends is enough for a link that loses 1 % to lose something. */
#define MUCH (1024 * 1024)

void
judge_blame (struct judge *judge, const char *format, ...)
{
  va_list arguments;

  if (judge->outcome->verdict == VERDICT_BAD)
    return;
  judge->outcome->verdict = VERDICT_BAD;
  va_start (arguments, format);
  g_vsnprintf (judge->outcome->why, sizeof judge->outcome->why, format, arguments);
  va_end (arguments);
}

/* --- what arrived, and how it ended --- */

static void
judge_refusal (struct judge *judge)
{
  unsigned refused = judge->row->peer_listens ? our_side_refused (judge->ours)
                     : judge->report != NULL  ? judge->report->refused
                                              : 0;

  if (refused != judge->row->connections)
    judge_blame (judge, "%u of %u connections were refused", refused, judge->row->connections);
}

/* With what one needs to see which side waits for what. */
static void
blame_connection (struct judge *judge, unsigned good, const struct our_connection *bad)
{
  struct tcp_vars vars = { 0 };

  tcp_stack_vars (judge->ours->stack, bad->socket, &vars);
  judge_blame (judge,
               "%u of %u connections are good on our side; that of port %u sent %" G_GUINT64_FORMAT
               ", read %" G_GUINT64_FORMAT ", is %s with error %d, SND.UNA %u, SND.NXT %u, SND.WND %u, RCV.NXT %u, "
               "RCV.WND %u, cwnd %u, RTO %" G_GINT64_FORMAT " ms, sent again %u",
               good, judge->row->connections, PORT_CONNECT + bad->program.index, bad->program.sent, bad->program.read,
               tcp_state_name (tcp_stack_state (judge->ours->stack, bad->socket)),
               (int) tcp_stack_error (judge->ours->stack, bad->socket), vars.snd_una - vars.iss,
               vars.snd_nxt - vars.iss, vars.snd_wnd, vars.rcv_nxt - vars.irs, vars.rcv_wnd, vars.cwnd,
               vars.rto / MS (1), (unsigned) vars.retransmissions);
}

static void
judge_contents (struct judge *judge)
{
  const struct our_connection *bad;
  unsigned good = our_side_good (judge->ours, &bad);

  if (bad != NULL)
    blame_connection (judge, good, bad);
  else if (good != judge->row->connections)
    judge_blame (judge, "%u of %u connections exist on our side", good, judge->row->connections);
  else if (judge->report == NULL)
    judge_blame (judge, "the peer did not come to an end");
  else if (judge->report->error != 0 || judge->report->good != judge->row->connections)
    judge_blame (judge, "%u of %u connections are good on the peer's side, which read %" G_GUINT64_FORMAT ", error %d",
                 judge->report->good, judge->row->connections, judge->report->read, judge->report->error);
}

static void
judge_act (struct judge *judge)
{
  const guint64 *happened = judge->ours->happened;

  if (judge->row->act == ACT_CLOSE_TOGETHER && happened[REASON_STATE_FIN_CROSSED] != judge->row->connections)
    judge_blame (judge, "the FINs did not cross");
  if (judge->row->act == ACT_PEER_DOES_NOT_READ && happened[REASON_SEND_WINDOW_PROBE] == 0)
    judge_blame (judge, "we did not probe the closed window");
  if (judge->row->act == ACT_WE_DO_NOT_READ && !our_side_has_closed_windows (judge->ours))
    judge_blame (judge, "our window did not close");
}

static void
judge_link (struct judge *judge)
{
  const struct program_plan *plan = &judge->ours->plan;
  guint64 connections = judge->row->connections;
  bool lossy = judge->row->link.loss > 0 || judge->row->link.corrupt > 0;

  if (lossy && plan->sends * connections >= MUCH && judge->outcome->ours_again == 0)
    judge_blame (judge, "we sent nothing again");
  if (judge->row->link.corrupt > 0 && judge->in->damaged > 0 && plan->reads * connections >= MUCH
      && judge->ours->happened[REASON_DISCARD_CHECKSUM] == 0)
    judge_blame (judge, "we found no damaged segment");
}

/* --- what was negotiated --- */

static bool
is_said (const char *words, const char *word)
{
  g_auto (GStrv) list = g_strsplit (words, " ", -1);

  return g_strv_contains ((const char *const *) list, word);
}

static void
judge_option (struct judge *judge, const char *name, bool agreed, bool we_say, bool kernel_says)
{
  if (we_say != agreed || kernel_says != agreed)
    judge_blame (judge, "%s should be %d, is %d for us and %d for the kernel: %s", name, agreed, we_say, kernel_says,
                 judge->report->ss);
}

static void
judge_options (struct judge *judge)
{
  const struct tcp_vars *vars = &judge->ours->middle;
  const struct offers *ours = &judge->row->ours, *theirs = &judge->row->theirs;
  const char *ss = judge->report->ss;
  g_autofree char *scale = g_strdup_printf ("wscale:%u,%u", vars->rcv_wind_shift, vars->snd_wind_shift);

  if (!judge->ours->middle_seen || ss[0] == '\0')
    {
      judge_blame (judge, "ss did not see the connection");
      return;
    }
  judge_option (judge, "window scale", ours->window_scale && theirs->window_scale, vars->window_scale_ok,
                strstr (ss, "wscale:") != NULL);
  judge_option (judge, "SACK", ours->sack && theirs->sack, vars->sack_ok, is_said (ss, "sack"));
  judge_option (judge, "timestamps", ours->timestamps && theirs->timestamps, vars->snd_ts_ok, is_said (ss, "ts"));
  /* A SYN that is sent again does without (RFC 3168 §6.1.1.1), and each side goes by those that it saw. */
  if (judge->openings <= judge->row->connections)
    judge_option (judge, "ECN", ours->ecn && theirs->ecn, vars->ecn_ok, is_said (ss, "ecn"));
  if (vars->window_scale_ok && !is_said (ss, scale))
    judge_blame (judge, "the shifts should be %s: %s", scale, ss);
}

static void
tell_options (struct judge *judge)
{
  const struct tcp_vars *vars = &judge->ours->middle;
  GString *words = g_string_new (NULL);

  if (vars->window_scale_ok)
    g_string_append_printf (words, " wscale:%u,%u", vars->snd_wind_shift, vars->rcv_wind_shift);
  g_string_append (words, vars->sack_ok ? " sack" : "");
  g_string_append (words, vars->snd_ts_ok ? " ts" : "");
  g_string_append (words, vars->ecn_ok ? " ecn" : "");
  g_strlcpy (judge->outcome->negotiated, words->len > 0 ? words->str + 1 : "-", sizeof judge->outcome->negotiated);
  g_string_free (words, TRUE);
}

/* --- what the kernel counted --- */

/* Counters that have to be 0 or above 0. */
static void
judge_counter (struct judge *judge, GHashTable *counters, const char *name, bool some)
{
  guint64 count = counters_get (counters, name);

  if ((count > 0) != some)
    judge_blame (judge, "the kernel's %s is %" G_GUINT64_FORMAT, name, count);
}

static void
judge_aborts (struct judge *judge, GHashTable *counters)
{
  static const char *const aborts[] = { "TcpExtTCPAbortOnClose",  "TcpExtTCPAbortOnMemory", "TcpExtTCPAbortOnTimeout",
                                        "TcpExtTCPAbortOnLinger", "TcpExtTCPAbortFailed",   "TcpExtListenDrops",
                                        "TcpExtListenOverflows",  "TcpExtTCPSACKReneging",  "TcpAttemptFails" };

  for (gsize i = 0; i < G_N_ELEMENTS (aborts); i++)
    if (judge->row->act != ACT_NOBODY_LISTENS)
      judge_counter (judge, counters, aborts[i], false);
  /* Linux believes no report of a duplicate that the network has made. */
  if (judge->row->link.duplicate == 0)
    judge_counter (judge, counters, "TcpExtTCPSACKDiscard", false);
  judge_counter (judge, counters, "TcpExtTCPAbortOnData", judge->row->act == ACT_PEER_RESETS);
  judge_counter (judge, counters, "TcpEstabResets",
                 judge->row->act == ACT_PEER_RESETS || judge->row->act == ACT_WE_RESET);
}

static void
judge_transfer (struct judge *judge, GHashTable *counters)
{
  const struct row *row = judge->row;
  bool much = judge->ours->plan.reads * row->connections >= MUCH;

  judge_counter (judge, counters, "TcpInCsumErrors", judge->out->damaged > 0);
  if ((row->link.loss > 0 || row->link.corrupt > 0) && much)
    judge_counter (judge, counters, "TcpRetransSegs", true);
  if (row->link.loss > 0 && much && judge->ours->middle.sack_ok)
    judge_counter (judge, counters, "TcpExtTCPSackRecovery", true);
  if (row->link.loss > 0 && much && !judge->ours->middle.sack_ok)
    judge_counter (judge, counters, "TcpExtTCPRenoRecovery", true);
  if (row->act == ACT_PEER_DOES_NOT_READ)
    judge_counter (judge, counters, "TcpExtTCPToZeroWindowAdv", true);
  if (row->act == ACT_WE_DO_NOT_READ)
    judge_counter (judge, counters, "TcpExtTCPWinProbe", true);
  if (judge->ours->middle.ecn_ok)
    judge_counter (judge, counters, row->v6 ? "Ip6InECT0Pkts" : "IpExtInECT0Pkts", true);
}

static void
judge_kernel (struct judge *judge)
{
  g_autoptr (GHashTable) counters = counters_nstat ();
  struct outcome *outcome = judge->outcome;

  outcome->theirs_again = counters_get (counters, "TcpRetransSegs");
  outcome->theirs_timeouts = counters_get (counters, "TcpExtTCPTimeouts");
  outcome->ours_needless
      = counters_get (counters, "TcpExtTCPDSACKOldSent") + counters_get (counters, "TcpExtTCPDSACKOfoSent");
  outcome->theirs_needless
      = counters_get (counters, "TcpExtTCPDSACKRecv") + counters_get (counters, "TcpExtTCPDSACKOfoRecv");
  if (outcome->verdict == VERDICT_BAD)
    return;
  judge_aborts (judge, counters);
  if (judge->row->act == ACT_NOBODY_LISTENS)
    return;
  judge_options (judge);
  judge_transfer (judge, counters);
}

void
judge_row (struct judge *judge)
{
  if (judge->row->act == ACT_NOBODY_LISTENS)
    judge_refusal (judge);
  else
    {
      judge_contents (judge);
      judge_act (judge);
      judge_link (judge);
    }
  tell_options (judge);
  if (judge->row->peer == PEER_KERNEL)
    judge_kernel (judge);
}
