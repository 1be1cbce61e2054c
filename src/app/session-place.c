/* The place in a run or a capture: seeking, stepping, letting time pass. */
#include "app/session-private.h"

/* One act of a person or one frame of the clock records at most so much; a run that wants more goes on with the next.
 */
#define FRAME_EVENTS_MAX 4000
#define ACT_EVENTS_MAX 50000
#define END_EVENTS_MAX 5000

/* In a longer run a step back leaves the recording as it is: replaying it would take too long. */
#define TAKE_BACK_EVENTS_MAX 2000

/* Instants without anything to see that a step passes over before it stops anyway. */
#define STEP_INSTANTS_MAX 100000

/* What a person can see happen: a step goes from one such instant to the next. */
static bool
is_visible (const struct trace_event *event)
{
  switch (event->kind)
    {
    case TRACE_UPDATE:
    case TRACE_CARRY:
    case TRACE_COMMAND:
    case TRACE_TIMER_STOP:
      return false;
    default:
      return true;
    }
}

static bool
is_state (const struct trace_event *event)
{
  return event->kind == TRACE_STATE && event->before != event->after;
}

static bool
is_expiry (const struct trace_event *event)
{
  return event->kind == TRACE_TIMER_EXPIRE;
}

typedef bool (*event_filter) (const struct trace_event *event);

/* The first event from `first` on that passes, or EVENT_NONE. */
static event_id
find_from (const struct trace *trace, size_t first, event_filter filter)
{
  for (size_t id = first; id < trace_length (trace); id++)
    {
      if (filter (trace_get (trace, (event_id) id)))
        return (event_id) id;
    }
  return EVENT_NONE;
}

/* The last event before `count` and before an instant that passes, or EVENT_NONE. */
static event_id
find_back (const struct trace *trace, size_t count, vtime before, event_filter filter)
{
  for (size_t id = count; id-- > 0;)
    {
      const struct trace_event *event = trace_get (trace, (event_id) id);

      if (event->at < before && filter (event))
        return (event_id) id;
    }
  return EVENT_NONE;
}

/* Events that have been stepped to. */
static size_t
passed (HsSession *self)
{
  return self->started && self->trace != NULL ? trace_count_until (self->trace, self->now) : 0;
}

/* The one place that keeps the time from passing the horizon. */
static void
place (HsSession *self, vtime now, gboolean started)
{
  if (hs_session_has_horizon (self) && now >= self->until)
    {
      now = self->until;
      self->playing = FALSE;
    }
  self->now = now;
  self->started = started;
  self->step_origin = VTIME_NEVER;
  hs_session_emit (self, HS_SESSION_MOVED);
}

void
hs_session_move (HsSession *self, vtime now, gboolean started)
{
  g_array_set_size (self->steps, 0);
  place (self, now, started);
}

gboolean
hs_session_is_held (HsSession *self)
{
  return self->trace != NULL && hs_session_has_horizon (self) && self->started && self->now >= self->until;
}

bool
hs_session_records (HsSession *self)
{
  return self->recording != NULL && !hs_session_has_horizon (self);
}

vtime
hs_session_get_now (HsSession *self)
{
  return self->now;
}

gboolean
hs_session_get_started (HsSession *self)
{
  return self->started;
}

event_id
hs_session_get_event (HsSession *self)
{
  size_t count = passed (self);

  return count > 0 ? (event_id) (count - 1) : EVENT_NONE;
}

vtime
hs_session_get_start (HsSession *self)
{
  if (self->document == HS_DOCUMENT_CAPTURE && self->trace != NULL && trace_length (self->trace) > 0)
    return trace_get (self->trace, 0)->at;
  return 0;
}

vtime
hs_session_get_end (HsSession *self)
{
  if (hs_session_has_horizon (self))
    return self->until;
  if (self->recording != NULL)
    return MAX (recording_end (self->recording), self->now);
  return self->trace != NULL ? trace_end (self->trace) : 0;
}

vtime
hs_session_get_next (HsSession *self)
{
  size_t count = passed (self);

  if (self->trace == NULL)
    return VTIME_NEVER;
  if (count < trace_length (self->trace))
    return trace_get (self->trace, (event_id) count)->at;
  if (!hs_session_records (self) || recording_is_over (self->recording))
    return VTIME_NEVER;
  return sim_next (recording_sim (self->recording));
}

