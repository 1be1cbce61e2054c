/* The picture: a trace becomes shapes, shapes become paint.
 *
 *   diagram_new → diagram_update (as the trace grows) → diagram_paint / diagram_hit / diagram_export_…
 *
 * Built from the trace alone; the same shapes serve screen, PNG, SVG and PDF. Coordinates are px at scale 1 from the
 * figure's top left corner. */
#pragma once

#include "diagram/theme.h"
#include "diagram/words.h"
#include "trace/flight.h"
#include "trace/trace.h"

#include <cairo.h>

enum diagram_numbers
{
  NUMBERS_SYMBOLIC, /* x, y, u, v, w, computed from the octets */
  NUMBERS_RELATIVE, /* less the initial sequence number */
  NUMBERS_ABSOLUTE,
};

enum diagram_style
{
  STYLE_CLASSIC, /* the textbook: with letters, a FIN's ACK only when it is that of the other FIN; with real numbers
                  * only those that are news */
  STYLE_WIRE,    /* as on the wire: every ACK, seq and ack */
};

enum diagram_notes
{
  NOTES_TEXTBOOK, /* active open, notify application … */
  NOTES_CALLS,    /* connect, send 10, read 10 … : the window */
};

enum diagram_layout
{
  LAYOUT_FIGURE, /* centred heads above, margins for notes, legend below: exports */
  LAYOUT_WINDOW, /* no heads (the window has its own), width given by the widget */
};

struct diagram_options
{
  enum diagram_numbers numbers;
  enum diagram_style style;
  enum diagram_notes notes;
  enum diagram_layout layout;
  double width;        /* px of the whole figure; 0 = the natural width of the layout */
  double delay_height; /* px of one one-way delay; 0 = as the layout and the length of the run suggest */
  vtime from;          /* what happened before is not drawn: the lifelines begin in the states they had then; 0 = all */
  bool fold_data;      /* draw an uneventful data phase as one block arrow; an update then lays out anew */
  bool show_gutter;    /* time axis */
  bool show_legend;
  bool show_timers; /* brackets of RTO, persist and delayed-ACK timers that fired or are overdue; 2MSL always */
  bool all_timers;  /* with show_timers: those that were stopped too */
};

void diagram_options_figure (struct diagram_options *options);
void diagram_options_window (struct diagram_options *options);

/* Turns on what a picture of this whole trace needs beside the textbook's figure: the time axis, timers, calls and real
 * data when something was lost, sent again, held or out of order, or the trace is a capture; what was before `from`
 * does not count. For figures; the choice of numbers and style stays. */
void diagram_options_suit (struct diagram_options *options, const struct trace *trace);

#define GUESS_NUMBER_SIZE 32

/* What someone says comes next, drawn dashed in ink behind the event it follows. */
struct diagram_guess
{
  event_id after;
  bool beside;    /* what really happened is drawn too: the guess keeps beside it */
  bool nobody;    /* no segment is sent */
  uint8_t sender; /* HOST_NONE: not said */
  uint8_t flags;  /* TCP_SYN … */
  bool data;
  char seq[GUESS_NUMBER_SIZE]; /* as it stands behind "seq="; "" for none */
  char ack[GUESS_NUMBER_SIZE];
  uint8_t host; /* whose state it is */
  int state;    /* enum tcp_state; -1: not said */
};

/* What is seen of it at a moment. */
struct diagram_view
{
  vtime now;                         /* VTIME_NEVER: the whole run, no now-line */
  event_id selected;                 /* outlined in the accent colour; EVENT_NONE */
  size_t hovered;                    /* flight index, SIZE_MAX */
  bool show_future;                  /* recorded events after now at 35 % */
  double transition;                 /* 0..1: how far band changes and heads at `now` have unfolded; 1 = at rest */
  const struct diagram_guess *guess; /* NULL: none */
};

extern const struct diagram_view DIAGRAM_VIEW_WHOLE;

struct diagram;

/* The words and the trace must outlive the diagram; the options are copied. */
struct diagram *diagram_new (const struct trace *trace, const struct diagram_options *options,
                             const struct diagram_words *words);
void diagram_free (struct diagram *diagram);

/* Takes in what was appended since; the result equals a diagram built at once. Earlier shapes keep their places, but
 * for figures whose fold_data or delay_height depends on what comes later, and while the trace ends before `from`. */
void diagram_update (struct diagram *diagram);

double diagram_width (const struct diagram *diagram);
double diagram_height (const struct diagram *diagram);

/* The monotone, append-only time map. An instant at which something happens gives its last row; between two of them it
 * interpolates, after the last it goes on at the scale of one delay, for 1.25 delays at most. */
double diagram_y (const struct diagram *diagram, vtime time);
vtime diagram_time (const struct diagram *diagram, double y);

/* The y down to which a guess is drawn. */
double diagram_guess_bottom (const struct diagram *diagram, const struct diagram_guess *guess);

/* Where the lifelines are, for whoever draws the heads above: x of the band's left edge and its width. */
void diagram_band_place (const struct diagram *diagram, unsigned host, double *x, double *width);

/* Paints what intersects `visible` (NULL = all). */
void diagram_paint (const struct diagram *diagram, cairo_t *cr, const cairo_rectangle_t *visible,
                    const struct diagram_theme *theme, const struct diagram_view *view);

/* Where the token of a flight is at an instant; false when it is not under way then. */
bool diagram_token (const struct diagram *diagram, size_t flight, vtime now, double *x, double *y);

/* The y at which a page that begins at top and takes at most so much should end: above an instant, so that no row is
 * split, if there is one. */
double diagram_page_end (const struct diagram *diagram, double top, double most);

enum diagram_part
{
  PART_NONE,
  PART_TOKEN, /* a segment under way at view->now */
  PART_ARROW, /* also a block arrow: its first SEND, no flight */
  PART_BAND,
  PART_TIMER,
  PART_NOTE,
  PART_CUT,
};

struct diagram_hit
{
  enum diagram_part part;
  event_id event; /* what the part stands for: SEND of an arrow, STATE of a band, TIMER_START of a bracket … */
  size_t flight;  /* of a token or an arrow, else SIZE_MAX */
};

struct diagram_hit diagram_hit (const struct diagram *diagram, double x, double y, const struct diagram_view *view);

/* The extent of what stands for an event, to scroll to it; false when it has no shape. */
bool diagram_event_extent (const struct diagram *diagram, event_id event, cairo_rectangle_t *extent);
