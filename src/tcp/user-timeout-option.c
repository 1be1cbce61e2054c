#include "tcp/user-timeout-option.h"

#include "tcp/options.h"
#include "tcp/report.h"
#include "tcp/timers.h"
#include "wire/tcp-options.h"

#define OPTION_OCTETS 4

/* However small a segment is, most of it stays for text. */
#define SMALLEST_SEGMENT (2 * OPTION_OCTETS)

/* RFC 5482 §3.3: 15 bits of seconds, or of minutes when the first bit is set. Rounded up: advice never asks for less.
 */
static uint16_t
encode (vtime timeout)
{
  vtime seconds = (timeout + SEC (1) - 1) / SEC (1);
  vtime minutes = (seconds + 59) / 60;
  if (seconds <= TCP_USER_TIMEOUT_VALUE)
    return (uint16_t) seconds;
  return TCP_USER_TIMEOUT_MINUTES | (uint16_t) (minutes < TCP_USER_TIMEOUT_VALUE ? minutes : TCP_USER_TIMEOUT_VALUE);
}

void
tcp_uto_open (struct tcb *tcb)
{
  tcb->uto.advertised = tcb->config.uto ? tcb->config.user_timeout : 0;
  tcb->uto.due = tcb->uto.advertised > 0;
}

static bool
has_room (const struct tcb *tcb, const struct segment *segment)
{
  uint8_t octets[TCP_OPTIONS_MAX];
  size_t length;
  if (!tcp_options_write (&segment->options, octets, &length))
    return false;
  bool syn = (segment->flags & TCP_SYN) != 0;
  return syn || segment->length + length - tcp_options_overhead (tcb) <= tcb->eff_snd_mss;
}

void
tcp_uto_add (const struct tcb *tcb, struct segment *segment)
{
  bool syn = (segment->flags & TCP_SYN) != 0;
  bool wanted = syn ? tcb->uto.advertised > 0 : tcb->uto.due && (segment->flags & TCP_RST) == 0;
  if (!wanted)
    return;
  segment->options.present |= TCP_OPTION_USER_TIMEOUT;
  segment->options.user_timeout = encode (tcb->uto.advertised);
  if (!has_room (tcb, segment))
    segment->options.present &= (uint8_t) ~TCP_OPTION_USER_TIMEOUT;
}

uint32_t
tcp_uto_reserve (const struct tcb *tcb)
{
  return tcb->uto.due && tcb->eff_snd_mss > SMALLEST_SEGMENT ? OPTION_OCTETS : 0;
}

void
tcp_uto_told (struct tcb *tcb, const struct segment *segment)
{
  bool there = (segment->options.present & TCP_OPTION_USER_TIMEOUT) != 0;
  tcb->uto.due = tcb->uto.due && !(there && (segment->flags & TCP_SYN) == 0);
}

static vtime
longer (vtime a, vtime b)
{
  return a > b ? a : b;
}

/* USER_TIMEOUT = min (U_LIMIT, max (ADV_UTO, REMOTE_UTO, L_LIMIT)). */
static vtime
choose_timeout (const struct tcb *tcb, vtime remote)
{
  vtime timeout = longer (longer (tcb->uto.advertised, remote), tcb->config.uto_least);
  return timeout < tcb->config.uto_most ? timeout : tcb->config.uto_most;
}

static void
set_timeout (struct tcb *tcb, vtime timeout, struct tcp_step *step)
{
  tcb->config.user_timeout = timeout;
  /* R2 would end the connection before the user timeout that was asked for. */
  tcb->config.r2 = longer (tcb->config.r2, timeout);
  tcp_report_update (tcb, REASON_UPDATE_USER_TIMEOUT_TAKEN, 0, step);
  if (tcp_timer_runs (tcb, TCP_TIMER_USER))
    tcp_timer_start (tcb, TCP_TIMER_USER, timeout, REASON_TIMER_USER_START, step);
}

void
tcp_uto_take (struct tcb *tcb, const struct segment *segment, struct tcp_step *step)
{
  if (!tcb->config.uto || (segment->options.present & TCP_OPTION_USER_TIMEOUT) == 0)
    return;
  vtime remote = SEC ((vtime) tcp_user_timeout_seconds (segment->options.user_timeout));
  vtime timeout = choose_timeout (tcb, remote);
  if (remote == 0) /* §3.4 */
    tcp_report_update (tcb, REASON_UPDATE_USER_TIMEOUT_RESERVED, 0, step);
  else if (!tcb->config.uto_changeable)
    tcp_report_update (tcb, REASON_UPDATE_USER_TIMEOUT_KEPT, 0, step);
  else if (timeout != tcb->config.user_timeout)
    set_timeout (tcb, timeout, step);
}
