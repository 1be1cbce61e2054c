/* The state machine of RFC 9293 figure 5 as a chart: where both hosts are in it, and by which edges they came there.
 *
 *   chart_new → chart_update (as the trace grows) → chart_paint / chart_hit / chart_export_… (export.h)
 *
 * Built from the trace's changes of state alone; the states and edges have fixed places. Coordinates are px at scale 1
 * from the chart's top left corner. What the figure of the RFC leaves out is drawn as such: the edge from FIN-WAIT-1
 * to TIME-WAIT (its note 2), and by a sign on each state the ways to CLOSED that a reset, an abort, a timeout or one of
 * the counter-experiments opens (its note 3). */
#pragma once

#include "diagram/theme.h"
#include "diagram/words.h"
#include "trace/trace.h"

#include <cairo.h>

#define CHART_WIDTH 960.0
#define CHART_HEIGHT 800.0

/* No edge. */
#define CHART_EDGE_NONE SIZE_MAX

struct chart;

/* What is seen of it at a moment. */
struct chart_view
{
  vtime now;                 /* VTIME_NEVER: the whole run */
  event_id selected;         /* its edge is outlined in the accent colour; EVENT_NONE */
  size_t hovered;            /* edge, or CHART_EDGE_NONE */
  double travel[HOST_COUNT]; /* 0..1: how far each host's token has come along the edge it took last; 1 = there */
};

extern const struct chart_view CHART_VIEW_WHOLE;

/* The words and the trace must outlive the chart. */
struct chart *chart_new (const struct trace *trace, const struct diagram_words *words);
void chart_free (struct chart *chart);

/* Takes in what was appended since. */
void chart_update (struct chart *chart);

/* --- the edges, numbered from 0 --- */

size_t chart_edge_count (void);
enum tcp_state chart_edge_from (size_t edge);
enum tcp_state chart_edge_to (size_t edge);

/* The reason that a change of state along this edge has as a rule. */
enum tcp_reason chart_edge_reason (size_t edge);

/* The edge of a change of state, or CHART_EDGE_NONE: a capture may begin anywhere. */
size_t chart_edge_of (const struct trace_event *state);

/* How often hosts have gone along it until now (VTIME_NEVER: ever). */
size_t chart_edge_walks (const struct chart *chart, size_t edge, vtime now);

/* The TRACE_STATE of the next walk along it behind `after`, the first again behind the last; EVENT_NONE for the first,
 * and as the answer when nobody ever went along it. */
event_id chart_edge_next_walk (const struct chart *chart, size_t edge, event_id after);

/* --- states --- */

/* The state that a host shows at a moment. */
enum tcp_state chart_state (const struct chart *chart, unsigned host, vtime now);

/* False when nobody can tell the state, as in a capture that does not show it: then the host has no token. */
bool chart_knows_state (const struct chart *chart, unsigned host, vtime now);

/* --- seeing and touching --- */

void chart_paint (const struct chart *chart, cairo_t *cr, const struct diagram_theme *theme,
                  const struct chart_view *view);

enum chart_part
{
  CHART_NOTHING,
  CHART_STATE, /* number: enum tcp_state */
  CHART_EDGE,  /* number: the edge */
  CHART_TOKEN, /* number: the host */
};

struct chart_hit
{
  enum chart_part part;
  size_t number;
};

struct chart_hit chart_hit (const struct chart *chart, double x, double y, const struct chart_view *view);
