/* The shapes of a picture: what was laid out, with where it is and what it stands for. Painting, hit testing and the
 * exports read them; nothing here knows a colour. */
#pragma once

#include "base/array.h"
#include "trace/flight.h"

/* Every shape begins with one. Shapes of a kind are in the order of their tops, but for those of one instant. */
struct extent
{
  double top;
  double bottom;
  double reach; /* the largest bottom of this and all shapes of the kind before it */
};

/* A state of a host. The last band of a host has no end yet: its bottom is that of the picture. */
struct band
{
  struct extent extent;
  event_id event; /* TRACE_STATE, EVENT_NONE for the state before the first */
  vtime from;
  vtime to;          /* VTIME_NEVER: still so */
  double fin_sent;   /* y until which the send strand stays solid as the FIN waits behind data */
  uint8_t state;     /* enum tcp_state */
  uint8_t knowledge; /* enum trace_knowledge */
  bool fin_pending;
};

/* Where the label of an arrow is. */
struct label_place
{
  double at;       /* along the drawn arrow, 0..1 */
  double width;    /* px, with what stands before and behind the words */
  double baseline; /* px below the line; above it when negative */
  bool shortened;  /* the words of label_text when shortened: no seq, no ack */
  bool hidden;     /* no room at all */
  bool crossed;    /* a line of another arrow goes through it */
};

/* A flight. There is one for each, drawn or not. */
struct arrow
{
  struct extent extent;
  double y0;   /* departure */
  double y1;   /* arrival as drawn; for what did not arrive, where it would have */
  double x0;   /* departure; a copy made under way starts in the lane */
  double stop; /* 0..1: how much of the way is drawn */
  struct label_place label;
  uint8_t arrow_class; /* enum arrow_class */
  bool came_again;     /* not seen in the capture, but sent again later: so it was lost */
  bool left_out;       /* not drawn: inside a block arrow, or over before the picture begins */
  bool cut;            /* it departed before the picture begins: no tail */
  bool show_seq;       /* short labels: the number is news */
  bool show_ack;
  bool placed;
};

enum note_direction
{
  NOTE_CALL,   /* points into the band */
  NOTE_NOTICE, /* points out of it */
};

#define NOTE_LINES_MAX 3
#define NOTE_TEXT 36.0 /* px from the band to the words */
#define NOTE_FONT_SIZE 13.0
#define NOTE_LINE_SIZE 72

struct note
{
  struct extent extent;
  double y;       /* of the arrow */
  event_id event; /* the first of its events */
  event_id last;
  vtime at;
  uint8_t host;
  uint8_t direction;
  uint8_t line_count;
  char lines[NOTE_LINES_MAX][NOTE_LINE_SIZE];
};

enum timer_end
{
  TIMER_RUNS,
  TIMER_FIRED,
  TIMER_STOPPED,
  TIMER_RESTARTED,
};

struct timer_shape
{
  struct extent extent;
  event_id start;
  event_id end; /* EVENT_NONE while it runs */
  vtime from;
  vtime to;      /* end; VTIME_NEVER while it runs */
  vtime until;   /* what it was set to */
  double offset; /* px outside the band */
  double text_y; /* centre of its text; 0: no room for one */
  uint8_t host;
  uint8_t timer; /* enum tcp_timer */
  uint8_t how;   /* enum timer_end */
};

/* A silence that is not drawn. */
struct cut
{
  struct extent extent; /* the white strip */
  vtime from;
  vtime to;
};

/* A label of the time axis. */
struct tick
{
  struct extent extent;
  vtime at;
  bool fine; /* needs more digits to differ from its neighbour */
};

enum block_direction
{
  BLOCK_BOTH,
  BLOCK_A_TO_B,
  BLOCK_B_TO_A,
};

/* A folded data phase. */
struct block
{
  struct extent extent;
  event_id event; /* the first SEND in it */
  vtime from;
  vtime to;
  uint8_t direction;
  uint8_t sender; /* the host (or one of both) whose state gives the colour */
  bool half;      /* the other direction has ended */
};

struct shapes
{
  ARRAY (struct band) bands[HOST_COUNT];
  ARRAY (struct arrow) arrows;
  ARRAY (struct note) notes;
  ARRAY (struct timer_shape) timers;
  ARRAY (struct cut) cuts;
  ARRAY (struct tick) ticks;
  ARRAY (struct block) blocks;
};

void shapes_clear (struct shapes *shapes);

/* Sets the reach of the last shape of an array from the one before it. */
#define shape_added(array)                                                                                             \
  extent_follow (&(array)->items[(array)->length - 1].extent,                                                          \
                 (array)->length > 1 ? &(array)->items[(array)->length - 2].extent : NULL)

void extent_follow (struct extent *extent, const struct extent *before);

/* The index of the first shape that may reach down to y; shapes before it end above. */
#define shapes_first(array, y) extents_first ((array)->items, (array)->length, sizeof *(array)->items, y)

size_t extents_first (const void *shapes, size_t length, size_t size, double y);
