#include "tcp/fast-open.h"

#include "tcp/keyed-hash.h"
#include "tcp/options.h"
#include "tcp/report.h"
#include "wire/tcp-options.h"

#include <string.h>

void
tcp_fast_open_make_cookie (const struct ip_address *client, const uint64_t secret[2],
                           uint8_t cookie[static TCP_FAST_OPEN_COOKIE_OCTETS])
{
  struct endpoint nobody = { .port = 0 };
  struct endpoint somebody = { .address = *client };
  uint64_t words[] = { 0 };
  uint64_t hash = tcp_keyed_hash (&nobody, &somebody, words, 1, secret);
  for (int i = 0; i < TCP_FAST_OPEN_COOKIE_OCTETS; i++)
    cookie[i] = (uint8_t) (hash >> (8 * i));
}

/* What the options of our SYN leave of a segment of the size that the host takes. */
static uint32_t
room_in_syn (const struct tcb *tcb, vtime now)
{
  struct segment syn = { .flags = TCP_SYN };
  uint8_t octets[TCP_OPTIONS_MAX];
  size_t length;
  tcp_options_add (tcb, &syn, now);
  if (!tcp_options_write (&syn.options, octets, &length) || length >= tcb->eff_snd_mss)
    return 0;
  return tcb->eff_snd_mss - (uint32_t) length;
}

uint32_t
tcp_fast_open_prepare (struct tcb *tcb, const struct tcp_fast_open_memory *memory, vtime now)
{
  struct tcp_fast_open *fast_open = &tcb->fast_open;
  if (!tcb->config.fast_open_client)
    return 0;
  fast_open->asks = memory == NULL;
  if (memory == NULL || tcb->send_ring.length == 0)
    return 0;
  tcb_expect_mss (tcb, memory->mss);
  fast_open->length = memory->length;
  memcpy (fast_open->cookie, memory->cookie, memory->length);
  uint32_t room = room_in_syn (tcb, now);
  fast_open->octets = tcb->send_ring.length < room ? (uint32_t) tcb->send_ring.length : room;
  if (fast_open->octets == 0)
    fast_open->length = 0;
  return fast_open->octets;
}

/* Our SYN asks or shows its cookie the first time only: it may have been lost for its option (§4.1.3). */
void
tcp_fast_open_add (const struct tcb *tcb, struct segment *segment)
{
  const struct tcp_fast_open *fast_open = &tcb->fast_open;
  bool answers = (segment->flags & TCP_ACK) != 0;
  bool grants = answers && tcb->passive_open && fast_open->length > 0;
  bool opens = !answers && tcb->syn_resent == 0 && (fast_open->asks || fast_open->length > 0);
  if (!grants && !opens)
    return;
  segment->options.present |= TCP_OPTION_FAST_OPEN;
  segment->options.fast_open_length = fast_open->length;
  memcpy (segment->options.fast_open_cookie, fast_open->cookie, fast_open->length);
}

void
tcp_fast_open_learn (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  struct tcp_fast_open *fast_open = &tcb->fast_open;
  bool wanted = fast_open->asks || fast_open->length > 0;
  bool there = (segment->options.present & TCP_OPTION_FAST_OPEN) != 0 && segment->options.fast_open_length > 0;
  if (!wanted || !there || (segment->flags & TCP_ACK) == 0)
    return;
  fast_open->learned = true;
  fast_open->length = segment->options.fast_open_length;
  memcpy (fast_open->cookie, segment->options.fast_open_cookie, fast_open->length);
  tcp_report_update (tcb, REASON_UPDATE_FAST_OPEN_LEARNED, 0, step);
}

/* RFC 9293 §3.10.7.3 lets a SYN+ACK acknowledge less than the SYN brought; §4.2.2 here says what to do. The window and
 * the MSS that hold now decide how the text goes. */
void
tcp_fast_open_take_back (struct tcb *tcb, uint32_t ack, struct tcp_step *step)
{
  if (tcb->passive_open || tcb->fast_open.octets == 0 || seq_geq (ack, tcb->snd_nxt))
    return;
  uint32_t octets = tcb->snd_nxt - ack;
  sent_queue_take_back (&tcb->sent, ack);
  tcb->snd_nxt = ack;
  tcb->fast_open.octets -= octets;
  tcb->fast_open.in_part = true;
  tcp_report_update (tcb, REASON_UPDATE_FAST_OPEN_TEXT_AGAIN, octets, step);
}
