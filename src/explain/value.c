#include "explain/value.h"
#include "explain/format.h"
#include "explain/segment-name.h"
#include "explain/timer.h"

#include <glib/gi18n.h>
#include <string.h>

static char *
number (uint32_t value)
{
  return g_strdup_printf ("%u", value);
}

static char *
octets (uint32_t value)
{
  return value == UINT32_MAX ? g_strdup (_ ("no limit")) : explain_format_octets (value);
}

static char *
host (const struct explain_context *c)
{
  return g_strdup (c->host);
}

static char *
peer (const struct explain_context *c)
{
  return g_strdup (c->peer);
}

/* A segment that arrives was sent by the peer. */
static bool
sent_by_peer (const struct explain_context *c)
{
  return c->event->kind == TRACE_ARRIVE || c->event->kind == TRACE_DISCARD;
}

static char *
from (const struct explain_context *c)
{
  return sent_by_peer (c) ? peer (c) : host (c);
}

static char *
to (const struct explain_context *c)
{
  return sent_by_peer (c) ? host (c) : peer (c);
}

static char *
seq (const struct explain_context *c)
{
  return c->segment != NULL ? number (c->segment->seq) : NULL;
}

static char *
ack (const struct explain_context *c)
{
  return c->segment != NULL ? number (c->segment->ack) : NULL;
}

static char *
next (const struct explain_context *c)
{
  return c->segment != NULL ? number (c->segment->seq + segment_len (c->segment)) : NULL;
}

static char *
last (const struct explain_context *c)
{
  return c->segment != NULL ? number (c->segment->seq + MAX (c->segment->length, 1) - 1) : NULL;
}

static char *
tsval (const struct explain_context *c)
{
  return c->segment != NULL && (c->segment->options.present & TCP_OPTION_TIMESTAMPS)
             ? number (c->segment->options.ts_val)
             : NULL;
}

static char *
window (const struct explain_context *c)
{
  return c->segment != NULL ? octets (c->segment->wnd) : NULL;
}

static char *
segment (const struct explain_context *c)
{
  return c->segment != NULL ? g_strdup (explain_segment_name (c->segment)) : NULL;
}

static char *
line (const struct explain_context *c)
{
  return c->segment != NULL ? explain_segment_line (c->segment) : NULL;
}

/* Of the segment that the event is about, else of the event: calls and deliveries. */
static char *
event_octets (const struct explain_context *c)
{
  return octets (c->segment_is_own ? c->segment->length : c->event->octets);
}

static char *
offset (const struct explain_context *c)
{
  return number (c->event->octets);
}

/* What the packet takes on the wire, and what the link would have let pass. */
static char *
packet (const struct explain_context *c)
{
  size_t length = 0;

  return trace_packet (c->trace, c->id, &length) != NULL ? octets ((uint32_t) length) : NULL;
}

static char *
mtu (const struct explain_context *c)
{
  return octets (c->event->octets);
}

static char *
before (const struct explain_context *c)
{
  return g_strdup (tcp_state_name (c->event->before));
}

static char *
after (const struct explain_context *c)
{
  return g_strdup (tcp_state_name (c->event->after));
}

static char *
timer (const struct explain_context *c)
{
  return g_strdup (explain_timer_name (c->event->timer));
}

static char *
until (const struct explain_context *c)
{
  return c->event->until != VTIME_NEVER ? explain_format_instant (c->event->until) : NULL;
}

static char *
duration (const struct explain_context *c)
{
  return c->event->until != VTIME_NEVER ? explain_format_duration (c->event->until - c->event->at) : NULL;
}

static char *
una_before (const struct explain_context *c)
{
  return c->arrived_at != NULL ? number (c->arrived_at->snd_una) : NULL;
}

/* The window when the segment arrived: what was checked. */
static const struct tcp_vars *
checked_vars (const struct explain_context *c)
{
  return c->arrived_at != NULL ? c->arrived_at : c->vars;
}

static char *
rcv_nxt (const struct explain_context *c)
{
  return checked_vars (c) != NULL ? number (checked_vars (c)->rcv_nxt) : NULL;
}

static char *
rcv_wnd (const struct explain_context *c)
{
  return checked_vars (c) != NULL ? octets (checked_vars (c)->rcv_wnd) : NULL;
}

#define OF_VARS(name, form, field)                                                                                     \
  static char *name (const struct explain_context *c)                                                                  \
  {                                                                                                                    \
    return c->vars != NULL ? form (c->vars->field) : NULL;                                                             \
  }

OF_VARS (una, number, snd_una)
OF_VARS (nxt, number, snd_nxt)
OF_VARS (snd_wnd, octets, snd_wnd)
OF_VARS (cwnd, octets, cwnd)
OF_VARS (ssthresh, octets, ssthresh)
OF_VARS (unsent, octets, unsent)
OF_VARS (dupacks, number, dupacks)
OF_VARS (rto, explain_format_duration, rto)
OF_VARS (srtt, explain_format_duration, srtt)
OF_VARS (rttvar, explain_format_duration, rttvar)
OF_VARS (user_timeout, explain_format_duration, user_timeout)
OF_VARS (rtt, explain_format_duration, last_rtt)

struct named_value
{
  const char *name;
  char *(*make) (const struct explain_context *context);
};

static const struct named_value values[] = {
  { "host", host },
  { "peer", peer },
  { "from", from },
  { "to", to },
  { "seq", seq },
  { "ack", ack },
  { "next", next },
  { "last", last },
  { "window", window },
  { "tsval", tsval },
  { "segment", segment },
  { "line", line },
  { "octets", event_octets },
  { "offset", offset },
  { "packet", packet },
  { "mtu", mtu },
  { "before", before },
  { "after", after },
  { "timer", timer },
  { "until", until },
  { "duration", duration },
  { "una_before", una_before },
  { "una", una },
  { "nxt", nxt },
  { "rcv_nxt", rcv_nxt },
  { "rcv_wnd", rcv_wnd },
  { "snd_wnd", snd_wnd },
  { "cwnd", cwnd },
  { "ssthresh", ssthresh },
  { "unsent", unsent },
  { "dupacks", dupacks },
  { "rto", rto },
  { "srtt", srtt },
  { "rttvar", rttvar },
  { "rtt", rtt },
  { "user_timeout", user_timeout },
};

char *
explain_value (void *user, const char *name, size_t length)
{
  for (size_t i = 0; i < G_N_ELEMENTS (values); i++)
    if (strlen (values[i].name) == length && memcmp (values[i].name, name, length) == 0)
      {
        char *text = values[i].make (user);

        return text != NULL ? text : g_strdup ("?");
      }
  return NULL;
}

const char *
explain_value_name (size_t index)
{
  return index < G_N_ELEMENTS (values) ? values[index].name : NULL;
}
