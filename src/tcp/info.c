#include "tcp/info.h"

#include "tcp/send-limit.h"
#include "tcp/stack-sockets.h"

/* Duplicate ACKs that mean a loss (RFC 5681 §3.2, DupThresh of RFC 6675). */
#define DUPLICATES 3

/* The MSS that may be expected before any text came (MUST-15). */
#define EXPECTED_MSS 536

static uint8_t
state_of (enum tcp_state state)
{
  static const uint8_t states[TCP_STATE_COUNT] = {
    [TCP_CLOSED] = TCP_INFO_CLOSE,
    [TCP_LISTEN] = TCP_INFO_LISTEN,
    [TCP_SYN_SENT] = TCP_INFO_SYN_SENT,
    [TCP_SYN_RECEIVED] = TCP_INFO_SYN_RECV,
    [TCP_ESTABLISHED] = TCP_INFO_ESTABLISHED,
    [TCP_FIN_WAIT_1] = TCP_INFO_FIN_WAIT1,
    [TCP_FIN_WAIT_2] = TCP_INFO_FIN_WAIT2,
    [TCP_CLOSE_WAIT] = TCP_INFO_CLOSE_WAIT,
    [TCP_CLOSING] = TCP_INFO_CLOSING,
    [TCP_LAST_ACK] = TCP_INFO_LAST_ACK,
    [TCP_TIME_WAIT] = TCP_INFO_TIME_WAIT,
  };
  return states[state];
}

static uint8_t
ca_state_of (const struct tcb *tcb)
{
  const struct congestion *congestion = &tcb->congestion;
  if (congestion->phase == TCP_FAST_RECOVERY)
    return TCP_INFO_CA_RECOVERY;
  if (congestion->phase == TCP_LOSS)
    return TCP_INFO_CA_LOSS;
  if (congestion->echoed && tcb_flight (tcb) > 0 && seq_lt (tcb->snd_una, congestion->echo_until))
    return TCP_INFO_CA_CWR;
  return congestion->dupacks > 0 || tcb->sent.sacked > 0 ? TCP_INFO_CA_DISORDER : TCP_INFO_CA_OPEN;
}

/* All text of our SYN was acknowledged, or the peer's was delivered. */
static bool
is_syn_text_taken (const struct tcb *tcb)
{
  return tcb->fast_open.octets > 0 && !tcb->fast_open.in_part && tcb->state != TCP_SYN_SENT;
}

static uint8_t
options_of (const struct tcb *tcb)
{
  unsigned options = 0;
  options |= tcb->timestamps.ok ? TCP_INFO_TIMESTAMPS : 0;
  options |= tcb->sack_ok ? TCP_INFO_SACK : 0;
  options |= tcb->window_scale_ok ? TCP_INFO_WSCALE : 0;
  options |= tcb->ecn.ok ? TCP_INFO_ECN : 0;
  options |= tcb->ecn.ok && tcb->counters.ecn_seen ? TCP_INFO_ECN_SEEN : 0;
  options |= is_syn_text_taken (tcb) ? TCP_INFO_SYN_DATA : 0;
  return (uint8_t) options;
}

static uint32_t
bounded (int64_t value)
{
  return value < UINT32_MAX ? (uint32_t) value : UINT32_MAX;
}

static uint32_t
microseconds (vtime duration)
{
  return bounded (duration / US (1));
}

/* Milliseconds since a moment, or since the connection began when that never was. */
static uint32_t
milliseconds_since (const struct tcb *tcb, vtime at, vtime now)
{
  if (tcb->counters.segs_in + tcb->counters.segs_out == 0)
    return 0;
  return bounded ((now - (at >= 0 ? at : tcb->counters.opened_at)) / MS (1));
}

/* A tail loss probe goes again without a sign of a loss. */
static bool
is_probe (const struct tcb *tcb, const struct sent_segment *segment)
{
  return tcb->tail_loss.outstanding && segment->seq + segment->len == tcb->tail_loss.end_seq;
}

/* What is in flight, by segments as they were sent. */
static void
fill_flight (const struct tcb *tcb, struct tcp_stack_info *info)
{
  for (size_t i = 0; i < tcb->sent.length; i++)
    {
      const struct sent_segment *segment = sent_queue_at (&tcb->sent, i);
      info->unacked++;
      info->sacked += segment->sacked;
      bool again = segment->copies > 1 && !segment->lost && !segment->sacked;
      info->lost += segment->lost || (again && !is_probe (tcb, segment));
      info->retrans += again;
    }
  const struct sent_segment *front = sent_queue_front (&tcb->sent);
  info->retransmits = front != NULL ? front->timeouts : 0;
}

