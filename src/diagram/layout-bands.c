/* The states of a host as bands below each other. */
#include "diagram/layout.h"

#include <math.h>

#define BAND_HEIGHT_MIN 1.0 /* px; a state that lasts no time has no band */

const char *
band_name (enum tcp_state state)
{
  static const char *const names[TCP_STATE_COUNT] = {
    [TCP_CLOSED] = "CLOSED",         [TCP_LISTEN] = "LISTEN",           [TCP_SYN_SENT] = "SYN-SENT",
    [TCP_SYN_RECEIVED] = "SYN-RCVD", [TCP_ESTABLISHED] = "ESTABLISHED", [TCP_FIN_WAIT_1] = "FIN-WAIT-1",
    [TCP_FIN_WAIT_2] = "FIN-WAIT-2", [TCP_CLOSE_WAIT] = "CLOSE-WAIT",   [TCP_CLOSING] = "CLOSING",
    [TCP_LAST_ACK] = "LAST-ACK",     [TCP_TIME_WAIT] = "TIME-WAIT",
  };

  return names[state];
}

static struct band *
last_band (const struct diagram *diagram, unsigned host)
{
  return &diagram->shapes.bands[host].items[diagram->shapes.bands[host].length - 1];
}

void
bands_begin (struct diagram *diagram)
{
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      *array_add (&diagram->shapes.bands[host]) = (struct band){
        .extent = { .top = diagram->frame.top, .bottom = diagram->frame.top, .reach = INFINITY },
        .event = EVENT_NONE,
        .from = -1, /* also seen by a view that stands before the first instant */
        .to = VTIME_NEVER,
        .state = TCP_CLOSED,
      };
    }
}

static void
see_knowledge (struct diagram *diagram, const struct band *band)
{
  if (band->knowledge == KNOWLEDGE_INFERRED)
    diagram->seen |= SEEN_INFERRED;
  if (band->knowledge == KNOWLEDGE_UNKNOWN)
    diagram->seen |= SEEN_UNKNOWN;
}

static void
fill_band (struct diagram *diagram, struct band *band, const struct trace_event *event)
{
  struct tcp_vars kept;
  const struct tcp_vars *vars = trace_vars (diagram->trace, event->id, &kept);

  band->event = event->id;
  band->state = trace_state_at (diagram->trace, event->host, event->id);
  band->knowledge = event->knowledge;
  see_knowledge (diagram, band);
  band->fin_pending = vars != NULL && vars->fin_pending && !vars->fin_sent;
  band->fin_sent = band->fin_pending ? INFINITY : 0;
}

static void
note_state (struct host_layout *host, const struct trace_event *event)
{
  host->has_state = true;
  host->opened_actively |= event->after == TCP_SYN_SENT;
  host->opened_passively |= event->after == TCP_LISTEN;
}

void
bands_take_before (struct diagram *diagram, const struct trace_event *event)
{
  if (!trace_shows_state (diagram->trace, event->id))
    return;
  note_state (&diagram->hosts[event->host], event);
  fill_band (diagram, last_band (diagram, event->host), event);
}

void
bands_see_first (struct diagram *diagram)
{
  for (unsigned host = 0; host < HOST_COUNT; host++)
    see_knowledge (diagram, &diagram->shapes.bands[host].items[0]);
}

void
bands_take (struct diagram *diagram, const struct trace_event *event, double y)
{
  struct host_layout *host = &diagram->hosts[event->host];
  struct band *last = last_band (diagram, event->host);

  /* A trace that begins with a connection that is there already. */
  if (!host->has_state && event->before != TCP_CLOSED)
    {
      last->state = event->before;
      last->knowledge = event->knowledge;
    }
  note_state (host, event);

  /* The same again, as captures tell it: the band goes on. */
  if (last->state == event->after && last->knowledge == event->knowledge && event->before == event->after)
    {
      if (last->event == EVENT_NONE)
        last->event = event->id;
      return;
    }
  if (y - last->extent.top < BAND_HEIGHT_MIN && last->event != EVENT_NONE)
    {
      fill_band (diagram, last, event);
      return;
    }
  last->extent.bottom = y;
  last->extent.reach = y;
  last->to = event->at;
  struct band *band = array_add (&diagram->shapes.bands[event->host]);
  *band = (struct band){
    .extent = { .top = y, .bottom = y, .reach = INFINITY },
    .from = event->at,
    .to = VTIME_NEVER,
  };
  fill_band (diagram, band, event);
}

void
bands_take_departure (struct diagram *diagram, const struct trace_event *carry, double y)
{
  struct band *last = last_band (diagram, carry->host);
  const struct segment *segment = trace_segment (diagram->trace, carry->id);

  if (!last->fin_pending || !isinf (last->fin_sent) || segment == NULL || (segment->flags & TCP_FIN) == 0)
    return;
  last->fin_sent = y;
  last->fin_pending = carry->at > last->from && carry->at > diagram->options.from;
}