gboolean
hs_session_is_finished (HsSession *self)
{
  if (self->trace == NULL)
    return TRUE;
  if (self->now < hs_session_get_end (self) || passed (self) < trace_length (self->trace))
    return FALSE;
  return !hs_session_records (self) || recording_is_over (self->recording);
}

gboolean
hs_session_waits_for_call (HsSession *self)
{
  if (!hs_session_records (self) || !hs_session_is_finished (self) || sim_is_full (recording_sim (self->recording)))
    return FALSE;
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      enum tcp_state state = trace_state_at (self->trace, host, hs_session_get_event (self));

      if (state != TCP_CLOSED && state != TCP_LISTEN)
        return TRUE;
    }
  return FALSE;
}

/* Records a run up to an instant, if it is not yet. */
static void
record_until (HsSession *self, vtime until, size_t events)
{
  size_t length;

  if (!hs_session_records (self) || until < recording_end (self->recording))
    return;
  length = trace_length (self->trace);
  recording_run (self->recording, until, events);
  hs_session_take_growth (self, length);
}

static void
stop_at_end (HsSession *self)
{
  if (self->playing && hs_session_is_finished (self))
    {
      self->playing = FALSE;
      hs_session_emit (self, HS_SESSION_MOVED);
    }
}

void
hs_session_seek (HsSession *self, vtime time)
{
  if (self->trace == NULL)
    return;
  time = MAX (time, hs_session_get_start (self));
  record_until (self, time, ACT_EVENTS_MAX);
  hs_session_move (self, MIN (time, hs_session_get_end (self)), TRUE);
  stop_at_end (self);
}

void
hs_session_set_stop (HsSession *self, HsSessionStop stop, gpointer user)
{
  self->stop = stop;
  self->stop_user = user;
}

/* The instant ahead and at most at target at which playing has to stop, or VTIME_NEVER. */
static vtime
stop_before (HsSession *self, vtime target)
{
  event_id stop = self->stop != NULL ? self->stop (self->stop_user) : EVENT_NONE;
  vtime at
      = stop < trace_length (self->trace) && stop >= passed (self) ? trace_get (self->trace, stop)->at : VTIME_NEVER;

  return at <= target ? at : VTIME_NEVER;
}

void
hs_session_advance (HsSession *self, vtime span)
{
  vtime target, stop;

  if (self->trace == NULL || span <= 0)
    return;
  target = self->now > VTIME_NEVER - span ? VTIME_NEVER : self->now + span;
  record_until (self, target, FRAME_EVENTS_MAX);
  stop = stop_before (self, target);
  if (stop != VTIME_NEVER)
    self->playing = FALSE;
  hs_session_move (self, MIN (MIN (target, stop), hs_session_get_end (self)), TRUE);
  stop_at_end (self);
}

/* The next event that passes, recording on for it; EVENT_NONE when none comes. */
static event_id
next_event (HsSession *self, event_filter filter)
{
  size_t first = passed (self);
  size_t length = trace_length (self->trace);
  event_id found = find_from (self->trace, first, filter);

  for (int i = 0; found == EVENT_NONE && hs_session_records (self) && i < STEP_INSTANTS_MAX; i++)
    {
      size_t seen = trace_length (self->trace);

      if (!recording_step (self->recording))
        break;
      found = find_from (self->trace, seen, filter);
    }
  if (found != EVENT_NONE)
    record_until (self, trace_get (self->trace, found)->at, ACT_EVENTS_MAX);
  hs_session_take_growth (self, length);
  return found;
}

/* A step that recorded on is taken back with what it recorded, so that everything is as it was before it. */
static bool
take_back_step (HsSession *self)
{
  struct session_moment origin;

  if (self->steps->len == 0 || !hs_session_records (self))
    return false;
  origin = g_array_index (self->steps, struct session_moment, self->steps->len - 1);
  g_array_set_size (self->steps, self->steps->len - 1);
  self->now = origin.now;
  self->started = origin.started;
  hs_session_cut_off (self);
  place (self, origin.now, origin.started);
  return true;
}

