#include "app/narrator.h"

#include "explain/narration.h"

struct _HsNarrator
{
  GObject parent_instance;

  HsSession *session;
  GArray *found;   /* of event_id: the event of each step, EVENT_NONE as long as it has not happened */
  size_t searched; /* length of the trace when it was last searched */
  int step;
  event_id last;      /* where the session was when the step was chosen */
  gboolean concluded; /* the conclusion is shown */
  gboolean moving;    /* by this narrator */
  gboolean on;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_COUNT,
};

static guint signals[SIGNAL_COUNT];

G_DEFINE_FINAL_TYPE (HsNarrator, hs_narrator, G_TYPE_OBJECT)

const struct scenario_lesson *
hs_narrator_get_lesson (HsNarrator *self)
{
  const struct scenario_file *file = hs_session_get_scenario (self->session);

  return file != NULL ? file->lesson : NULL;
}

static guint
step_count (HsNarrator *self)
{
  const struct scenario_lesson *lesson = hs_narrator_get_lesson (self);

  return lesson != NULL ? lesson->steps->len : 0;
}

static const struct scenario_step *
get_step (HsNarrator *self, guint step)
{
  return g_ptr_array_index (hs_narrator_get_lesson (self)->steps, step);
}

gboolean
hs_narrator_has_lesson (HsNarrator *self)
{
  return step_count (self) > 0;
}

gboolean
hs_narrator_is_conclusion (HsNarrator *self, guint step)
{
  const struct scenario_lesson *lesson = hs_narrator_get_lesson (self);

  return step_count (self) > 0 && step == step_count (self)
         && (lesson->question != NULL || lesson->misconception != NULL);
}

guint
hs_narrator_count (HsNarrator *self)
{
  return step_count (self) + (hs_narrator_is_conclusion (self, step_count (self)) ? 1 : 0);
}

/* --- where the run is --- */

static void
search (HsNarrator *self)
{
  const struct trace *trace = hs_session_get_trace (self->session);

  if (trace == NULL || trace_length (trace) == self->searched)
    return;
  self->searched = trace_length (trace);
  for (guint i = 0; i < step_count (self); i++)
    {
      event_id *found = &g_array_index (self->found, event_id, i);

      if (*found == EVENT_NONE)
        *found = moment_find (trace, &get_step (self, i)->moment);
    }
}

static gboolean
is_reached (HsNarrator *self, guint step)
{
  event_id found = g_array_index (self->found, event_id, step);
  event_id last = hs_session_get_event (self->session);

  switch (get_step (self, step)->moment.kind)
    {
    case MOMENT_START:
      return TRUE;
    case MOMENT_END:
      return hs_session_get_started (self->session) && hs_session_is_finished (self->session);
    default:
      return found != EVENT_NONE && last != EVENT_NONE && found <= last;
    }
}

static int
last_reached (HsNarrator *self)
{
  int last = -1;

  for (guint i = 0; i < step_count (self) && is_reached (self, i); i++)
    last = (int) i;
  return last;
}

/* Where playing stops: the event of the step that comes next. */
static event_id
next_stop (gpointer user)
{
  HsNarrator *self = user;
  guint next = (guint) (self->step + 1);

  search (self);
  return next < step_count (self) ? g_array_index (self->found, event_id, next) : EVENT_NONE;
}

static void
set_stop (HsNarrator *self)
{
  hs_session_set_stop (self->session, self->on && hs_narrator_has_lesson (self) ? next_stop : NULL, self);
}

static void
select_step (HsNarrator *self)
{
  event_id found = self->step >= 0 ? g_array_index (self->found, event_id, (guint) self->step) : EVENT_NONE;

  if (self->on)
    hs_session_select (self->session, found);
}

/* Of several steps of the instant that was just come to it is the first one's turn. */
static int
choose_step (HsNarrator *self)
{
  vtime now = hs_session_get_now (self->session);
  const struct trace *trace = hs_session_get_trace (self->session);
  int step = last_reached (self);

  for (; step - 1 > self->step; step--)
    {
      event_id found = g_array_index (self->found, event_id, (guint) (step - 1));

      if (found == EVENT_NONE || trace_get (trace, found)->at != now)
        break;
    }
  return step;
}

