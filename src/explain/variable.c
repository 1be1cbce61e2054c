#include "explain/variable.h"
#include "explain/format.h"
#include "explain/timer.h"
#include "tcp/config.h"

#include <glib/gi18n.h>

/* How a value is written. */
enum value_form
{
  FORM_STATE,
  FORM_PHASE,
  FORM_YES_NO,
  FORM_COUNT,     /* uint8_t */
  FORM_SEND_SEQ,  /* a number of our own stream, counted from ISS */
  FORM_PEER_SEQ,  /* a number of the peer's stream, counted from IRS */
  FORM_SEND_BASE, /* ISS */
  FORM_PEER_BASE, /* IRS */
  FORM_OCTETS,    /* uint32_t; UINT32_MAX is no limit */
  FORM_DURATION,
  FORM_SAMPLE, /* a duration; 0 before the first measurement, or when there is none */
  FORM_TIMER,  /* offset is the timer */

  FORM_SHIFT,      /* uint8_t, of a window scale in use */
  FORM_STAMP,      /* uint32_t, of timestamps in use */
  FORM_STAMP_TIME, /* when it was taken */
  FORM_ALGORITHM,  /* uint8_t, enum tcp_congestion_name */
  FORM_RECOVERY,   /* a number of our own stream, during recovery by SACK */
  FORM_ECHO,       /* a number of our own stream, while ECN is in use */
  FORM_RANGES,     /* of the scoreboard */
  FORM_SEND_UP,    /* a number of our own stream, while something urgent is not acknowledged */
  FORM_PEER_UP,    /* of the peer's, while something urgent is not read */
  FORM_SOME,       /* uint32_t, octets; 0 is none */
  FORM_CURVE_SPAN, /* a duration within a stage of CUBIC */
  FORM_CURVE_TIME, /* when that stage began */
  FORM_RACK_TIME,  /* an instant, once RACK knows something */
  FORM_RACK_SPAN,  /* a duration, then */
  FORM_RACK_COUNT, /* uint8_t, then */
  FORM_RACK_SEQ,   /* a number of our own stream, then */
  FORM_PROBE,      /* a number of our own stream, while a probe is outstanding */
  FORM_FRTO,       /* uint8_t, enum tcp_frto_step */
};

struct variable
{
  enum variable_group group;
  enum value_form form;
  size_t offset; /* in struct tcp_vars */
  const char *name;
  const char *meaning;
};

#define FIELD(field) offsetof (struct tcp_vars, field)
#define TIMER(timer, name, meaning)                                                                                    \
  {                                                                                                                    \
    VARIABLE_TIME, FORM_TIMER, timer, name, meaning                                                                    \
  }

