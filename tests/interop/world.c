#define _GNU_SOURCE

#include "world.h"

#include "frame.h"
#include "judge.h"
#include "kernel-peer.h"
#include "network.h"
#include "our-side.h"
#include "record.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* A row that takes longer than this has failed; the slowest takes a good minute on a machine that has time for it. In
 * the whole matrix lwIP meets links that lose every seventh frame: it doubles its RTO up to 128 times the first, so the
 * same segment lost again and again costs it minutes. */
#define SECONDS_MAX 400
#define SECONDS_MAX_FULL 1500

/* The peer's process outlives the row by so much before it ends itself. */
#define PEER_SECONDS_MORE 300

/* What the side that closes first sends in a half-close. */
#define REQUEST_OCTETS 1000

/* Probes of a closed window before it opens. */
#define PROBES 2

/* What one turn may take beside its sleep. */
#define TURN_MAX MS (5)

/* The longest sleep, in which the peer's end may go unnoticed. */
#define SLEEP_MAX MS (50)

struct world
{
  const struct row *row;
  int tap, peer_tap;
  gint64 looked_at; /* the machine's clock when ours was set, us */
  vtime now;
  struct link_way out, in;
  struct record record;
  struct our_side ours;
  pid_t peer;
  int control;
  bool peer_told;
  bool fin_came;
  unsigned openings;     /* SYNs that open a connection, those sent again too */
  bool closed;           /* the window of each connection was closed once */
  guint64 replies_until; /* to what we did not take, until then */
  bool reported;
  struct peer_report report;
};

/* --- plans --- */

static unsigned
seconds_max (const struct row *row)
{
  return row->full_only ? SECONDS_MAX_FULL : SECONDS_MAX;
}

static void
plan_programs (const struct row *row, struct program_plan *ours, struct program_plan *peers)
{
  uint64_t each = row->octets / row->connections;

  *ours = *peers = (struct program_plan){ .sends = each, .reads = each };
  switch (row->act)
    {
    case ACT_TRANSFER:
    case ACT_NOBODY_LISTENS:
      break;
    case ACT_WE_CLOSE_FIRST:
      ours->sends = peers->reads = REQUEST_OCTETS;
      peers->ending = ENDING_AFTER_OTHER;
      break;
    case ACT_PEER_CLOSES_FIRST:
      ours->reads = peers->sends = REQUEST_OCTETS;
      ours->ending = ENDING_AFTER_OTHER;
      break;
    case ACT_CLOSE_TOGETHER:
      ours->ending = peers->ending = ENDING_TOLD;
      break;
    case ACT_WE_RESET:
      ours->ending = ENDING_RESET;
      peers->ending = ENDING_GETS_RESET;
      break;
    case ACT_PEER_RESETS:
      ours->ending = ENDING_GETS_RESET;
      peers->ending = ENDING_RESET;
      break;
    case ACT_WE_DO_NOT_READ:
      ours->waits_to_read = true;
      break;
    case ACT_PEER_DOES_NOT_READ:
      peers->waits_to_read = true;
      break;
    }
}

/* --- the peer --- */

/* lwIP has functions of the same names as our engine, so it is a program of its own. */
static void
run_peer (const struct world *world, int control)
{
  char tap[16], channel[16];

  const char *program = g_getenv ("HANDSHAKE_LWIP_PEER");

  if (world->row->peer == PEER_KERNEL)
    kernel_peer_run (control);
  if (program == NULL)
    _exit (1);
  fcntl (world->peer_tap, F_SETFD, 0);
  fcntl (control, F_SETFD, 0);
  g_snprintf (tap, sizeof tap, "%d", world->peer_tap);
  g_snprintf (channel, sizeof channel, "%d", control);
  execl (program, "lwip-peer", tap, channel, NULL);
  _exit (1);
}

