/* Flights as arrows. */
#include "diagram/layout.h"

#include <math.h>

#define STOP_MIN 0.3
#define STOP_MAX 0.8
#define STOP_AT_ONCE 0.5 /* lost or held in the instant of its departure */
#define STOP_NOT_SEEN 0.56
#define INJECTED_AT 0.5  /* where the way of what no host sent begins */
#define DONE_MAX 0.9     /* of a way, when the rest of it is to be seen */
#define BESIDE 24.0      /* px between departures of a burst */
#define STOP_ROOM 14.0   /* px below the ✕ */
#define EXTENT_ROOM 26.0 /* px above and below an arrow that its label may take */

static enum arrow_class
class_of (const struct segment *segment)
{
  if (segment == NULL)
    return ARROW_ACK;
  if ((segment->flags & TCP_RST) != 0)
    return ARROW_RST;
  if ((segment->flags & TCP_SYN) != 0)
    return ARROW_SYN;
  if ((segment->flags & TCP_FIN) != 0)
    return ARROW_FIN;
  return segment->length > 0 ? ARROW_DATA : ARROW_ACK;
}

/* A retransmission tells that what was not seen of the same octets was lost. */
static void
note_came_again (struct diagram *diagram, const struct trace_event *send, const struct segment *segment)
{
  struct host_layout *host = &diagram->hosts[send->host];

  for (size_t i = 0; i < NOT_SEEN_REMEMBERED; i++)
    {
      size_t index = host->not_seen[i];
      if (index == NO_SHAPE)
        continue;
      const struct flight *flight = flights_get (diagram->flights, index);
      const struct segment *missing = trace_segment (diagram->trace, flight->carry);

      if (missing != NULL && seq_leq (missing->seq, segment->seq)
          && seq_lt (segment->seq, missing->seq + missing->length))
        {
          diagram->shapes.arrows.items[index].came_again = true;
          if (!diagram->shapes.arrows.items[index].left_out)
            diagram->seen |= SEEN_LOST;
        }
    }
}

void
arrows_take_send (struct diagram *diagram, const struct trace_event *event)
{
  const struct segment *segment = trace_segment (diagram->trace, event->id);
  struct host_layout *host = &diagram->hosts[event->host];

  if (segment == NULL)
    return;
  bool control = (segment->flags & (TCP_SYN | TCP_FIN | TCP_RST)) != 0;
  bool has_ack = (segment->flags & TCP_ACK) != 0;
  host->show_seq = control || segment->length > 0 || !host->has_sent || host->last_control;
  host->show_ack
      = has_ack && (control || segment->length == 0 || !host->last_had_ack || host->last_ack != segment->ack);
  host->has_sent = true;
  host->last_control = control;
  host->last_had_ack = has_ack;
  host->last_ack = segment->ack;
  if ((event->marks & MARK_RETRANSMISSION) != 0)
    note_came_again (diagram, event, segment);

  if (!symbols_take (&diagram->symbols, event, segment))
    return;
  /* A letter got another meaning: labels since the FIN are no longer final. */
  size_t fin = flights_find (diagram->flights, diagram->symbols.u_from);
  if (fin < diagram->settled)
    diagram->settled = fin;
}

/* Remembers what the legend has to explain. */
static void
note_seen (struct diagram *diagram, size_t index)
{
  const struct arrow *arrow = &diagram->shapes.arrows.items[index];

  if (arrow->left_out || flights_get (diagram->flights, index)->report)
    return;
  switch (arrow->arrow_class)
    {
    case ARROW_DATA:
      diagram->seen |= SEEN_DATA;
      break;
    case ARROW_ACK:
      diagram->seen |= SEEN_ACK;
      break;
    case ARROW_FIN:
      diagram->seen |= SEEN_FIN;
      break;
    default:
      break;
    }
  if (label_has_icon (flights_get (diagram->flights, index)))
    diagram->seen |= SEEN_AGAIN;
}

bool
arrows_see_first (struct diagram *diagram)
{
  bool any = false;

  for (size_t i = 0; i < diagram->shapes.arrows.length; i++)
    {
      note_seen (diagram, i);
      any |= !diagram->shapes.arrows.items[i].left_out;
    }
  return any;
}