static const struct variable variables[] = {
  { VARIABLE_STATE, FORM_STATE, FIELD (state), N_ ("State"), N_ ("where the connection stands") },
  { VARIABLE_STATE, FORM_YES_NO, FIELD (passive_open), N_ ("Came from LISTEN"), N_ ("it was opened passively") },
  { VARIABLE_STATE, FORM_YES_NO, FIELD (fin_pending), N_ ("FIN pending"),
    N_ ("close was called, the FIN waits behind data") },
  { VARIABLE_STATE, FORM_YES_NO, FIELD (fin_sent), N_ ("FIN sent"), N_ ("our direction ends with this FIN") },
  { VARIABLE_STATE, FORM_YES_NO, FIELD (fin_acked), N_ ("FIN acknowledged"), N_ ("the peer has our FIN") },
  { VARIABLE_STATE, FORM_YES_NO, FIELD (fin_received), N_ ("FIN received"), N_ ("the peer’s direction has ended") },
  { VARIABLE_STATE, FORM_YES_NO, FIELD (window_scale_ok), N_ ("Window scale"), N_ ("both SYNs had the option") },
  { VARIABLE_STATE, FORM_YES_NO, FIELD (snd_ts_ok), "Snd.TS.OK", N_ ("every segment carries timestamps") },
  { VARIABLE_STATE, FORM_YES_NO, FIELD (sack_ok), "SACK", N_ ("both SYNs permitted selective acknowledgments") },
  { VARIABLE_STATE, FORM_YES_NO, FIELD (ecn_ok), "ECN", N_ ("routers may mark congestion, both sides tell of it") },

  { VARIABLE_SEND, FORM_SEND_SEQ, FIELD (snd_una), "SND.UNA", N_ ("oldest number sent and not acknowledged") },
  { VARIABLE_SEND, FORM_SEND_SEQ, FIELD (snd_nxt), "SND.NXT", N_ ("next number to send") },
  { VARIABLE_SEND, FORM_SEND_SEQ, FIELD (snd_max), "SND.MAX", N_ ("the number after the highest ever sent") },
  { VARIABLE_SEND, FORM_OCTETS, FIELD (snd_wnd), "SND.WND", N_ ("octets the peer has room for, from SND.UNA on") },
  { VARIABLE_SEND, FORM_PEER_SEQ, FIELD (snd_wl1), "SND.WL1", N_ ("SEG.SEQ of the last window update") },
  { VARIABLE_SEND, FORM_SEND_SEQ, FIELD (snd_wl2), "SND.WL2", N_ ("SEG.ACK of the last window update") },
  { VARIABLE_SEND, FORM_OCTETS, FIELD (max_snd_wnd), "MAX.SND.WND", N_ ("largest window the peer ever offered") },
  { VARIABLE_SEND, FORM_SEND_BASE, FIELD (iss), "ISS", N_ ("our initial sequence number") },
  { VARIABLE_SEND, FORM_SHIFT, FIELD (snd_wind_shift), "Snd.Wind.Shift",
    N_ ("bits by which the peer’s window fields are shifted") },
  { VARIABLE_SEND, FORM_OCTETS, FIELD (eff_snd_mss), "Eff.snd.MSS", N_ ("most octets in one segment to the peer") },
  { VARIABLE_SEND, FORM_SEND_UP, FIELD (snd_up), "SND.UP", N_ ("number behind the last urgent octet") },
  { VARIABLE_SEND, FORM_OCTETS, FIELD (path_mtu), "PMTU", N_ ("largest packet that the path is thought to carry") },
  { VARIABLE_SEND, FORM_SOME, FIELD (mtu_ceiling), N_ ("Search up to"), N_ ("no larger packet is probed for") },
  { VARIABLE_SEND, FORM_SOME, FIELD (mtu_probe), N_ ("Probe out"), N_ ("size of the packet that tries the path") },

  { VARIABLE_RECEIVE, FORM_PEER_SEQ, FIELD (rcv_nxt), "RCV.NXT", N_ ("next number expected from the peer") },
  { VARIABLE_RECEIVE, FORM_OCTETS, FIELD (rcv_wnd), "RCV.WND", N_ ("octets we have room for, from RCV.NXT on") },
  { VARIABLE_RECEIVE, FORM_PEER_UP, FIELD (rcv_up), "RCV.UP", N_ ("number behind the peer’s last urgent octet") },
  { VARIABLE_RECEIVE, FORM_SOME, FIELD (urgent_left), N_ ("Urgent to read"), N_ ("octets up to that number") },
  { VARIABLE_RECEIVE, FORM_PEER_SEQ, FIELD (last_ack_sent), N_ ("Last ACK sent"),
    N_ ("what the peer knows to have arrived") },
  { VARIABLE_RECEIVE, FORM_PEER_BASE, FIELD (irs), "IRS", N_ ("the peer’s initial sequence number") },
  { VARIABLE_RECEIVE, FORM_OCTETS, FIELD (receive_mss), "RMSS", N_ ("largest segment we announced to take") },
  { VARIABLE_RECEIVE, FORM_SHIFT, FIELD (rcv_wind_shift), "Rcv.Wind.Shift",
    N_ ("bits by which our window fields are shifted") },
  { VARIABLE_RECEIVE, FORM_YES_NO, FIELD (ecn_echo), N_ ("Echoes congestion"),
    N_ ("a router’s mark came: ECE on every ACK until CWR") },
  { VARIABLE_RECEIVE, FORM_STAMP, FIELD (ts_recent), "TS.Recent", N_ ("the peer’s timestamp that we echo") },
  { VARIABLE_RECEIVE, FORM_STAMP_TIME, FIELD (ts_recent_at), N_ ("TS.Recent taken"),
    N_ ("when that timestamp came; after 24 days it proves nothing") },

  { VARIABLE_TIME, FORM_DURATION, FIELD (rto), "RTO", N_ ("wait for an ACK before sending again") },
  { VARIABLE_TIME, FORM_SAMPLE, FIELD (last_rtt), "RTT", N_ ("last measured round trip") },
  { VARIABLE_TIME, FORM_SAMPLE, FIELD (srtt), "SRTT", N_ ("smoothed round trip") },
  { VARIABLE_TIME, FORM_SAMPLE, FIELD (rttvar), "RTTVAR", N_ ("how much the round trip varies") },
  { VARIABLE_TIME, FORM_COUNT, FIELD (backoff), N_ ("Backoff"), N_ ("how often the RTO was doubled") },
  { VARIABLE_TIME, FORM_SAMPLE, FIELD (user_timeout), N_ ("User timeout"),
    N_ ("how long text may stay unacknowledged before we give up") },
  TIMER (TCP_TIMER_RTO, N_ ("RTO timer"), N_ ("sends the oldest segment again")),
  TIMER (TCP_TIMER_PERSIST, N_ ("Persist timer"), N_ ("sends a window probe")),
  TIMER (TCP_TIMER_DELAYED_ACK, N_ ("Delayed-ACK timer"), N_ ("sends the ACK that waits")),
  TIMER (TCP_TIMER_2MSL, N_ ("2MSL timer"), N_ ("ends TIME-WAIT")),
  TIMER (TCP_TIMER_USER, N_ ("User timer"), N_ ("gives up, as the program asked")),
  TIMER (TCP_TIMER_SWS, N_ ("Override timer"), N_ ("sends a small segment after all")),
  TIMER (TCP_TIMER_FIN_WAIT_2, N_ ("FIN-WAIT-2 timer"), N_ ("ends FIN-WAIT-2 without a FIN")),
  TIMER (TCP_TIMER_KEEPALIVE, N_ ("Keep-alive timer"), N_ ("asks whether the peer is there")),
  TIMER (TCP_TIMER_REORDERING, N_ ("Reordering timer"), N_ ("RACK: takes what is missing for lost")),
  TIMER (TCP_TIMER_PTO, N_ ("PTO timer"), N_ ("sends a tail loss probe")),
  { VARIABLE_TIME, FORM_RACK_TIME, FIELD (rack_xmit_ts), "RACK.xmit_ts",
    N_ ("when the latest-sent of all that arrived had been sent") },
  { VARIABLE_TIME, FORM_RACK_SPAN, FIELD (rack_rtt), "RACK.rtt", N_ ("its round trip") },
  { VARIABLE_TIME, FORM_RACK_SPAN, FIELD (rack_min_rtt), "RACK.min_RTT", N_ ("smallest round trip of late") },
  { VARIABLE_TIME, FORM_RACK_SPAN, FIELD (rack_reo_wnd), "RACK.reo_wnd",
    N_ ("how long what was overtaken may still arrive") },
  { VARIABLE_TIME, FORM_RACK_COUNT, FIELD (reo_wnd_mult), "RACK.reo_wnd_mult",
    N_ ("that in quarters of the smallest round trip") },
  { VARIABLE_TIME, FORM_RACK_COUNT, FIELD (reo_wnd_persist), "RACK.reo_wnd_persist",
    N_ ("recoveries until that is one again") },
  { VARIABLE_TIME, FORM_COUNT, FIELD (keepalive_probes), N_ ("Unanswered probes"), N_ ("of the keep-alive, in a row") },

  { VARIABLE_CONGESTION, FORM_PHASE, FIELD (phase), N_ ("Phase"), N_ ("what the sender is doing about congestion") },
  { VARIABLE_CONGESTION, FORM_ALGORITHM, FIELD (congestion_name), N_ ("Algorithm"), N_ ("how cwnd grows and falls") },
  { VARIABLE_CONGESTION, FORM_OCTETS, FIELD (cwnd), "cwnd", N_ ("octets that congestion control allows in flight") },
  { VARIABLE_CONGESTION, FORM_OCTETS, FIELD (ssthresh), "ssthresh", N_ ("where slow start ends") },
  { VARIABLE_CONGESTION, FORM_OCTETS, FIELD (flight_size), "FlightSize", N_ ("octets sent and not acknowledged") },
  { VARIABLE_CONGESTION, FORM_OCTETS, FIELD (dupacks), N_ ("Duplicate ACKs"), N_ ("counted in a row") },
  { VARIABLE_CONGESTION, FORM_SEND_SEQ, FIELD (recover), "recover", N_ ("recovery ends when this is acknowledged") },
  { VARIABLE_CONGESTION, FORM_OCTETS, FIELD (retransmissions), N_ ("Sent again"), N_ ("segments so far") },
  { VARIABLE_CONGESTION, FORM_OCTETS, FIELD (pipe), "pipe", N_ ("octets thought to be in the network") },
  { VARIABLE_CONGESTION, FORM_OCTETS, FIELD (sacked), N_ ("Reported by SACK"),
    N_ ("octets that the peer holds beyond a gap") },
  { VARIABLE_CONGESTION, FORM_RANGES, 0, N_ ("Scoreboard"), N_ ("which they are: first to last, lowest ranges first") },
  { VARIABLE_CONGESTION, FORM_OCTETS, FIELD (lost), N_ ("Taken for lost"),
    N_ ("octets that count as lost and were not sent again yet") },
  { VARIABLE_CONGESTION, FORM_RECOVERY, FIELD (high_rxt), "HighRxt",
    N_ ("recovery by SACK has sent again what lies below") },
  { VARIABLE_CONGESTION, FORM_YES_NO, FIELD (rescue_sent), N_ ("Rescue sent"),
    N_ ("this recovery has repeated the last segment to be safe") },
  { VARIABLE_CONGESTION, FORM_YES_NO, FIELD (rack_ok), "RACK", N_ ("losses are found by time") },
  { VARIABLE_CONGESTION, FORM_RACK_SEQ, FIELD (rack_fack), "RACK.fack", N_ ("number after the highest that arrived") },
  { VARIABLE_CONGESTION, FORM_YES_NO, FIELD (reordering_seen), N_ ("Reordering seen"),
    N_ ("segments of this connection have overtaken each other") },
  { VARIABLE_CONGESTION, FORM_PROBE, FIELD (tlp_end_seq), "TLP.end_seq",
    N_ ("a tail loss probe is out, sent when this was the next number") },
  { VARIABLE_CONGESTION, FORM_FRTO, FIELD (frto_step), "F-RTO", N_ ("is the sender finding out about a timeout?") },
  { VARIABLE_CONGESTION, FORM_YES_NO, FIELD (ecn_held), N_ ("Held by ECN"),
    N_ ("cwnd cannot fall, so nothing goes before the RTO runs out") },
  { VARIABLE_CONGESTION, FORM_YES_NO, FIELD (ecn_cwr_due), N_ ("CWR due"),
    N_ ("the next new text says that cwnd fell") },
  { VARIABLE_CONGESTION, FORM_ECHO, FIELD (ecn_until), N_ ("Reacted up to"),
    N_ ("an echo counts again when more than this is acknowledged") },
  { VARIABLE_CONGESTION, FORM_SOME, FIELD (cubic_w_max), "W_max", N_ ("CUBIC: cwnd before its last reduction") },
  { VARIABLE_CONGESTION, FORM_SOME, FIELD (cubic_w_est), "W_est", N_ ("CUBIC: the cwnd that Reno would have") },
  { VARIABLE_CONGESTION, FORM_CURVE_SPAN, FIELD (cubic_k), "K", N_ ("CUBIC: time from the epoch back to W_max") },
  { VARIABLE_CONGESTION, FORM_CURVE_TIME, FIELD (cubic_epoch), N_ ("Epoch"),
    N_ ("CUBIC: when this congestion avoidance began") },

  { VARIABLE_QUEUES, FORM_OCTETS, FIELD (syn_octets), N_ ("Went with the SYN"),
    N_ ("octets of Fast Open, before the handshake was done") },
  { VARIABLE_QUEUES, FORM_OCTETS, FIELD (unsent), N_ ("Not yet sent"), N_ ("octets in the send buffer") },
  { VARIABLE_QUEUES, FORM_OCTETS, FIELD (unread), N_ ("Not yet read"), N_ ("octets that the program can read") },
  { VARIABLE_QUEUES, FORM_OCTETS, FIELD (out_of_order), N_ ("Behind a gap"),
    N_ ("octets held until the gap is filled") },
};

