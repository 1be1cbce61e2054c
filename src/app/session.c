#include "app/session-private.h"

#include "io/tap-wire.h"

G_DEFINE_FINAL_TYPE (HsSession, hs_session, G_TYPE_OBJECT)

#define SPEED_DEFAULT 0.1
#define SPEED_MIN 0.1
#define SPEED_MAX 1000.0

static guint signals[HS_SESSION_SIGNAL_COUNT];

void
hs_session_emit (HsSession *self, enum hs_session_signal signal)
{
  g_signal_emit (self, signals[signal], 0);
}

static void
drop_document (HsSession *self)
{
  self->trace = NULL;
  self->whole = NULL;
  g_clear_pointer (&self->prefix, trace_free);
  g_clear_pointer (&self->flights, flights_free);
  g_clear_pointer (&self->copy, sim_free);
  g_clear_pointer (&self->recording, recording_free);
  g_clear_pointer (&self->history, history_free);
  g_clear_pointer (&self->file, scenario_file_free);
  g_clear_pointer (&self->captured, trace_free);
  g_clear_pointer (&self->capture, capture_free);
  g_clear_pointer (&self->title, g_free);
  hs_session_forget_save (self);
  self->document = HS_DOCUMENT_NONE;
  self->connection = 0;
  self->now = 0;
  self->started = FALSE;
  self->step_origin = VTIME_NEVER;
  g_array_set_size (self->steps, 0);
  self->playing = FALSE;
  self->selected = EVENT_NONE;
  self->horizon = EVENT_NONE;
}

static void
hs_session_finalize (GObject *object)
{
  HsSession *self = HS_SESSION (object);

  drop_document (self);
  g_clear_pointer (&self->tap, tap_wire_close);
  g_clear_pointer (&self->wire_refusal, g_free);
  g_clear_pointer (&self->steps, g_array_unref);
  G_OBJECT_CLASS (hs_session_parent_class)->finalize (object);
}

