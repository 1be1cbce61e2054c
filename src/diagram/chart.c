#include "diagram/chart-places.h"

#include <math.h>
#include <stdlib.h>

#define EDGE_REACH 7.0 /* px from a line that still mean it */

const struct chart_view CHART_VIEW_WHOLE = {
  .now = VTIME_NEVER,
  .selected = EVENT_NONE,
  .hovered = CHART_EDGE_NONE,
  .travel = { 1, 1 },
};

/* --- the edges --- */

size_t
chart_edge_count (void)
{
  return CHART_EDGE_COUNT;
}

enum tcp_state
chart_edge_from (size_t edge)
{
  return CHART_EDGES[edge].from;
}

enum tcp_state
chart_edge_to (size_t edge)
{
  return CHART_EDGES[edge].to;
}

enum tcp_reason
chart_edge_reason (size_t edge)
{
  return CHART_EDGES[edge].reason;
}

size_t
chart_edge_of (const struct trace_event *state)
{
  /* To CLOSED there are the ordinary ways, each for one reason, and for all others the sign. */
  for (size_t i = 0; i < CHART_EDGE_COUNT; i++)
    {
      const struct chart_edge *edge = &CHART_EDGES[i];
      bool fits = edge->to != TCP_CLOSED || edge->kind == CHART_ENDING || edge->reason == state->reason;

      if (edge->from == state->before && edge->to == state->after && fits)
        return i;
    }
  return CHART_EDGE_NONE;
}

/* --- what was walked --- */

struct chart *
chart_new (const struct trace *trace, const struct diagram_words *words)
{
  struct chart *chart = calloc (1, sizeof *chart);

  if (chart == NULL)
    abort ();
  chart->trace = trace;
  chart->words = words;
  chart_update (chart);
  return chart;
}

void
chart_free (struct chart *chart)
{
  if (chart == NULL)
    return;
  array_clear (&chart->walks);
  free (chart);
}

void
chart_update (struct chart *chart)
{
  for (; chart->seen < trace_length (chart->trace); chart->seen++)
    {
      const struct trace_event *event = trace_get (chart->trace, (event_id) chart->seen);

      if (event->kind != TRACE_STATE)
        continue;
      *array_add (&chart->walks) = (struct chart_walk){
        .edge = event->knowledge != KNOWLEDGE_UNKNOWN ? chart_edge_of (event) : CHART_EDGE_NONE,
        .event = event->id,
        .at = event->at,
        .from = event->before,
        .to = event->after,
        .host = event->host,
        .shown = trace_shows_state (chart->trace, event->id),
        .known = event->knowledge != KNOWLEDGE_UNKNOWN,
      };
    }
}

size_t
chart_walks_until (const struct chart *chart, vtime now)
{
  size_t count = chart->walks.length;

  while (now != VTIME_NEVER && count > 0 && chart->walks.items[count - 1].at > now)
    count--;
  return count;
}

size_t
chart_edge_walks (const struct chart *chart, size_t edge, vtime now)
{
  size_t until = chart_walks_until (chart, now), count = 0;

  for (size_t i = 0; i < until; i++)
    count += chart->walks.items[i].edge == edge;
  return count;
}

event_id
chart_edge_next_walk (const struct chart *chart, size_t edge, event_id after)
{
  event_id first = EVENT_NONE;

  for (size_t i = 0; i < chart->walks.length; i++)
    {
      const struct chart_walk *walk = &chart->walks.items[i];

      if (walk->edge != edge)
        continue;
      if (after != EVENT_NONE && walk->event > after)
        return walk->event;
      if (first == EVENT_NONE)
        first = walk->event;
    }
  return first;
}

const struct chart_walk *
chart_last_walk (const struct chart *chart, unsigned host, vtime now)
{
  for (size_t i = chart_walks_until (chart, now); i-- > 0;)
    {
      const struct chart_walk *walk = &chart->walks.items[i];

      if (walk->host == host && walk->shown)
        return walk;
    }
  return NULL;
}

