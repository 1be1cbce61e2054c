#include "diagram/chart-places.h"

#include <assert.h>
#include <math.h>

#define LABEL(x, y, anchor)                                                                                            \
  {                                                                                                                    \
    { x, y }, ANCHOR_##anchor                                                                                          \
  }

/* The edges of figure 5 from top to bottom, what it leaves out, and the endings. */
const struct chart_edge CHART_EDGES[] = {
  { TCP_CLOSED,
    TCP_LISTEN,
    CHART_USUAL_SERVER,
    REASON_STATE_OPEN_PASSIVE,
    WORD_CHART_LISTEN,
    LABEL (440, 118, END),
    2,
    { { 450, 77 }, { 450, 145 } } },
  { TCP_LISTEN,
    TCP_CLOSED,
    CHART_UNUSUAL,
    REASON_STATE_CLOSED_BY_CALL,
    WORD_CHART_CLOSE_LISTEN,
    LABEL (520, 118, START),
    2,
    { { 510, 145 }, { 510, 77 } } },
  { TCP_CLOSED,
    TCP_SYN_SENT,
    CHART_USUAL_CLIENT,
    REASON_STATE_OPEN_ACTIVE,
    WORD_CHART_CONNECT,
    LABEL (800, 130, START),
    3,
    { { 546, 56 }, { 790, 56 }, { 790, 239 } } },
  { TCP_SYN_SENT,
    TCP_CLOSED,
    CHART_UNUSUAL,
    REASON_STATE_CLOSED_BY_CALL,
    WORD_CHART_CLOSE_SYN_SENT,
    LABEL (740, 118, END),
    3,
    { { 750, 239 }, { 750, 70 }, { 546, 70 } } },
  { TCP_LISTEN,
    TCP_SYN_SENT,
    CHART_UNUSUAL,
    REASON_STATE_OPEN_ACTIVE,
    WORD_CHART_SEND,
    LABEL (623, 158, MIDDLE),
    3,
    { { 546, 166 }, { 700, 166 }, { 700, 239 } } },
  { TCP_LISTEN,
    TCP_SYN_RECEIVED,
    CHART_USUAL_SERVER,
    REASON_STATE_SYN_ARRIVED,
    WORD_CHART_SYN,
    LABEL (307, 158, MIDDLE),
    3,
    { { 414, 166 }, { 200, 166 }, { 200, 239 } } },
  { TCP_SYN_RECEIVED,
    TCP_LISTEN,
    CHART_UNUSUAL,
    REASON_STATE_BACK_TO_LISTEN,
    WORD_CHART_RESET,
    LABEL (330, 198, MIDDLE),
    3,
    { { 240, 239 }, { 240, 180 }, { 414, 180 } } },
  { TCP_SYN_SENT,
    TCP_SYN_RECEIVED,
    CHART_UNUSUAL,
    REASON_STATE_SYN_CROSSED,
    WORD_CHART_SYN,
    LABEL (480, 252, MIDDLE),
    2,
    { { 674, 260 }, { 286, 260 } } },
  { TCP_SYN_SENT,
    TCP_ESTABLISHED,
    CHART_USUAL_CLIENT,
    REASON_STATE_SYN_ACKED,
    WORD_CHART_SYN_ACK,
    LABEL (643, 348, MIDDLE),
    3,
    { { 740, 281 }, { 740, 356 }, { 546, 356 } } },
  { TCP_SYN_RECEIVED,
    TCP_ESTABLISHED,
    CHART_USUAL_SERVER,
    REASON_STATE_HANDSHAKE_DONE,
    WORD_CHART_ACK,
    LABEL (323, 348, MIDDLE),
    3,
    { { 232, 281 }, { 232, 356 }, { 414, 356 } } },
  { TCP_SYN_RECEIVED,
    TCP_FIN_WAIT_1,
    CHART_UNUSUAL,
    REASON_STATE_CLOSE_ACTIVE,
    WORD_CHART_CLOSE,
    LABEL (172, 360, END),
    2,
    { { 182, 281 }, { 182, 429 } } },
  { TCP_ESTABLISHED,
    TCP_FIN_WAIT_1,
    CHART_USUAL_CLIENT,
    REASON_STATE_CLOSE_ACTIVE,
    WORD_CHART_CLOSE,
    LABEL (366, 442, MIDDLE),
    3,
    { { 450, 377 }, { 450, 450 }, { 286, 450 } } },
  { TCP_ESTABLISHED,
    TCP_CLOSE_WAIT,
    CHART_USUAL_SERVER,
    REASON_STATE_FIN_ARRIVED,
    WORD_CHART_FIN,
    LABEL (594, 442, MIDDLE),
    3,
    { { 510, 377 }, { 510, 450 }, { 674, 450 } } },
  { TCP_FIN_WAIT_1,
    TCP_FIN_WAIT_2,
    CHART_USUAL_CLIENT,
    REASON_STATE_FIN_ACKED,
    WORD_CHART_ACK_OF_FIN,
    LABEL (190, 530, END),
    2,
    { { 200, 471 }, { 200, 579 } } },
  { TCP_FIN_WAIT_1,
    TCP_CLOSING,
    CHART_UNUSUAL,
    REASON_STATE_FIN_CROSSED,
    WORD_CHART_FIN,
    LABEL (352, 508, MIDDLE),
    3,
    { { 280, 471 }, { 280, 516 }, { 414, 516 } } },
  { TCP_FIN_WAIT_1,
    TCP_TIME_WAIT,
    CHART_LEFT_OUT,
    REASON_STATE_FIN_WITH_ACK,
    WORD_CHART_FIN_ACK,
    LABEL (352, 548, MIDDLE),
    4,
    { { 246, 471 }, { 246, 556 }, { 458, 556 }, { 458, 639 } } },
  { TCP_CLOSING,
    TCP_TIME_WAIT,
    CHART_UNUSUAL,
    REASON_STATE_CLOSING_ACKED,
    WORD_CHART_ACK_OF_FIN,
    LABEL (512, 594, START),
    2,
    { { 502, 537 }, { 502, 639 } } },
  { TCP_FIN_WAIT_2,
    TCP_TIME_WAIT,
    CHART_USUAL_CLIENT,
    REASON_STATE_FIN_IN_FIN_WAIT_2,
    WORD_CHART_FIN,
    LABEL (316, 652, MIDDLE),
    3,
    { { 220, 621 }, { 220, 660 }, { 414, 660 } } },
  { TCP_CLOSE_WAIT,
    TCP_LAST_ACK,
    CHART_USUAL_SERVER,
    REASON_STATE_CLOSE_PASSIVE,
    WORD_CHART_CLOSE,
    LABEL (750, 530, START),
    2,
    { { 740, 471 }, { 740, 579 } } },
  { TCP_LAST_ACK,
    TCP_CLOSED,
    CHART_USUAL_SERVER,
    REASON_STATE_LAST_ACK_ACKED,
    WORD_CHART_ACK_OF_FIN,
    LABEL (912, 396, END),
    4,
    { { 806, 600 }, { 922, 600 }, { 922, 42 }, { 546, 42 } } },
  { TCP_TIME_WAIT,
    TCP_CLOSED,
    CHART_USUAL_CLIENT,
    REASON_STATE_TIME_WAIT_OVER,
    WORD_CHART_2MSL,
    LABEL (260, 704, MIDDLE),
    5,
    { { 480, 681 }, { 480, 712 }, { 42, 712 }, { 42, 56 }, { 414, 56 } } },

  { TCP_LISTEN,
    TCP_ESTABLISHED,
    CHART_RARE,
    REASON_STATE_TWO_WAY,
    WORD_CHART_SYN,
    LABEL (422, 310, END),
    2,
    { { 430, 187 }, { 430, 335 } } },

#define ENDING(state)                                                                                                  \
  {                                                                                                                    \
    .from = state, .to = TCP_CLOSED, .kind = CHART_ENDING, .reason = REASON_STATE_RESET                                \
  }
  ENDING (TCP_LISTEN),
  ENDING (TCP_SYN_SENT),
  ENDING (TCP_SYN_RECEIVED),
  ENDING (TCP_ESTABLISHED),
  ENDING (TCP_FIN_WAIT_1),
  ENDING (TCP_FIN_WAIT_2),
  ENDING (TCP_CLOSE_WAIT),
  ENDING (TCP_CLOSING),
  ENDING (TCP_LAST_ACK),
  ENDING (TCP_TIME_WAIT),
#undef ENDING
};

