#include "app/inject.h"

#include "explain/template.h"
#include "wire/segment-text.h"

#include <glib/gi18n.h>

#define PROPOSED_WINDOW 8000
#define PROPOSED_SEQ 9000
#define PROPOSED_MSS 1000

/* Nobody's port, and the sequence numbers of a flood. */
#define NOBODY_PORT 40000
#define FLOOD_SEQ_STEP 10000

/* The addresses for examples (RFC 5737, RFC 3849) are nobody's: 198.51.100.n, 2001:db8:dead::n. */
static struct ip_address
nobody (enum ip_family family, unsigned n)
{
  struct ip_address v6 = { .family = IP_V6, .octets = { 0x20, 0x01, 0x0d, 0xb8, 0xde, 0xad } };

  if (family != IP_V6)
    return ip_address_v4 (198, 51, 100, (uint8_t) (1 + n % 254));
  v6.octets[14] = (uint8_t) ((1 + n) >> 8);
  v6.octets[15] = (uint8_t) (1 + n);
  return v6;
}

/* What is written on every SYN; the rest of a segment is the sender's. */
static void
complete (struct segment *segment)
{
  bool syn = (segment->flags & TCP_SYN) != 0;

  segment->options.present = syn ? TCP_OPTION_MSS : 0;
  segment->options.mss = syn ? PROPOSED_MSS : 0;
  if ((segment->flags & TCP_ACK) == 0)
    segment->ack = 0;
}

char *
hs_inject_text (const struct segment *segment)
{
  struct segment whole = *segment;
  char text[SEGMENT_TEXT_SIZE];

  complete (&whole);
  return g_strdup (segment_format (&whole, 0, 0, text));
}

/* How many of those addresses the run has had so far. */
static unsigned
count_nobodies (HsSession *session)
{
  size_t count;
  const struct sim_command *commands = sim_commands (hs_session_get_sim_now (session), &count);
  unsigned nobodies = 0;

  for (size_t i = 0; i < count; i++)
    nobodies += commands[i].kind == COMMAND_INJECT && commands[i].segment.source.address.family != IP_NONE;
  return nobodies;
}

/* The variables of the connection that was active at a host last; NULL when it is none that takes segments. */
static const struct tcp_vars *
vars_of (HsSession *session, unsigned host, struct tcp_vars *kept)
{
  const struct trace *trace = hs_session_get_trace (session);
  event_id event = hs_session_get_event (session);
  const struct tcp_vars *vars = trace != NULL && event != EVENT_NONE ? trace_vars_at (trace, host, event, kept) : NULL;

  return vars != NULL && vars->state != TCP_CLOSED && vars->state != TCP_LISTEN ? vars : NULL;
}

void
hs_inject_propose (HsSession *session, unsigned to, struct segment *segment)
{
  struct tcp_vars kept;
  const struct tcp_vars *vars = vars_of (session, to, &kept);

  *segment = (struct segment){ .flags = TCP_SYN, .seq = PROPOSED_SEQ, .wnd = PROPOSED_WINDOW };
  if (vars == NULL)
    return;
  segment->ack = vars->snd_nxt;
  if (vars->state == TCP_SYN_SENT) /* it knows no number of the other side yet, and accepts what acknowledges its SYN */
    segment->flags = TCP_SYN | TCP_ACK;
  else
    {
      segment->flags = TCP_RST;
      segment->seq = vars->rcv_nxt;
    }
}

/* Also behind a connection that has ended. */
static gboolean
is_listening (HsSession *session, unsigned host)
{
  return sim_call_refusal (hs_session_get_sim_now (session), host, COMMAND_LISTEN) == REASON_CALL_ERROR_EXISTS;
}

char *
hs_inject_hint (HsSession *session, unsigned to)
{
  struct tcp_vars kept;
  const struct trace *trace = hs_session_get_trace (session);
  const struct tcp_vars *vars = vars_of (session, to, &kept);
  const char *name = trace != NULL ? trace_host_const (trace, to)->name : "";

  if (vars == NULL && is_listening (session, to))
    return explain_fill (_ ("{host} listens: a SYN opens a connection."), "host", name, NULL);
  if (vars == NULL)
    return explain_fill (_ ("{host} has no connection and answers with RST."), "host", name, NULL);
  g_autofree char *next = g_strdup_printf ("%u", vars->rcv_nxt);
  g_autofree char *last = g_strdup_printf ("%u", vars->rcv_nxt + (vars->rcv_wnd > 0 ? vars->rcv_wnd - 1 : 0));
  g_autofree char *sent = g_strdup_printf ("%u", vars->snd_nxt);
  if (vars->state == TCP_SYN_SENT)
    return explain_fill (_ ("{host} has sent a SYN and takes an answer with ack = {ack}, whatever its seq."), "host",
                         name, "ack", sent, NULL);
  return explain_fill (_ ("{host} expects seq = {next}; its window goes to {last}. An ack may go up to {ack}."), "host",
                       name, "next", next, "last", last, "ack", sent, NULL);
}

static struct sim_command
command_for (unsigned to, const struct segment *segment)
{
  struct sim_command command
      = { .kind = COMMAND_INJECT, .host = (uint8_t) (1 - to), .copy = EVENT_NONE, .segment = *segment };

  complete (&command.segment);
  return command;
}

static void
set_nobody (HsSession *session, struct sim_command *command, unsigned n)
{
  enum ip_family family = (enum ip_family) sim_scenario (hs_session_get_sim (session))->hosts[0].address.family;

  command->segment.source = (struct endpoint){ .address = nobody (family, n), .port = NOBODY_PORT };
}

gboolean
hs_inject_send (HsSession *session, unsigned to, enum hs_inject_source source, const struct segment *segment,
                char **why)
{
  struct sim_command command = command_for (to, segment);

  if (source == HS_INJECT_FROM_NOBODY)
    set_nobody (session, &command, count_nobodies (session));
  return hs_session_command (session, &command, why);
}

gboolean
hs_inject_flood (HsSession *session, unsigned to, char **why)
{
  struct sim_command commands[HS_INJECT_FLOOD];
  unsigned first = count_nobodies (session);

  for (unsigned i = 0; i < HS_INJECT_FLOOD; i++)
    {
      struct segment syn = { .flags = TCP_SYN, .seq = (first + i + 1) * FLOOD_SEQ_STEP, .wnd = PROPOSED_WINDOW };

      commands[i] = command_for (to, &syn);
      set_nobody (session, &commands[i], first + i);
    }
  return hs_session_commands (session, commands, HS_INJECT_FLOOD, HS_INJECT_FLOOD_GAP, why);
}