void
arrows_take_carry (struct diagram *diagram, const struct trace_event *event, double y)
{
  size_t index = diagram->shapes.arrows.length;
  struct host_layout *host = &diagram->hosts[event->host];
  const struct segment *segment = trace_segment (diagram->trace, event->id);

  if (event->knowledge == KNOWLEDGE_UNKNOWN)
    {
      host->not_seen[host->not_seen_next] = index;
      host->not_seen_next = (host->not_seen_next + 1) % NOT_SEEN_REMEMBERED;
    }
  bool injected = flights_get (diagram->flights, index)->injected;
  *array_add (&diagram->shapes.arrows) = (struct arrow){
    .extent = { .top = y - EXTENT_ROOM, .bottom = y + EXTENT_ROOM },
    .y0 = y,
    .y1 = y,
    .x0 = diagram->frame.hosts[event->host].edge,
    .stop = 1,
    .arrow_class = (uint8_t) class_of (segment),
    .left_out
    = fold_has_flight (&diagram->folds, index) || begin_hides_flight (diagram->flights, index, diagram->options.from),
    .cut = begin_cuts_flight (diagram->flights, index, diagram->options.from),
    .show_seq = injected || host->show_seq,
    .show_ack = injected || host->show_ack,
  };
  shape_added (&diagram->shapes.arrows);
  note_seen (diagram, index);
}

/* --- places --- */

/* The part of a flight that is in the picture. */
static struct flight
flight_in_picture (const struct diagram *diagram, size_t index)
{
  struct flight flight = *flights_get (diagram->flights, index);

  if (diagram->shapes.arrows.items[index].cut)
    flight.start = diagram->options.from;
  return flight;
}

/* What departed before the picture begins is where it is then. */
static void
cut_off (struct diagram *diagram, size_t index)
{
  const struct flight *flight = flights_get (diagram->flights, index);
  struct arrow *arrow = &diagram->shapes.arrows.items[index];
  double way = (double) (flight->planned - flight->start);
  double done = (double) (diagram->options.from - flight->start);

  arrow->x0 = diagram->frame.hosts[flight->from].edge;
  arrow->x0 = arrow_x (diagram, flight, arrow, way > 0 ? fmin (done / way, DONE_MAX) : DONE_MAX);
}

/* px of a way that takes a time, at the scale of one delay. */
static double
nominal_height (const struct diagram *diagram, vtime time)
{
  double delays = (double) time / (double) diagram->map.options.delay;

  return fmin (fmax (delays, 0.25), 1.25) * diagram->map.options.delay_height;
}

/* The y at which an arrow would end that runs beside the one that departed right above it; 0: there is none. */
static double
parallel_end (const struct diagram *diagram, size_t index)
{
  const struct arrow *arrow = &diagram->shapes.arrows.items[index], *above = arrow - 1;

  if (index == 0 || above->left_out || above->cut || arrow->y0 - above->y0 > BESIDE)
    return 0;
  const struct flight *flight = flights_get (diagram->flights, index);
  const struct flight *before = flights_get (diagram->flights, index - 1);
  bool beside = before->from == flight->from && !flight->duplicate && before->end <= flight->planned;
  return beside ? above->y1 + (arrow->y0 - above->y0) : 0;
}

/* The y at which what does not arrive would have: at the scale of the link, and not steeper or flatter than what
 * departs beside it. */
static double
missed_arrival (const struct diagram *diagram, size_t index, const struct flight *flight)
{
  double y0 = diagram->shapes.arrows.items[index].y0;
  double y = y0 + nominal_height (diagram, flight->planned - flight->start);

  return fmax (fmax (y, parallel_end (diagram, index)), time_map_y (&diagram->map, flight->planned));
}

/* How much of the way is done when a flight stops at `end`. */
static double
stop_of (const struct flight *flight)
{
  double way = (double) (flight->planned - flight->start);
  double done = (double) (flight->end - flight->start);

  if (done <= 0 || way <= 0)
    return STOP_AT_ONCE;
  return fmin (fmax (done / way, STOP_MIN), STOP_MAX);
}

/* A copy that the link made under way begins where the first one was then, a report where what it is about ended, and
 * what no host sent in the middle. */
static void
branch_off (struct diagram *diagram, const struct flight *flight, struct arrow *arrow)
{
  const struct trace_event *carry = trace_get (diagram->trace, flight->carry);
  size_t first = flight->duplicate || flight->report ? flights_find (diagram->flights, carry->cause) : SIZE_MAX;

  if (flight->injected)
    {
      arrow->x0 = diagram->frame.hosts[flight->from].edge; /* not from where it was placed before */
      arrow->x0 = arrow_x (diagram, flight, arrow, INJECTED_AT);
    }
  if (first >= diagram->shapes.arrows.length)
    return;
  const struct flight *original = flights_get (diagram->flights, first);
  const struct arrow *from = &diagram->shapes.arrows.items[first];
  if (flight->report)
    {
      arrow->x0 = arrow_x (diagram, original, from, from->stop);
      arrow->y0 = arrow_y (from, from->stop);
      return;
    }
  if (flight->start <= original->start || from->y1 - from->y0 < 1)
    return;
  double t = fmin (fmax ((arrow->y0 - from->y0) / (from->y1 - from->y0), 0), DONE_MAX);
  arrow->x0 = arrow_x (diagram, original, from, t);
}