const size_t CHART_EDGE_COUNT = sizeof CHART_EDGES / sizeof *CHART_EDGES;

struct chart_point
chart_place (enum tcp_state state)
{
  static const struct chart_point places[TCP_STATE_COUNT] = {
    [TCP_CLOSED] = { 480, 56 },        [TCP_LISTEN] = { 480, 166 },      [TCP_SYN_SENT] = { 740, 260 },
    [TCP_SYN_RECEIVED] = { 220, 260 }, [TCP_ESTABLISHED] = { 480, 356 }, [TCP_FIN_WAIT_1] = { 220, 450 },
    [TCP_FIN_WAIT_2] = { 220, 600 },   [TCP_CLOSE_WAIT] = { 740, 450 },  [TCP_CLOSING] = { 480, 516 },
    [TCP_LAST_ACK] = { 740, 600 },     [TCP_TIME_WAIT] = { 480, 660 },
  };

  assert ((size_t) state < TCP_STATE_COUNT);
  return places[state];
}

struct chart_point
chart_sign_place (enum tcp_state state)
{
  struct chart_point middle = chart_place (state);

  return (struct chart_point){ middle.x + CHART_NODE_WIDTH / 2 - 4, middle.y - CHART_NODE_HEIGHT / 2 };
}

static struct chart_point
between (struct chart_point a, struct chart_point b, double share)
{
  return (struct chart_point){ a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share };
}

static double
distance (struct chart_point a, struct chart_point b)
{
  return hypot (b.x - a.x, b.y - a.y);
}

struct chart_point
chart_point_along (const struct chart_edge *edge, double share)
{
  double length = 0;

  if (edge->length == 0)
    return between (chart_place (edge->from), chart_place (edge->to), share);
  for (size_t i = 1; i < edge->length; i++)
    length += distance (edge->route[i - 1], edge->route[i]);
  double left = length * fmin (fmax (share, 0), 1);
  for (size_t i = 1; i < edge->length; i++)
    {
      double part = distance (edge->route[i - 1], edge->route[i]);

      if (left <= part)
        return between (edge->route[i - 1], edge->route[i], left / part);
      left -= part;
    }
  return edge->route[edge->length - 1];
}
