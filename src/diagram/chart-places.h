/* Inside of the chart: where its states and edges are, and what was walked. */
#pragma once

#include "base/array.h"
#include "diagram/chart.h"
#include "diagram/text.h"

#define CHART_NODE_WIDTH 132.0
#define CHART_NODE_HEIGHT 42.0
#define CHART_TOKEN_RADIUS 16.0
#define CHART_SIGN_RADIUS 9.0
#define CHART_ROUTE_MAX 6

struct chart_point
{
  double x;
  double y;
};

enum chart_edge_kind
{
  CHART_USUAL_CLIENT, /* thick: the usual path of a client */
  CHART_USUAL_SERVER, /* thick and dashed: the usual path of a server */
  CHART_UNUSUAL,      /* thin */
  CHART_LEFT_OUT,     /* dotted: TCP has it, the figure of the RFC does not */
  CHART_RARE,         /* dotted, and there only once it was walked: SYN cookies, counter-experiments */
  CHART_ENDING,       /* a sign on the state: to CLOSED by a reset, an abort, a timeout */
};

struct chart_edge
{
  enum tcp_state from;
  enum tcp_state to;
  enum chart_edge_kind kind;
  enum tcp_reason reason;
  enum diagram_word word; /* "{event} / {action}"; not of an ending */
  struct
  {
    struct chart_point at; /* on the baseline */
    enum text_anchor anchor;
  } label;
  size_t length; /* of the route; 0 for an ending */
  struct chart_point route[CHART_ROUTE_MAX];
};

extern const struct chart_edge CHART_EDGES[];
extern const size_t CHART_EDGE_COUNT;

/* The middle of a state. */
struct chart_point chart_place (enum tcp_state state);

/* Where the sign of a state's endings is. */
struct chart_point chart_sign_place (enum tcp_state state);

/* The point a share of the way along an edge. */
struct chart_point chart_point_along (const struct chart_edge *edge, double share);

/* A host went along an edge. */
struct chart_walk
{
  size_t edge; /* CHART_EDGE_NONE: the state was reached some other way */
  event_id event;
  vtime at;
  enum tcp_state from;
  enum tcp_state to;
  uint8_t host;
  bool shown; /* the host shows what came of it */
  bool known; /* else nobody can tell what came of it, and the states are a guess */
};

struct chart
{
  const struct trace *trace;
  const struct diagram_words *words;
  size_t seen;                     /* events taken in */
  ARRAY (struct chart_walk) walks; /* in the order of the trace */
};

/* The walks that have happened at a moment. */
size_t chart_walks_until (const struct chart *chart, vtime now);

/* The walk that brought a host to the state that it shows at a moment, or NULL. */
const struct chart_walk *chart_last_walk (const struct chart *chart, unsigned host, vtime now);

/* The middle of a host's token. */
struct chart_point chart_token_place (const struct chart *chart, unsigned host, const struct chart_view *view);
