#include "tcp/syn-cookies.h"

#include "tcp/checks.h"
#include "tcp/engine.h"
#include "tcp/keyed-hash.h"
#include "tcp/options.h"
#include "tcp/receive.h"
#include "tcp/report.h"
#include "tcp/transmit.h"

/* The fields of the number. */
#define COUNT_SHIFT 27
#define COUNT_MASK 31
#define MSS_SHIFT 24
#define MSS_MASK 7
#define HASH_MASK 0xffffff

/* Counts back to which a cookie is good. */
#define AGE_MAX 1

/* The fields of the timestamp. */
#define STAMP_MASK 63
#define STAMP_NO_SCALE 15
#define STAMP_SACK 16
#define STAMP_ECN 32

/* A cookie names the largest of these that is not above the peer's MSS. */
static const uint16_t sizes[MSS_MASK + 1] = { 28, 256, 536, 1000, 1220, 1360, 1440, 1460 };

static uint32_t
size_index (uint32_t mss)
{
  uint32_t index = MSS_MASK;
  while (index > 0 && sizes[index] > mss)
    index--;
  return index;
}

/* segment: of the peer; irs: the number of its SYN. */
static uint32_t
make_cookie (const struct segment *segment, uint32_t irs, vtime count, uint32_t index, const uint64_t secret[2])
{
  uint64_t words[] = { (uint64_t) count << 3 | index, irs };
  uint32_t hash = (uint32_t) tcp_keyed_hash (&segment->destination, &segment->source, words, 2, secret);
  return (uint32_t) (count & COUNT_MASK) << COUNT_SHIFT | index << MSS_SHIFT | (hash & HASH_MASK);
}

/* --- the SYN --- */

static bool
has_lost_options (const struct tcb *child)
{
  return child->window_scale_ok || child->sack_ok || child->ecn.ok;
}

/* What no timestamp carries is not agreed on. */
static void
forget_options (struct tcb *child)
{
  child->window_scale_ok = false;
  child->snd_wind_shift = 0;
  child->rcv_wind_shift = 0;
  child->sack_ok = false;
  child->ecn.ok = false;
}

/* The latest timestamp, not after now, that ends in the options: later ones must not be below it (RFC 7323 §5.3). */
static uint32_t
stamp_options (const struct tcb *child, uint32_t ts_val)
{
  uint32_t bits = child->window_scale_ok ? child->snd_wind_shift : STAMP_NO_SCALE;
  bits |= (child->sack_ok ? STAMP_SACK : 0) | (child->ecn.ok ? STAMP_ECN : 0);
  uint32_t stamp = (ts_val & ~(uint32_t) STAMP_MASK) | bits;
  return seq_gt (stamp, ts_val) ? stamp - (STAMP_MASK + 1) : stamp;
}

void
tcp_syn_cookie_answer (struct tcb *listener, const struct segment *syn, struct tcp_step *step)
{
  /* What a child would agree on; it owns nothing and is gone with this call. */
  struct tcb child = *listener;
  tcb_set_remote (&child, &syn->source);
  tcb_take_syn_options (&child, syn, step->now);
  if (!child.timestamps.ok && has_lost_options (&child))
    {
      tcp_report_update (listener, REASON_UPDATE_SYN_COOKIE_OPTIONS_LOST, 0, step);
      forget_options (&child);
    }
  struct segment answer = {
    .source = syn->destination,
    .destination = syn->source,
    .seq = make_cookie (syn, syn->seq, step->now / TCP_SYN_COOKIE_PERIOD, size_index (child.send_mss),
                        listener->config.iss_secret),
    .ack = syn->seq + 1,
    .wnd = (uint16_t) tcp_receive_first_window (&child),
    .flags = TCP_SYN | TCP_ACK | (child.ecn.ok ? TCP_ECE : 0),
  };
  tcp_options_add (&child, &answer, step->now);
  if (child.timestamps.ok)
    answer.options.ts_val = stamp_options (&child, answer.options.ts_val);
  tcp_transmit_segment (listener, &answer, REASON_SEND_SYN_COOKIE, step);
}

/* --- the ACK --- */

enum tcp_syn_cookie_verdict
tcp_syn_cookie_judge (const struct tcb *listener, const struct segment *segment, vtime now)
{
  uint32_t cookie = segment->ack - 1;
  vtime count = now / TCP_SYN_COOKIE_PERIOD;
  vtime age = (count - (vtime) (cookie >> COUNT_SHIFT)) & COUNT_MASK;
  uint32_t index = cookie >> MSS_SHIFT & MSS_MASK;
  if (cookie != make_cookie (segment, segment->seq - 1, count - age, index, listener->config.iss_secret))
    return TCP_SYN_COOKIE_FORGED;
  return age > AGE_MAX ? TCP_SYN_COOKIE_STALE : TCP_SYN_COOKIE_GOOD;
}

/* The SYN as far as cookie and timestamp tell of it. */
static struct segment
recall_syn (const struct segment *segment)
{
  struct segment syn = {
    .source = segment->source,
    .destination = segment->destination,
    .seq = segment->seq - 1,
    .wnd = segment->wnd,
    .flags = TCP_SYN,
  };
  syn.options.present = TCP_OPTION_MSS;
  syn.options.mss = sizes[(segment->ack - 1) >> MSS_SHIFT & MSS_MASK];
  if ((segment->options.present & TCP_OPTION_TIMESTAMPS) == 0)
    return syn;
  uint32_t bits = segment->options.ts_ecr & STAMP_MASK;
  syn.options.present |= TCP_OPTION_TIMESTAMPS;
  syn.options.ts_val = segment->options.ts_val;
  syn.options.window_scale = bits & STAMP_NO_SCALE;
  if (syn.options.window_scale != STAMP_NO_SCALE)
    syn.options.present |= TCP_OPTION_WINDOW_SCALE;
  if ((bits & STAMP_SACK) != 0)
    syn.options.present |= TCP_OPTION_SACK_PERMITTED;
  if ((bits & STAMP_ECN) != 0)
    syn.flags |= TCP_ECE | TCP_CWR;
  return syn;
}

void
tcp_syn_cookie_open (struct tcb *child, const struct segment *segment, struct tcp_step *step)
{
  struct segment syn = recall_syn (segment);
  step->window = syn.wnd;
  child->state = TCP_LISTEN;
  child->passive_open = true;
  child->from_cookie = true;
  tcb_set_remote (child, &syn.source);
  tcb_take_syn_options (child, &syn, step->now);
  if (!child->timestamps.ok)
    forget_options (child);
  tcb_set_iss (child, segment->ack - 1);
  child->snd_nxt = child->iss + 1;
  child->snd_max = child->snd_nxt;
  tcb_set_irs (child, syn.seq);
  child->last_ack_sent = child->rcv_nxt;
  tcp_take_first_window (child, &syn, step);
  tcb_enter (child, TCP_SYN_RECEIVED, REASON_STATE_SYN_COOKIE, step);
  tcp_options_report_agreed (child, step);
  tcp_segment_arrives (child, segment, step);
}
