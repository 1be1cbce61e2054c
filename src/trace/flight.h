/* Flights: each copy of a segment on its way from one host to the other, gathered from a trace; and each report of a
 * router about one.
 *
 * An arrow of the picture, a token that moves, a mark on the slider is a flight. The list grows with the trace; a
 * flight that has not ended may still change its fate. */
#pragma once

#include "trace/trace.h"

enum flight_fate
{
  FLIGHT_UNDER_WAY, /* will arrive at `end`, as far as is known */
  FLIGHT_ARRIVED,
  FLIGHT_LOST,     /* at `end` */
  FLIGHT_HELD,     /* since `end` */
  FLIGHT_NOT_SEEN, /* capture: must have been sent, was not captured (its CARRY is KNOWLEDGE_UNKNOWN) */
};

struct flight
{
  event_id send;   /* TRACE_SEND; of what no host sent its TRACE_INJECT; of a report its TRACE_ICMP */
  event_id carry;  /* TRACE_CARRY: the identity of the copy, which commands name; of a report its TRACE_ICMP */
  event_id finish; /* TRACE_ARRIVE, TRACE_LOSS, or the TRACE_DISCARD of what was not even readable; else EVENT_NONE */
  vtime start;     /* departure */
  vtime end;       /* arrival, planned arrival, instant of loss or of holding */
  vtime planned;   /* arrival as planned at departure: end > planned means it was delayed */
  uint8_t from;    /* host */
  uint8_t fate;    /* enum flight_fate */
  bool duplicate;  /* a copy made by the link */
  bool report;     /* not a segment: a router's ICMP message, under way since the instant of a loss */
  bool injected;   /* no host sent it: under way from halfway on */
  bool corrupted;
  bool discarded; /* arrived, and was discarded by the receiver */
  uint16_t marks; /* of the SEND, and of the ARRIVE */
  uint8_t ordinal;
};

struct flights;

/* NULL when there is no memory. The trace must outlive the flights. */
struct flights *flights_new (const struct trace *trace);
void flights_free (struct flights *flights);

/* Takes in what was appended to the trace since the last call. False when memory ran out: the list then ends early. */
bool flights_update (struct flights *flights);

size_t flights_length (const struct flights *flights);
const struct flight *flights_get (const struct flights *flights, size_t index);

/* The flight that an event belongs to (SEND, CARRY, LOSS, ARRIVE, …), or SIZE_MAX. A SEND with several copies gives the
 * first. */
size_t flights_find (const struct flights *flights, event_id id);

/* What was known of a flight at an instant: the same flight with the fate and end it had then (UNDER_WAY before its
 * finish). False when it had not departed yet. */
bool flight_at (const struct flights *flights, size_t index, vtime now, struct flight *flight);