const char *
explain_variable_group_name (enum variable_group group)
{
  switch (group)
    {
    case VARIABLE_STATE:
      return _ ("State");
    case VARIABLE_SEND:
      return _ ("Send");
    case VARIABLE_RECEIVE:
      return _ ("Receive");
    case VARIABLE_TIME:
      return _ ("Time");
    case VARIABLE_CONGESTION:
      return _ ("Congestion");
    case VARIABLE_QUEUES:
      return _ ("Queues");
    }
  return "";
}

size_t
explain_variable_count (void)
{
  return G_N_ELEMENTS (variables);
}

enum variable_group
explain_variable_group (size_t variable)
{
  return variables[variable].group;
}

const char *
explain_variable_name (size_t variable)
{
  return _ (variables[variable].name);
}

const char *
explain_variable_meaning (size_t variable)
{
  return _ (variables[variable].meaning);
}

static char *
format_sequence (uint32_t number, uint32_t base, enum explain_numbers numbers)
{
  return g_strdup_printf ("%u", numbers == EXPLAIN_NUMBERS_RELATIVE ? number - base : number);
}

static char *
format_timer (const struct tcp_vars *vars, size_t timer)
{
  g_autofree char *deadline = NULL;

  if (vars->timer_deadline[timer] == VTIME_NEVER)
    return g_strdup (_ ("off"));
  deadline = explain_format_instant (vars->timer_deadline[timer]);
  return g_strdup_printf (_ ("until %s"), deadline);
}