enum tcp_state
chart_state (const struct chart *chart, unsigned host, vtime now)
{
  const struct chart_walk *last = chart_last_walk (chart, host, now);

  if (last != NULL)
    return trace_state_at (chart->trace, host, last->event);
  /* A capture that begins in the middle says so with its first change. */
  for (size_t i = 0; i < chart->walks.length; i++)
    if (chart->walks.items[i].host == host)
      return chart->walks.items[i].from;
  return TCP_CLOSED;
}

bool
chart_knows_state (const struct chart *chart, unsigned host, vtime now)
{
  const struct chart_walk *last = chart_last_walk (chart, host, now);

  return last == NULL || last->known;
}

/* --- places that depend on the moment --- */

/* On the upper left corner of a state, above its name, A before B. */
static struct chart_point
token_rest (enum tcp_state state, unsigned host)
{
  struct chart_point middle = chart_place (state);
  double x = middle.x - CHART_NODE_WIDTH / 2 - 12 + (host == HOST_A ? 0 : 2 * CHART_TOKEN_RADIUS + 2);

  return (struct chart_point){ x, middle.y - CHART_NODE_HEIGHT / 2 - 10 };
}

struct chart_point
chart_token_place (const struct chart *chart, unsigned host, const struct chart_view *view)
{
  const struct chart_walk *last = chart_last_walk (chart, host, view->now);

  if (last == NULL || last->edge == CHART_EDGE_NONE || view->travel[host] >= 1)
    return token_rest (chart_state (chart, host, view->now), host);
  return chart_point_along (&CHART_EDGES[last->edge], view->travel[host]);
}

/* --- touching --- */

static bool
is_in_state (enum tcp_state state, double x, double y)
{
  struct chart_point middle = chart_place (state);

  return fabs (x - middle.x) <= CHART_NODE_WIDTH / 2 && fabs (y - middle.y) <= CHART_NODE_HEIGHT / 2;
}

/* The ways of a route lie along the axes. */
static bool
is_on_route (const struct chart_edge *edge, double x, double y)
{
  for (size_t i = 1; i < edge->length; i++)
    {
      struct chart_point a = edge->route[i - 1], b = edge->route[i];

      if (x >= fmin (a.x, b.x) - EDGE_REACH && x <= fmax (a.x, b.x) + EDGE_REACH && y >= fmin (a.y, b.y) - EDGE_REACH
          && y <= fmax (a.y, b.y) + EDGE_REACH)
        return true;
    }
  return false;
}

static bool
is_on_edge (const struct chart *chart, size_t number, double x, double y, vtime now)
{
  const struct chart_edge *edge = &CHART_EDGES[number];
  struct chart_point sign = chart_sign_place (edge->from);

  if (edge->kind == CHART_ENDING)
    return hypot (x - sign.x, y - sign.y) <= CHART_SIGN_RADIUS + 2;
  if (edge->kind == CHART_RARE && chart_edge_walks (chart, number, now) == 0)
    return false;
  return is_on_route (edge, x, y);
}

struct chart_hit
chart_hit (const struct chart *chart, double x, double y, const struct chart_view *view)
{
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      struct chart_point token = chart_token_place (chart, host, view);

      if (chart_knows_state (chart, host, view->now) && hypot (x - token.x, y - token.y) <= CHART_TOKEN_RADIUS)
        return (struct chart_hit){ CHART_TOKEN, host };
    }
  /* Signs lie on the corners of the states. */
  for (size_t i = CHART_EDGE_COUNT; i > 0; i--)
    if (CHART_EDGES[i - 1].kind == CHART_ENDING && is_on_edge (chart, i - 1, x, y, view->now))
      return (struct chart_hit){ CHART_EDGE, i - 1 };
  for (unsigned state = 0; state < TCP_STATE_COUNT; state++)
    if (is_in_state ((enum tcp_state) state, x, y))
      return (struct chart_hit){ CHART_STATE, state };
  for (size_t i = 0; i < CHART_EDGE_COUNT; i++)
    if (CHART_EDGES[i].kind != CHART_ENDING && is_on_edge (chart, i, x, y, view->now))
      return (struct chart_hit){ CHART_EDGE, i };
  return (struct chart_hit){ CHART_NOTHING, 0 };
}