/* True when the peer is ready. */
static bool
start_peer (struct world *world, const struct program_plan *program)
{
  const struct row *row = world->row;
  const struct peer_plan plan = { .listens = row->peer_listens && row->act != ACT_NOBODY_LISTENS,
                                  .absent = row->peer_listens && row->act == ACT_NOBODY_LISTENS,
                                  .v6 = row->v6,
                                  .connections = row->connections,
                                  .seconds = seconds_max (row) + PEER_SECONDS_MORE,
                                  .receive_buffer = row->act == ACT_PEER_DOES_NOT_READ ? 65536 : 0,
                                  .program = *program };
  int channel[2], error = -1;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channel) != 0)
    return false;
  world->control = channel[0];
  world->peer = fork ();
  if (world->peer == 0)
    {
      close (channel[0]);
      run_peer (world, channel[1]);
    }
  close (channel[1]);
  return write (world->control, &plan, sizeof plan) == (ssize_t) sizeof plan
         && read (world->control, &error, sizeof error) == (ssize_t) sizeof error && error == 0;
}

static void
tell_peer (struct world *world)
{
  const char command = PEER_TOLD;

  if (!world->peer_told && write (world->control, &command, 1) == 1)
    world->peer_told = true;
}

/* --- the link --- */

static void
frame_out (void *user, const uint8_t *frame, size_t length)
{
  struct world *world = user;

  world->openings += frame_is_opening (frame, length);
  record_add (&world->record, frame, length, world->now);
  link_way_send (&world->out, frame, length, world->now);
}

static void
take_frames_of_peer (struct world *world)
{
  guint8 frame[FRAME_SIZE];
  ssize_t length;

  while ((length = read (world->tap, frame, sizeof frame)) > 0)
    {
      world->fin_came = world->fin_came || frame_is_fin (frame, (gsize) length);
      world->openings += frame_is_opening (frame, (gsize) length);
      record_add (&world->record, frame, (gsize) length, world->now);
      link_way_send (&world->in, frame, (gsize) length, world->now);
    }
}

static void
deliver_frames (struct world *world)
{
  guint8 frame[FRAME_SIZE];
  gsize length;

  while ((length = link_way_take (&world->out, frame, sizeof frame, world->now)) > 0)
    /* What the kernel has no room for is lost, as on any link. */
    if (write (world->tap, frame, length) < 0)
      world->out.lost++;
  while ((length = link_way_take (&world->in, frame, sizeof frame, world->now)) > 0)
    host_frame_in (world->ours.host, frame, length, world->now, EVENT_NONE);
}

/* --- the row --- */

/* What has to happen before the programs go on. */
static void
conduct (struct world *world)
{
  const guint64 *happened = world->ours.happened;
  guint64 replies = happened[REASON_SEND_ACK_ZERO_WINDOW] + happened[REASON_SEND_ACK_UNACCEPTABLE];

  switch (world->row->act)
    {
    case ACT_CLOSE_TOGETHER:
      if (our_side_has_exchanged (&world->ours))
        tell_peer (world);
      /* The peer's FIN is on its way and has not come. */
      if (world->fin_came)
        our_side_tell (&world->ours);
      break;
    case ACT_WE_DO_NOT_READ:
      if (!world->closed)
        {
          world->closed = our_side_has_closed_windows (&world->ours);
          world->replies_until = replies;
        }
      if (world->closed && replies >= world->replies_until + PROBES)
        our_side_tell (&world->ours);
      break;
    case ACT_PEER_DOES_NOT_READ:
      if (happened[REASON_SEND_WINDOW_PROBE] >= PROBES)
        tell_peer (world);
      break;
    default:
      break;
    }
}

/* Returns how long it meant to sleep. */
static vtime
wait_for_something (const struct world *world)
{
  struct pollfd ready[2] = { { .fd = world->tap, .events = POLLIN }, { .fd = world->control, .events = POLLIN } };
  vtime next
      = MIN (MIN (link_way_next (&world->in), link_way_next (&world->out)), tcp_stack_next_timeout (world->ours.stack));
  vtime wait = CLAMP (next - world->now, 0, SLEEP_MAX);

  /* Once the peer has told, its end of the channel is closed. */
  ppoll (ready, world->reported ? 1 : 2, &(struct timespec){ .tv_nsec = wait }, NULL);
  return wait;
}