/* Before a SYN has come there is no IRS to count from, and no number of the peer's. */
static bool
has_peer_numbers (const struct tcp_vars *vars)
{
  return vars->state != TCP_CLOSED && vars->state != TCP_LISTEN && vars->state != TCP_SYN_SENT;
}

static char *
format_number (const struct variable *it, const struct tcp_vars *vars, uint32_t number, enum explain_numbers numbers)
{
  switch (it->form)
    {
    case FORM_SEND_SEQ:
    case FORM_SEND_UP:
    case FORM_RECOVERY:
    case FORM_ECHO:
    case FORM_RACK_SEQ:
    case FORM_PROBE:
      return format_sequence (number, vars->iss, numbers);
    case FORM_PEER_SEQ:
    case FORM_PEER_UP:
      return has_peer_numbers (vars) || number != 0 ? format_sequence (number, vars->irs, numbers) : g_strdup ("–");
    case FORM_PEER_BASE:
      return has_peer_numbers (vars) || number != 0 ? g_strdup_printf ("%u", number) : g_strdup ("–");
    case FORM_SEND_BASE:
    case FORM_STAMP:
      return g_strdup_printf ("%u", number);
    default:
      return number == UINT32_MAX ? g_strdup (_ ("no limit")) : explain_format_count (number);
    }
}

