#include "tcp/icmp.h"

#include "tcp/path-mtu.h"
#include "tcp/report.h"

/* What a message says in terms of TCP. */
struct meaning
{
  enum tcp_reason notice;
  enum tcp_error error;
  bool hard;
};

/* RFC 9293 §3.9.2.2 has codes 0, 1 and 5 as soft and 2 to 4 as hard; the later ones are treated as common systems do.
 */
static struct meaning
unreachable (uint8_t code)
{
  switch ((enum icmp_unreachable) code)
    {
    case ICMP_NET_UNREACHABLE:
    case ICMP_NET_UNKNOWN:
    case ICMP_NET_UNREACHABLE_FOR_TOS:
      return (struct meaning){ REASON_NOTICE_NETWORK_UNREACHABLE, TCP_ERROR_NETWORK_UNREACHABLE, false };
    case ICMP_PROTOCOL_UNREACHABLE:
      return (struct meaning){ REASON_NOTICE_PROTOCOL_UNREACHABLE, TCP_ERROR_NO_PROTOCOL, true };
    case ICMP_PORT_UNREACHABLE:
      return (struct meaning){ REASON_NOTICE_PORT_UNREACHABLE, TCP_ERROR_REFUSED, true };
    case ICMP_FRAGMENTATION_NEEDED:
      return (struct meaning){ REASON_NOTICE_TOO_BIG, TCP_ERROR_TOO_BIG, true };
    case ICMP_NET_PROHIBITED:
    case ICMP_HOST_PROHIBITED:
    case ICMP_PROHIBITED:
      return (struct meaning){ REASON_NOTICE_PROHIBITED, TCP_ERROR_PROHIBITED, false };
    default:
      return (struct meaning){ REASON_NOTICE_HOST_UNREACHABLE, TCP_ERROR_HOST_UNREACHABLE, false };
    }
}

static struct meaning
unreachable_v6 (uint8_t code)
{
  switch ((enum icmpv6_unreachable) code)
    {
    case ICMPV6_NO_ROUTE:
      return (struct meaning){ REASON_NOTICE_NETWORK_UNREACHABLE, TCP_ERROR_NETWORK_UNREACHABLE, false };
    case ICMPV6_PROHIBITED:
      return (struct meaning){ REASON_NOTICE_PROHIBITED, TCP_ERROR_PROHIBITED, true }; /* RFC 5461 §2.1 */
    case ICMPV6_POLICY:
    case ICMPV6_REJECTED:
      return (struct meaning){ REASON_NOTICE_PROHIBITED, TCP_ERROR_PROHIBITED, false };
    case ICMPV6_PORT_UNREACHABLE:
      return (struct meaning){ REASON_NOTICE_PORT_UNREACHABLE, TCP_ERROR_REFUSED, true };
    default:
      return (struct meaning){ REASON_NOTICE_HOST_UNREACHABLE, TCP_ERROR_HOST_UNREACHABLE, false };
    }
}

static const struct meaning TOO_BIG = { REASON_NOTICE_TOO_BIG, TCP_ERROR_TOO_BIG, false };
static const struct meaning TIME_EXCEEDED = { REASON_NOTICE_TIME_EXCEEDED, TCP_ERROR_HOST_UNREACHABLE, false };
static const struct meaning PARAMETER_PROBLEM = { REASON_NOTICE_PARAMETER_PROBLEM, TCP_ERROR_PROTOCOL, false };
static const struct meaning NOTHING = { REASON_COUNT, TCP_OK, false };

static struct meaning
meaning_of_v4 (const struct icmp_error *error)
{
  switch ((enum icmp_type) error->type)
    {
    case ICMP_UNREACHABLE:
      return unreachable (error->code);
    case ICMP_TIME_EXCEEDED:
      return TIME_EXCEEDED;
    case ICMP_PARAMETER_PROBLEM:
      return PARAMETER_PROBLEM;
    default:
      return NOTHING;
    }
}

static struct meaning
meaning_of_v6 (const struct icmp_error *error)
{
  switch ((enum icmpv6_type) error->type)
    {
    case ICMPV6_UNREACHABLE:
      return unreachable_v6 (error->code);
    case ICMPV6_PACKET_TOO_BIG:
      return TOO_BIG;
    case ICMPV6_TIME_EXCEEDED:
      return TIME_EXCEEDED;
    case ICMPV6_PARAMETER_PROBLEM:
      return PARAMETER_PROBLEM;
    default:
      return NOTHING;
    }
}

/* RFC 5927 §4.1: who cannot see the connection cannot know its numbers. SND.NXT itself is what a segment without text
 * carries, such as an ACK that the path does not let through. */
static bool
is_credible (const struct tcb *tcb, uint32_t seq)
{
  return seq_leq (tcb->snd_una, seq) && seq_leq (seq, tcb->snd_max);
}

static bool
is_source_quench (const struct icmp_error *error)
{
  return error->from.family == IP_V4 && error->type == ICMP_SOURCE_QUENCH;
}

static bool
is_too_big (const struct icmp_error *error)
{
  if (error->from.family == IP_V6)
    return error->type == ICMPV6_PACKET_TOO_BIG;
  return error->type == ICMP_UNREACHABLE && error->code == ICMP_FRAGMENTATION_NEEDED;
}

static bool
ends_connection (const struct tcb *tcb, bool hard)
{
  bool opening = tcb->state == TCP_SYN_SENT || tcb->state == TCP_SYN_RECEIVED;
  if (hard)
    return opening || tcb->config.icmp_hard_aborts;
  return opening && !tcb_is_early (tcb) && tcb->config.icmp_soft_aborts;
}

static void
end (struct tcb *tcb, const struct meaning *meaning, struct tcp_step *step)
{
  if (tcb_is_embryo (tcb))
    {
      tcb_return_to_listen (tcb, step);
      return;
    }
  tcb_end (tcb, meaning->error, REASON_STATE_UNREACHABLE, step);
  tcp_report_notice (tcb, meaning->notice, step);
}

void
tcp_icmp_error (struct tcb *tcb, const struct icmp_error *error, struct tcp_step *step)
{
  struct meaning meaning = error->from.family == IP_V6 ? meaning_of_v6 (error) : meaning_of_v4 (error);
  if (!is_credible (tcb, error->seq))
    tcp_report_discard (tcb, REASON_DISCARD_ICMP_SEQ, NULL, step);
  else if (is_source_quench (error)) /* MUST-55 */
    tcp_report_discard (tcb, REASON_DISCARD_SOURCE_QUENCH, NULL, step);
  else if (is_too_big (error) && tcb->config.path_mtu_discovery)
    tcp_path_mtu_too_big (tcb, error, step);
  else if (meaning.notice == REASON_COUNT)
    tcp_report_discard (tcb, REASON_DISCARD_ICMP_OTHER, NULL, step);
  else if (ends_connection (tcb, meaning.hard))
    end (tcb, &meaning, step);
  else if (!tcb->config.icmp_reports)
    tcp_report_update (tcb, REASON_UPDATE_ICMP_UNREPORTED, 0, step);
  else
    {
      tcb->soft_error = meaning.error;
      tcp_report_notice (tcb, meaning.notice, step);
    }
}
