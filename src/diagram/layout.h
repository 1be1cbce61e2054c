/* Inside of a diagram: how a trace becomes shapes, event by event. */
#pragma once

#include "diagram/begin.h"
#include "diagram/fold.h"
#include "diagram/frame.h"
#include "diagram/shapes.h"
#include "diagram/symbols.h"
#include "diagram/text.h"
#include "diagram/time-map.h"

#define NO_SHAPE SIZE_MAX
#define NOT_SEEN_REMEMBERED 8

/* The pill in the middle of a cut, px. */
#define PILL_HEIGHT 24.0
#define PILL_TEXT 12.5
#define PILL_WORDS_SIZE 96

/* Kinds of things that occur in a picture. */
enum seen_kind
{
  SEEN_DATA = 0x01,
  SEEN_ACK = 0x02,
  SEEN_FIN = 0x04,
  SEEN_AGAIN = 0x08,
  SEEN_LOST = 0x10,
  SEEN_TIMER = 0x20,
  SEEN_INFERRED = 0x40,
  SEEN_UNKNOWN = 0x80,
};

/* Any of these makes the legend explain arrows instead of strands. */
#define SEEN_EVENTFUL (SEEN_AGAIN | SEEN_LOST | SEEN_TIMER)

/* What is remembered of a host while events are taken in. */
struct host_layout
{
  bool has_state;
  bool opened_actively;
  bool opened_passively;
  bool has_sent;     /* last_ack and last_control are of the segment it sent last */
  bool last_control; /* that was a SYN or FIN, so the next seq is news */
  bool last_had_ack;
  uint32_t last_ack;
  bool show_seq; /* of the segment that is about to depart */
  bool show_ack;
  size_t not_seen[NOT_SEEN_REMEMBERED]; /* arrows of the last segments that a capture does not have, or NO_SHAPE */
  size_t not_seen_next;
  size_t timers[TCP_TIMER_COUNT]; /* the shape of the timer that runs, or NO_SHAPE */
  double margin_bottom;           /* y down to which its margin is taken by the notes before the last */
};

struct diagram
{
  const struct trace *trace;
  struct diagram_words words;
  struct diagram_options options;
  struct flights *flights;
  struct text_measure *measure;

  struct frame frame;
  struct time_map map;
  struct symbols symbols;
  struct folds folds;
  struct shapes shapes;
  struct host_layout hosts[HOST_COUNT];
  ARRAY (float) rows; /* y of each event taken in */
  size_t in_flight;   /* segments under way after the last event taken in */
  bool begun;         /* an event was taken in that is not before the beginning of the picture */
  size_t settled;     /* arrows whose place and label are final */
  double bottom;      /* y where bands end */
  bool wide_lane;     /* labels had to be shortened at the usual width of a figure */
  unsigned seen;      /* of enum seen_kind: what the legend has to explain */
};

/* The y of an event, also of one that is being taken in. */
static inline double
row_of (const struct diagram *diagram, event_id id)
{
  return id < diagram->rows.length ? (double) diagram->rows.items[id] : time_map_end (&diagram->map);
}

static inline const char *
diagram_word (const struct diagram *diagram, enum diagram_word word)
{
  return words_say (&diagram->words, word);
}

/* --- layout-events.c --- */
/* Takes in the next event of the trace. */
void events_take (struct diagram *diagram, const struct trace_event *event);

/* --- layout-instants.c --- */
/* Enters the instant of an event that takes a row. */
void instants_enter (struct diagram *diagram, const struct trace_event *event);
/* Enters the instant at which the picture begins, as something is under way then. */
void instants_begin_at (struct diagram *diagram, vtime from);
/* The passive open stands at y, above what follows in its instant; the time is written beside that. */
void instants_move_tick (struct diagram *diagram, double y);
/* Places the block that nothing follows, if there is one; returns the y of what is lowest, arrows aside. */
double instants_end (struct diagram *diagram);

/* --- layout-bands.c --- */
void bands_begin (struct diagram *diagram);
void bands_take (struct diagram *diagram, const struct trace_event *event, double y);
/* A state before the beginning of the picture: the first band has it. */
void bands_take_before (struct diagram *diagram, const struct trace_event *event);
/* Remembers for the legend what the first bands show. */
void bands_see_first (struct diagram *diagram);
void bands_take_departure (struct diagram *diagram, const struct trace_event *carry, double y);
/* Short name in figures: SYN-RCVD. */
const char *band_name (enum tcp_state state);

/* --- layout-arrows.c --- */
void arrows_take_send (struct diagram *diagram, const struct trace_event *event);
void arrows_take_carry (struct diagram *diagram, const struct trace_event *event, double y);
/* Remembers for the legend the arrows that are there as the picture begins; false when there are none. */
bool arrows_see_first (struct diagram *diagram);
/* Keeps room for the end of what was lost or held at the place where it departed. */
void arrows_take_stop (struct diagram *diagram, const struct trace_event *event);
/* Lays out and labels all arrows that are not settled. */
void arrows_settle (struct diagram *diagram);

/* --- layout-timers.c --- */
void timers_take (struct diagram *diagram, const struct trace_event *event, double y);
/* The index of the first timer that may reach down to y: all that still run do. */
size_t timers_first (const struct diagram *diagram, double y);
/* True when a timer is drawn at an instant: as a bracket, or as the brace of 2MSL. */
bool timer_is_drawn (const struct diagram *diagram, const struct timer_shape *timer, vtime now);
bool timer_is_brace (const struct timer_shape *timer, vtime now);
/* The y of a bracket's ring: below the arrow of a note of the same instant. */
double timer_ring (const struct diagram *diagram, const struct timer_shape *timer);

/* --- layout-notes.c --- */
/* True when the event has a note of its own. */
bool notes_show (const struct diagram *diagram, const struct trace_event *event);
void notes_take (struct diagram *diagram, const struct trace_event *event, double y);

/* --- label-placement.c --- */
/* Finds the place of an arrow's label, given the labels of arrows before it and the lines of those up to `end`. */
void label_place (struct diagram *diagram, size_t arrow, size_t end);

/* How wide the pill of a cut is, and its words. */
double cut_pill_width (const struct diagram *diagram, const struct cut *cut, char words[static PILL_WORDS_SIZE]);

/* --- label.c --- */
/* The words of an arrow's label; `shortened`: without seq and ack if flags or octets remain. */
void label_text (const struct diagram *diagram, size_t arrow, bool shortened, struct text *text);
/* The words of a guess. */
void label_guess (const struct diagram *diagram, const struct diagram_guess *guess, struct text *text);
/* What the pill behind the label says; false when there is none. */
bool label_pill (const struct diagram *diagram, const struct flight *flight, char *buffer, size_t size);
bool label_has_icon (const struct flight *flight);

/* A place on an arrow as drawn, t = 0 … 1 of the whole way. */
static inline double
arrow_x (const struct diagram *diagram, const struct flight *flight, const struct arrow *arrow, double t)
{
  return arrow->x0 + (diagram->frame.hosts[flight->from ^ 1u].edge - arrow->x0) * t;
}

static inline double
arrow_y (const struct arrow *arrow, double t)
{
  return arrow->y0 + (arrow->y1 - arrow->y0) * t;
}

#define LABEL_RISE 7.5       /* px from the line to the baseline above it */
#define LABEL_RISE_TIGHT 5.0 /* the same between lines that are close together */
#define LABEL_DROP 16.0      /* px from the line to the baseline below it */
#define LABEL_ICON_WIDTH 19.0
#define PILL_GAP 8.0
#define PILL_PADDING 14.0
#define PILL_FONT_SIZE 11.5