static char *
format_ranges (const struct tcp_vars *vars, enum explain_numbers numbers)
{
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < vars->sacked_ranges; i++)
    {
      g_autofree char *first = format_sequence (vars->sacked_range[i][0], vars->iss, numbers);
      g_autofree char *last = format_sequence (vars->sacked_range[i][1] - 1, vars->iss, numbers);
      g_string_append_printf (text, "%s%s–%s", i > 0 ? ", " : "", first, last);
    }
  return g_string_free (text, FALSE);
}

/* Some variables mean something only while an option or an algorithm is at work. */
static bool
has_value (const struct variable *it, const struct tcp_vars *vars)
{
  switch (it->form)
    {
    case FORM_SAMPLE:
      return *(const int64_t *) (const void *) ((const uint8_t *) vars + it->offset) != 0;
    case FORM_SEND_UP:
      return vars->snd_up != vars->snd_una;
    case FORM_PEER_UP:
      return vars->urgent_left > 0;
    case FORM_SHIFT:
      return vars->window_scale_ok;
    case FORM_STAMP:
    case FORM_STAMP_TIME:
      return vars->snd_ts_ok;
    case FORM_RECOVERY:
      return vars->sack_ok && !vars->rack_ok && vars->phase == TCP_FAST_RECOVERY;
    case FORM_RACK_TIME:
    case FORM_RACK_SPAN:
    case FORM_RACK_COUNT:
    case FORM_RACK_SEQ:
      return vars->rack_ok && vars->reo_wnd_mult > 0;
    case FORM_PROBE:
      return vars->probe_outstanding;
    case FORM_ECHO:
      return vars->ecn_ok;
    case FORM_RANGES:
      return vars->sacked_ranges > 0;
    case FORM_SOME:
      return *(const uint32_t *) (const void *) ((const uint8_t *) vars + it->offset) != 0;
    case FORM_CURVE_SPAN:
    case FORM_CURVE_TIME:
      return vars->congestion_name == TCP_CONGESTION_CUBIC && vars->cubic_epoch != VTIME_NEVER;
    default:
      return true;
    }
}