static void
lay_out_arrow (struct diagram *diagram, size_t index)
{
  const struct flight shown = flight_in_picture (diagram, index), *flight = &shown;
  struct arrow *arrow = &diagram->shapes.arrows.items[index];

  arrow->stop = 1;
  if (arrow->cut)
    cut_off (diagram, index);
  else
    branch_off (diagram, flight, arrow);
  switch ((enum flight_fate) flight->fate)
    {
    case FLIGHT_ARRIVED:
      arrow->y1
          = flight->finish != EVENT_NONE ? row_of (diagram, flight->finish) : time_map_y (&diagram->map, flight->end);
      break;
    case FLIGHT_UNDER_WAY:
      arrow->y1 = fmax (time_map_y (&diagram->map, flight->end), arrow->y0 + 4);
      break;
    case FLIGHT_LOST:
    case FLIGHT_HELD:
      arrow->stop = stop_of (flight);
      arrow->y1 = missed_arrival (diagram, index, flight);
      break;
    case FLIGHT_NOT_SEEN:
      arrow->stop = STOP_NOT_SEEN;
      arrow->y1 = missed_arrival (diagram, index, flight);
      break;
    }
  arrow->extent.top = fmin (fmin (arrow->y0, row_of (diagram, flight->carry)), arrow->y1) - EXTENT_ROOM;
  arrow->extent.bottom = fmax (arrow->y0, arrow_y (arrow, arrow->stop)) + EXTENT_ROOM;
  extent_follow (&arrow->extent, index > 0 ? &diagram->shapes.arrows.items[index - 1].extent : NULL);
}

void
arrows_take_stop (struct diagram *diagram, const struct trace_event *event)
{
  size_t index = flights_find (diagram->flights, event->id);

  if (index >= diagram->shapes.arrows.length || diagram->shapes.arrows.items[index].left_out)
    return;
  if (event->kind == TRACE_LOSS)
    diagram->seen |= SEEN_LOST;
  struct flight flight;
  if (!flight_at (diagram->flights, index, event->at, &flight))
    return;
  flight.start = flight_in_picture (diagram, index).start;
  double height = nominal_height (diagram, flight.planned - flight.start) * stop_of (&flight);
  time_map_reach (&diagram->map, row_of (diagram, flight.carry) + height + STOP_ROOM);
}

/* --- settling --- */

static bool
is_final (const struct diagram *diagram, size_t index)
{
  const struct flight *flight = flights_get (diagram->flights, index);
  size_t count = diagram->map.instants.length;

  if (flight->fate == FLIGHT_ARRIVED)
    return true;
  return (flight->fate == FLIGHT_LOST || flight->fate == FLIGHT_NOT_SEEN) && count > 0
         && diagram->map.instants.items[count - 1].at > flight->planned;
}

/* One past the last arrow that departs above the end of this one and so may cross it. `final`: all of them, and those
 * to come, have their places. */
static size_t
neighbours_end (const struct diagram *diagram, size_t index, bool *final)
{
  const struct arrow *arrows = diagram->shapes.arrows.items;
  size_t end = index + 1;

  *final = is_final (diagram, index) && arrows[index].extent.bottom < time_map_end (&diagram->map);
  while (end < diagram->shapes.arrows.length && arrows[end].extent.top < arrows[index].extent.bottom)
    *final &= is_final (diagram, end++);
  return end;
}

void
arrows_settle (struct diagram *diagram)
{
  size_t length = diagram->shapes.arrows.length;
  bool settling = true;

  for (size_t i = diagram->settled; i < length; i++)
    {
      diagram->shapes.arrows.items[i].placed = false;
      lay_out_arrow (diagram, i);
    }
  for (size_t i = diagram->settled; i < length; i++)
    {
      bool final;
      size_t end = neighbours_end (diagram, i, &final);

      if (!diagram->shapes.arrows.items[i].left_out)
        label_place (diagram, i, end);
      settling &= final;
      if (settling)
        diagram->settled = i + 1;
    }
}