static void
hs_session_class_init (HsSessionClass *klass)
{
  static const char *const names[HS_SESSION_SIGNAL_COUNT] = {
    [HS_SESSION_DOCUMENT_CHANGED] = "document-changed",
    [HS_SESSION_GREW] = "grew",
    [HS_SESSION_MOVED] = "moved",
    [HS_SESSION_SELECTION_CHANGED] = "selection-changed",
    [HS_SESSION_WIRE_CHANGED] = "wire-changed",
    [HS_SESSION_REPLACED] = "replaced",
    [HS_SESSION_SAVED] = "saved",
  };

  G_OBJECT_CLASS (klass)->finalize = hs_session_finalize;
  for (guint i = 0; i < HS_SESSION_SIGNAL_COUNT; i++)
    signals[i] = g_signal_new (names[i], HS_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hs_session_init (HsSession *self)
{
  self->speed = SPEED_DEFAULT;
  self->selected = EVENT_NONE;
  self->step_origin = VTIME_NEVER;
  self->horizon = EVENT_NONE;
  self->steps = g_array_new (FALSE, FALSE, sizeof (struct session_moment));
}

HsSession *
hs_session_new (void)
{
  return g_object_new (HS_TYPE_SESSION, NULL);
}

/* --- what is shown --- */

static void
show_trace (HsSession *self, const struct trace *trace)
{
  g_clear_pointer (&self->flights, flights_free);
  self->trace = trace;
  if (trace != NULL)
    {
      self->flights = flights_new (trace);
      flights_update (self->flights);
    }
  if (trace == NULL || self->selected >= trace_length (trace))
    self->selected = EVENT_NONE;
  hs_session_emit (self, HS_SESSION_DOCUMENT_CHANGED);
}

void
hs_session_take_trace (HsSession *self, const struct trace *trace)
{
  struct trace *former = g_steal_pointer (&self->prefix);

  self->whole = trace;
  self->horizon = EVENT_NONE;
  show_trace (self, trace);
  g_clear_pointer (&former, trace_free);
}

void
hs_session_set_horizon (HsSession *self, event_id horizon, vtime until)
{
  struct trace *former = self->prefix;

  g_return_if_fail (self->whole != NULL);

  if (horizon == EVENT_NONE && self->horizon == EVENT_NONE)
    return;
  self->horizon = horizon;
  self->until = until;
  self->playing = FALSE;
  self->prefix = NULL;
  if (horizon < trace_length (self->whole))
    {
      self->prefix = trace_copy_until (self->whole, horizon);
      if (self->prefix == NULL)
        g_error ("out of memory");
    }
  show_trace (self, self->prefix != NULL ? self->prefix : self->whole);
  g_clear_pointer (&former, trace_free);
  hs_session_move (self, horizon != EVENT_NONE ? until : self->now, TRUE);
}

gboolean
hs_session_has_horizon (HsSession *self)
{
  return self->horizon != EVENT_NONE;
}

const struct trace *
hs_session_get_whole_trace (HsSession *self)
{
  return self->whole;
}

void
hs_session_take_growth (HsSession *self, size_t length_before)
{
  if (trace_length (self->trace) == length_before)
    return;
  flights_update (self->flights);
  hs_session_emit (self, HS_SESSION_GREW);
}

/* The TAP pair is asked for once, when the first run needs a wire. */
static const struct sim_wire *
take_wire (HsSession *self)
{
  g_autoptr (GError) error = NULL;

  if (!self->wire_tried)
    {
      self->wire_tried = TRUE;
      self->tap = tap_wire_open (&error);
      if (self->tap == NULL)
        self->wire_refusal = g_strdup (error->message);
      hs_session_emit (self, HS_SESSION_WIRE_CHANGED);
    }
  return self->tap != NULL ? tap_wire_sim (self->tap) : NULL;
}

void
hs_session_open_scenario (HsSession *self, struct scenario_file *file)
{
  drop_document (self);
  self->document = HS_DOCUMENT_RUN;
  self->file = file;
  self->title = g_strdup (file->title);
  hs_session_begin_save (self);
  self->recording = recording_new (&file->scenario, take_wire (self));
  self->history = history_new ();
  hs_session_take_trace (self, recording_trace (self->recording));
  hs_session_emit (self, HS_SESSION_MOVED);
}

void
hs_session_open_capture (HsSession *self, struct capture *capture, guint index)
{
  drop_document (self);
  self->document = HS_DOCUMENT_CAPTURE;
  self->capture = capture;
  self->title = g_path_get_basename (capture_path (capture));
  hs_session_show_connection (self, index);
}

void
hs_session_show_connection (HsSession *self, guint index)
{
  struct trace *former = self->captured;

  g_return_if_fail (self->document == HS_DOCUMENT_CAPTURE);

  self->playing = FALSE;
  self->selected = EVENT_NONE;
  self->horizon = EVENT_NONE;
  self->step_origin = VTIME_NEVER;
  self->connection = index;
  self->captured = index < capture_connection_count (self->capture) ? capture_trace (self->capture, index) : NULL;
  self->started = TRUE;
  self->now = self->captured != NULL ? trace_end (self->captured) : 0;
  hs_session_take_trace (self, self->captured);
  g_clear_pointer (&former, trace_free);
  hs_session_emit (self, HS_SESSION_MOVED);
}

void
hs_session_open_exercise (HsSession *self, struct trace *trace, const char *title)
{
  drop_document (self);
  self->document = HS_DOCUMENT_EXERCISE;
  self->captured = trace;
  self->title = g_strdup (title);
  self->started = TRUE;
  self->now = trace_end (trace);
  hs_session_take_trace (self, trace);
  hs_session_emit (self, HS_SESSION_MOVED);
}

void
hs_session_close_document (HsSession *self)
{
  drop_document (self);
  hs_session_emit (self, HS_SESSION_DOCUMENT_CHANGED);
  hs_session_emit (self, HS_SESSION_MOVED);
}

HsDocument
hs_session_get_document (HsSession *self)
{
  return self->document;
}

const char *
hs_session_get_title (HsSession *self)
{
  return self->title != NULL ? self->title : "";
}

const struct scenario_file *
hs_session_get_scenario (HsSession *self)
{
  return self->file;
}

const struct capture *
hs_session_get_capture (HsSession *self)
{
  return self->capture;
}

guint
hs_session_get_connection (HsSession *self)
{
  return self->connection;
}

const struct trace *
hs_session_get_trace (HsSession *self)
{
  return self->trace;
}

struct flights *
hs_session_get_flights (HsSession *self)
{
  return self->flights;
}

struct sim *
hs_session_get_sim (HsSession *self)
{
  return self->recording != NULL ? recording_sim (self->recording) : NULL;
}

/* --- pace and selection --- */

gboolean
hs_session_get_playing (HsSession *self)
{
  return self->playing;
}

void
hs_session_set_playing (HsSession *self, gboolean playing)
{
  playing = playing && self->document != HS_DOCUMENT_NONE && !hs_session_is_held (self);
  if (playing == self->playing)
    return;
  if (playing && hs_session_is_finished (self) && hs_session_get_end (self) > hs_session_get_start (self))
    hs_session_go_start (self);
  self->playing = playing;
  hs_session_emit (self, HS_SESSION_MOVED);
}

double
hs_session_get_speed (HsSession *self)
{
  return self->speed;
}

void
hs_session_set_speed (HsSession *self, double speed)
{
  speed = CLAMP (speed, SPEED_MIN, SPEED_MAX);
  if (speed == self->speed)
    return;
  self->speed = speed;
  hs_session_emit (self, HS_SESSION_MOVED);
}

event_id
hs_session_get_selected (HsSession *self)
{
  return self->selected;
}

void
hs_session_select (HsSession *self, event_id event)
{
  if (self->trace == NULL || event >= trace_length (self->trace))
    event = EVENT_NONE;
  if (event == self->selected)
    return;
  self->selected = event;
  hs_session_emit (self, HS_SESSION_SELECTION_CHANGED);
}

/* --- the wire --- */

const char *
hs_session_get_wire (HsSession *self)
{
  return self->tap != NULL ? "tap" : "memory";
}

const char *
hs_session_get_wire_refusal (HsSession *self)
{
  return self->wire_refusal;
}