static const char *
frto_words (uint8_t step)
{
  switch ((enum tcp_frto_step) step)
    {
    case TCP_FRTO_OFF:
      return _ ("no");
    case TCP_FRTO_RESENT:
      return _ ("awaits the first ACK");
    case TCP_FRTO_FORWARD:
      return _ ("sends new octets");
    case TCP_FRTO_SENT:
      return _ ("awaits the second ACK");
    }
  return "";
}

char *
explain_variable_value (size_t variable, const struct tcp_vars *vars, enum explain_numbers numbers)
{
  const struct variable *it = &variables[variable];
  const uint8_t *field = (const uint8_t *) vars + it->offset;

  if (!has_value (it, vars))
    return g_strdup ("–");
  switch (it->form)
    {
    case FORM_STATE:
      return g_strdup (tcp_state_name (*field));
    case FORM_PHASE:
      return g_strdup (explain_phase_name (*field));
    case FORM_ALGORITHM:
      return g_strdup (*field == TCP_CONGESTION_CUBIC ? "CUBIC" : "Reno");
    case FORM_YES_NO:
      return g_strdup (*field != 0 ? _ ("yes") : _ ("no"));
    case FORM_FRTO:
      return g_strdup (frto_words (*field));
    case FORM_COUNT:
    case FORM_RACK_COUNT:
    case FORM_SHIFT:
      return g_strdup_printf ("%u", *field);
    case FORM_TIMER:
      return format_timer (vars, it->offset);
    case FORM_RANGES:
      return format_ranges (vars, numbers);
    case FORM_DURATION:
    case FORM_SAMPLE:
    case FORM_CURVE_SPAN:
    case FORM_RACK_SPAN:
      return explain_format_duration (*(const int64_t *) (const void *) field);
    case FORM_STAMP_TIME:
    case FORM_CURVE_TIME:
    case FORM_RACK_TIME:
      return explain_format_instant (*(const vtime *) (const void *) field);
    default:
      return format_number (it, vars, *(const uint32_t *) (const void *) field, numbers);
    }
}