static void
update (HsNarrator *self)
{
  event_id last = hs_session_get_event (self->session);
  int step;

  if (last == self->last && hs_session_get_started (self->session))
    return;
  self->last = last;
  search (self);
  step = choose_step (self);
  if (step == self->step && !self->concluded)
    return;
  self->concluded = FALSE;
  self->step = step;
  select_step (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_document_changed (HsNarrator *self)
{
  event_id none = EVENT_NONE;

  g_array_set_size (self->found, 0);
  for (guint i = 0; i < step_count (self); i++)
    g_array_append_val (self->found, none);
  self->searched = 0;
  self->concluded = FALSE;
  self->last = EVENT_NONE;
  search (self);
  self->step = last_reached (self);
  set_stop (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* --- what it says --- */

gboolean
hs_narrator_get_on (HsNarrator *self)
{
  return self->on;
}

void
hs_narrator_set_on (HsNarrator *self, gboolean on)
{
  if (on == self->on)
    return;
  self->on = on;
  set_stop (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

int
hs_narrator_get_step (HsNarrator *self)
{
  return self->concluded ? (int) step_count (self) : self->step;
}

char *
hs_narrator_say (HsNarrator *self, guint step)
{
  const struct scenario_step *asked;
  event_id at;

  if (step >= step_count (self))
    return NULL;
  asked = get_step (self, step);
  /* The end is no event: its words are of the last one. */
  at = asked->moment.kind == MOMENT_END ? hs_session_get_event (self->session)
                                        : g_array_index (self->found, event_id, step);
  return explain_narration (hs_session_get_trace (self->session), at, asked->say);
}

enum scenario_show
hs_narrator_show (HsNarrator *self)
{
  return self->step >= 0 && !self->concluded ? get_step (self, (guint) self->step)->show : SHOW_NOTHING;
}

/* --- moving --- */

gboolean
hs_narrator_can_next (HsNarrator *self)
{
  return hs_narrator_has_lesson (self) && hs_narrator_get_step (self) + 1 < (int) hs_narrator_count (self);
}

gboolean
hs_narrator_can_back (HsNarrator *self)
{
  return hs_narrator_has_lesson (self) && hs_narrator_get_step (self) > 0;
}

/* Moves the run to a step; false when its moment does not come. */
static gboolean
go_to (HsNarrator *self, guint step)
{
  const struct moment *moment = &get_step (self, step)->moment;

  hs_session_set_playing (self->session, FALSE);
  if (moment->kind == MOMENT_START)
    hs_session_go_start (self->session);
  else if (moment->kind == MOMENT_END)
    hs_session_go_end (self->session);
  else
    return hs_session_go_to_moment (self->session, moment) != EVENT_NONE;
  return TRUE;
}

/* Two steps may belong to one instant: the one that was asked for is shown. */
static void
show_step (HsNarrator *self, guint step)
{
  self->concluded = FALSE;
  self->step = (int) step;
  self->last = hs_session_get_event (self->session);
  select_step (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gboolean
hs_narrator_next (HsNarrator *self)
{
  guint next = (guint) (hs_narrator_get_step (self) + 1);
  gboolean done;

  if (!hs_narrator_can_next (self))
    return FALSE;
  if (hs_narrator_is_conclusion (self, next))
    {
      self->concluded = TRUE;
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
      return TRUE;
    }
  self->moving = TRUE;
  done = go_to (self, next);
  search (self);
  self->moving = FALSE;
  if (done)
    show_step (self, next);
  return done;
}

gboolean
hs_narrator_back (HsNarrator *self)
{
  guint back = (guint) (hs_narrator_get_step (self) - 1);

  if (!hs_narrator_can_back (self))
    return FALSE;
  self->moving = TRUE;
  go_to (self, back);
  self->moving = FALSE;
  show_step (self, back);
  return TRUE;
}

/* --- the object --- */

static void
on_moved (HsNarrator *self)
{
  if (!self->moving && hs_narrator_has_lesson (self))
    update (self);
}

static void
hs_narrator_dispose (GObject *object)
{
  HsNarrator *self = HS_NARRATOR (object);

  if (self->session != NULL)
    {
      hs_session_set_stop (self->session, NULL, NULL);
      g_signal_handlers_disconnect_by_data (self->session, self);
    }
  g_clear_object (&self->session);
  g_clear_pointer (&self->found, g_array_unref);
  G_OBJECT_CLASS (hs_narrator_parent_class)->dispose (object);
}

static void
hs_narrator_class_init (HsNarratorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hs_narrator_dispose;
  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", HS_TYPE_NARRATOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
hs_narrator_init (HsNarrator *self)
{
  self->found = g_array_new (FALSE, FALSE, sizeof (event_id));
  self->step = -1;
  self->on = TRUE;
}

HsNarrator *
hs_narrator_new (HsSession *session)
{
  HsNarrator *self = g_object_new (HS_TYPE_NARRATOR, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "document-changed", G_CALLBACK (on_document_changed), self);
  g_signal_connect_swapped (session, "moved", G_CALLBACK (on_moved), self);
  on_document_changed (self);
  return self;
}