static void
take_report (struct world *world)
{
  ssize_t length = recv (world->control, &world->report, sizeof world->report, MSG_DONTWAIT);

  world->reported = world->reported || length >= 0;
  if (length >= 0 && length != (ssize_t) sizeof world->report)
    world->report = (struct peer_report){ .error = -1 };
}

/* Sets our clock, which stands still within a turn. It also does where the machine had no time for this process: our
 * timers then do not expire only because the frames that would have stopped them wait to be read. */
static void
set_clock (struct world *world, vtime slept)
{
  gint64 machine = g_get_monotonic_time ();

  world->now += MIN (US (machine - world->looked_at), slept + TURN_MAX);
  world->looked_at = machine;
}

static void
take_turn (struct world *world)
{
  set_clock (world, wait_for_something (world));
  take_frames_of_peer (world);
  deliver_frames (world);
  conduct (world);
  our_side_act (&world->ours, world->now);
  if (!world->reported)
    take_report (world);
}

/* Both sides go on until both are done: a last ACK may be lost and asked for again. */
static void
run (struct world *world)
{
  while (!(world->reported && our_side_is_over (&world->ours)) && world->now < SEC (seconds_max (world->row)))
    take_turn (world);
}

static void
tell_numbers (const struct world *world, struct outcome *outcome)
{
  const guint64 *happened = world->ours.happened;

  outcome->seconds = (double) world->now / 1e9;
  outcome->frames = world->out.frames + world->in.frames;
  outcome->lost = world->out.lost + world->in.lost;
  outcome->ours_again = our_side_retransmissions (&world->ours);
  outcome->ours_timeouts = happened[REASON_RETRANSMIT_TIMEOUT];
}

/* Returns the status with which the peer's process ended by itself; 0 when it had to be ended. */
static int
end_peer (const struct world *world)
{
  int status;

  if (waitpid (world->peer, &status, WNOHANG) == world->peer)
    return status;
  kill (world->peer, SIGKILL);
  waitpid (world->peer, NULL, 0);
  return 0;
}

static void
run_between (struct world *world, const char *directory, struct outcome *outcome)
{
  const struct row *row = world->row;
  struct program_plan ours, peers;

  plan_programs (row, &ours, &peers);
  world->record.keep = g_getenv ("HANDSHAKE_INTEROP_FRAMES") != NULL;
  link_way_init (&world->out, &row->link, 1);
  link_way_init (&world->in, &row->link, 2);
  if (!record_open (&world->record, directory, row->path) || !start_peer (world, &peers))
    {
      outcome->verdict = VERDICT_BAD;
      g_strlcpy (outcome->why, "no file for the frames, or the peer does not start", sizeof outcome->why);
      return;
    }
  world->looked_at = g_get_monotonic_time ();
  our_side_open (&world->ours, row, &ours, frame_out, world);
  run (world);
  int status = end_peer (world);
  tell_numbers (world, outcome);

  struct judge judge = { .row = row,
                         .ours = &world->ours,
                         .out = &world->out,
                         .in = &world->in,
                         .openings = world->openings,
                         .report = world->reported ? &world->report : NULL,
                         .outcome = outcome };
  if (WIFSIGNALED (status))
    judge_blame (&judge, "the peer's process was ended by signal %d", WTERMSIG (status));
  judge_row (&judge);
  g_autofree char *complaint = record_judge (&world->record);
  if (complaint != NULL)
    judge_blame (&judge, "%s", complaint);
  our_side_close (&world->ours);
  link_way_clear (&world->out);
  link_way_clear (&world->in);
}

void
world_run (const struct row *row, const char *directory, struct outcome *outcome)
{
  static struct world world;
  const char *missing;

  world.row = row;
  *outcome = (struct outcome){ .verdict = VERDICT_GOOD };
  missing = network_make (row, &world.tap, &world.peer_tap);
  if (missing != NULL)
    {
      outcome->verdict = VERDICT_SKIP;
      g_strlcpy (outcome->why, missing, sizeof outcome->why);
      return;
    }
  run_between (&world, directory, outcome);
}