void
hs_session_step_forward (HsSession *self)
{
  struct session_moment from = { self->now, self->started };
  bool recording_on = hs_session_is_at_frontier (self) && trace_length (self->trace) < TAKE_BACK_EVENTS_MAX;
  vtime origin = self->now;
  bool between;
  event_id next;

  if (self->trace == NULL)
    return;
  self->playing = FALSE;
  between = self->started && (passed (self) == 0 || trace_get (self->trace, (event_id) passed (self) - 1)->at < origin);
  next = next_event (self, is_visible);
  if (next == EVENT_NONE)
    hs_session_move (self, hs_session_get_end (self), TRUE);
  else
    {
      if (recording_on)
        g_array_append_val (self->steps, from);
      else
        g_array_set_size (self->steps, 0);
      place (self, trace_get (self->trace, next)->at, TRUE);
      if (between)
        self->step_origin = origin;
    }
}

void
hs_session_step_back (HsSession *self)
{
  vtime origin = self->step_origin;
  event_id previous;

  if (self->trace == NULL)
    return;
  self->playing = FALSE;
  if (take_back_step (self))
    return;
  previous = find_back (self->trace, passed (self), self->now, is_visible);
  if (origin != VTIME_NEVER && (previous == EVENT_NONE || trace_get (self->trace, previous)->at < origin))
    hs_session_move (self, origin, TRUE);
  else if (previous == EVENT_NONE)
    hs_session_go_start (self);
  else
    hs_session_move (self, trace_get (self->trace, previous)->at, TRUE);
}

gboolean
hs_session_next_state (HsSession *self, gboolean backwards)
{
  event_id found;

  if (self->trace == NULL)
    return FALSE;
  self->playing = FALSE;
  found = backwards ? find_back (self->trace, passed (self), self->now, is_state) : next_event (self, is_state);
  if (found == EVENT_NONE)
    {
      hs_session_emit (self, HS_SESSION_MOVED);
      return FALSE;
    }
  hs_session_move (self, trace_get (self->trace, found)->at, TRUE);
  return TRUE;
}

event_id
hs_session_go_to_moment (HsSession *self, const struct moment *moment)
{
  size_t length;
  event_id found;

  if (self->trace == NULL)
    return EVENT_NONE;
  length = trace_length (self->trace);
  found = moment_find (self->trace, moment);
  for (int i = 0; found == EVENT_NONE && hs_session_records (self) && i < STEP_INSTANTS_MAX; i++)
    {
      if (!recording_step (self->recording))
        break;
      found = moment_find (self->trace, moment);
    }
  hs_session_take_growth (self, length);
  if (found != EVENT_NONE)
    hs_session_seek (self, trace_get (self->trace, found)->at);
  return found;
}

/* When a timer of a run will run out by itself, tried on a copy so that nothing is recorded for it. */
static vtime
find_expiry (HsSession *self)
{
  struct sim *copy = recording_copy (self->recording, recording_end (self->recording), self->started);
  vtime until = sim_scenario (copy)->until;
  vtime at = VTIME_NEVER;

  for (int i = 0; at == VTIME_NEVER && i < STEP_INSTANTS_MAX && sim_next (copy) <= until; i++)
    {
      size_t seen = trace_length (sim_trace (copy));
      event_id found;

      if (!sim_step (copy))
        break;
      found = find_from (sim_trace (copy), seen, is_expiry);
      if (found != EVENT_NONE)
        at = trace_get (sim_trace (copy), found)->at;
    }
  sim_free (copy);
  return at;
}

gboolean
hs_session_next_timer (HsSession *self)
{
  event_id found;
  vtime at = VTIME_NEVER;

  if (self->trace == NULL)
    return FALSE;
  found = find_from (self->trace, passed (self), is_expiry);
  if (found != EVENT_NONE)
    at = trace_get (self->trace, found)->at;
  else if (hs_session_records (self))
    at = find_expiry (self);
  if (at == VTIME_NEVER)
    return FALSE;
  hs_session_seek (self, at);
  return TRUE;
}

void
hs_session_go_start (HsSession *self)
{
  if (self->trace == NULL)
    return;
  self->playing = FALSE;
  hs_session_move (self, hs_session_get_start (self), FALSE);
}

void
hs_session_go_end (HsSession *self)
{
  if (self->trace == NULL)
    return;
  self->playing = FALSE;
  record_until (self, VTIME_NEVER, END_EVENTS_MAX);
  hs_session_move (self, hs_session_get_end (self), TRUE);
}