static void
fill_times (const struct tcb *tcb, vtime now, struct tcp_stack_info *info)
{
  const struct tcp_counters *counters = &tcb->counters;
  info->rto = microseconds (tcb->rtt.rto);
  info->ato = tcb->config.delayed_ack ? microseconds (tcb->config.delayed_ack_time) : 0;
  info->rtt = microseconds (tcb->rtt.srtt);
  info->rttvar = microseconds (tcb->rtt.rttvar);
  info->rcv_rtt = microseconds (tcb->receiver_rtt.srtt);
  info->min_rtt = tcb->rtt.least > 0 ? microseconds (tcb->rtt.least) : UINT32_MAX;
  info->backoff = tcb->rtt.backoff;
  info->last_data_sent = milliseconds_since (tcb, counters->last_data_sent, now);
  info->last_ack_sent = milliseconds_since (tcb, counters->last_ack_sent, now);
  info->last_data_recv = milliseconds_since (tcb, counters->last_data_received, now);
  info->last_ack_recv = milliseconds_since (tcb, tcb->heard_at > 0 ? tcb->heard_at : -1, now);
}

/* Linux's busy time holds the other two. */
static void
fill_limits (const struct tcb *tcb, vtime now, struct tcp_stack_info *info)
{
  const struct tcp_send_limits *limits = &tcb->send_limits;
  info->rwnd_limited = (uint64_t) (tcp_send_limit_time (limits, TCP_LIMIT_WINDOW, now) / US (1));
  info->sndbuf_limited = (uint64_t) (tcp_send_limit_time (limits, TCP_LIMIT_BUFFER, now) / US (1));
  info->busy_time = (uint64_t) (tcp_send_limit_time (limits, TCP_LIMIT_PATH, now) / US (1)) + info->rwnd_limited
                    + info->sndbuf_limited;
}

static void
fill_timeouts (const struct tcp_counters *counters, vtime now, struct tcp_stack_info *info)
{
  vtime going_on = counters->timed_out_at >= 0 ? now - counters->timed_out_at : 0;
  info->total_rto = counters->timeouts;
  info->total_rto_recoveries = counters->first_timeouts;
  info->total_rto_time = bounded ((counters->timed_out + going_on) / MS (1));
}

static void
fill_sizes (const struct tcb *tcb, struct tcp_stack_info *info)
{
  const struct congestion *congestion = &tcb->congestion;
  uint32_t mss = tcb->eff_snd_mss > 0 ? tcb->eff_snd_mss : 1;
  uint32_t expected = tcb->receive_mss < EXPECTED_MSS ? tcb->receive_mss : EXPECTED_MSS;
  uint32_t largest = tcb->counters.largest_text;
  info->snd_mss = tcb->eff_snd_mss;
  info->rcv_mss = largest > expected ? largest : expected;
  info->advmss = tcb->receive_mss;
  info->pmtu = tcb->path_mtu.mtu;
  info->snd_cwnd = congestion->cwnd / mss;
  info->snd_ssthresh = congestion->ssthresh == UINT32_MAX ? TCP_INFO_INFINITE_SSTHRESH : congestion->ssthresh / mss;
  info->reordering = DUPLICATES;
  info->rcv_ssthresh = tcb->config.receive_buffer;
  info->rcv_space = (uint32_t) byte_ring_space (&tcb->receive_ring);
  info->snd_wscale = tcb->snd_wind_shift;
  info->rcv_wscale = tcb->rcv_wind_shift;
  info->snd_wnd = tcb->snd_wnd;
  info->rcv_wnd = tcb->rcv_wnd;
  info->notsent_bytes = tcb_unsent (tcb);
}

static void
fill_counts (const struct tcb *tcb, struct tcp_stack_info *info)
{
  const struct tcp_counters *counters = &tcb->counters;
  uint8_t keepalives = tcb->keepalive_probes;
  info->probes = keepalives > counters->window_probes ? keepalives : counters->window_probes;
  info->total_retrans = tcb->retransmissions;
  info->segs_out = counters->segs_out;
  info->segs_in = counters->segs_in;
  info->data_segs_out = counters->data_segs_out;
  info->data_segs_in = counters->data_segs_in;
  info->bytes_sent = counters->bytes_sent;
  info->bytes_retrans = counters->bytes_retrans;
  info->bytes_acked = counters->bytes_acked;
  info->bytes_received = counters->bytes_received;
  info->dsack_dups = counters->dsack_dups;
  info->reord_seen = counters->reordered;
  info->delivered = tcb->sent.delivered;
  info->rcv_ooopack = counters->rcv_ooopack;
}

bool
tcp_stack_info (const struct tcp_stack *stack, int number, vtime now, struct tcp_stack_info *info)
{
  const struct socket *socket = stack_find_number (stack, number);
  if (socket == NULL)
    return false;
  const struct tcb *tcb = &socket->tcb;
  *info = (struct tcp_stack_info){ .state = state_of (tcb->state), .options = options_of (tcb) };
  fill_times (tcb, now, info);
  fill_limits (tcb, now, info);
  fill_timeouts (&tcb->counters, now, info);
  fill_sizes (tcb, info);
  fill_counts (tcb, info);
  fill_flight (tcb, info);
  if (tcb->state == TCP_LISTEN)
    {
      info->unacked = stack_accept_queue (socket);
      info->sacked = socket->backlog;
    }
  else
    info->ca_state = ca_state_of (tcb);
  return true;
}
