/* Our end: a host of the simulator with its programs, driven by the real clock. */
#pragma once

#include "program.h"
#include "row.h"
#include "sim/host.h"

#include <glib.h>

struct our_connection
{
  int socket; /* 0 when it does not exist yet */
  struct program program;
  enum tcp_error error;
  bool closed_window; /* the peer was told of a window of 0 */
};

/* Takes a frame of ours to the link. */
typedef void (*our_frame_out) (void *user, const uint8_t *frame, size_t length);

struct our_side
{
  our_frame_out frame_out;
  void *user;
  struct host *host;
  struct tcp_stack *stack;
  struct program_plan plan;
  bool listens;
  int listener;
  struct our_connection *connections;
  unsigned count; /* that exist */
  unsigned planned;
  guint64 happened[REASON_COUNT]; /* how often each reason was given */
  event_id events;
  struct tcp_vars middle; /* of the first connection, when half of everything has gone */
  bool middle_seen;
};

/* Opens the listener or the connections at time 0. */
void our_side_open (struct our_side *side, const struct row *row, const struct program_plan *plan,
                    our_frame_out frame_out, void *user);
void our_side_close (struct our_side *side);

/* Runs what is due: timers, programs, and what they leave to send. */
void our_side_act (struct our_side *side, vtime now);

/* The programs do what they wait for. */
void our_side_tell (struct our_side *side);

/* True when every connection has ended, but for TIME-WAIT. */
bool our_side_is_over (const struct our_side *side);

/* Connections whose program is good, and those that were refused; *bad is the first that is not good, or NULL. */
unsigned our_side_good (const struct our_side *side, const struct our_connection **bad);
unsigned our_side_refused (const struct our_side *side);

/* Every connection has told its peer of a window of 0. */
bool our_side_has_closed_windows (const struct our_side *side);

/* Segments of all connections that were sent again. */
guint64 our_side_retransmissions (const struct our_side *side);

/* Everything is read, and everything sent is acknowledged. */
bool our_side_has_exchanged (const struct our_side *side);
