/* Acting in a run: commands, undo, redo, restart. */
#include "app/session-private.h"

#include "explain/reason.h"

#include <glib/gi18n.h>

#define SETTLE_EVENTS_MAX 50000

/* The commands that are calls of a program: their refusal has a reason of the engine. */
static bool
is_call (const struct sim_command *command)
{
  return command->kind <= COMMAND_ABORT;
}

static char *
refusal_sentence (const struct sim *sim, const struct sim_command *command, enum sim_refusal refusal)
{
  switch (refusal)
    {
    case SIM_REFUSED_NO_COPY:
      return g_strdup (_ ("That segment is no longer under way."));
    case SIM_REFUSED_STATE:
      if (is_call (command))
        return hs_session_call_sentence (sim, command->host, command->kind);
      return g_strdup (_ ("That is not possible now."));
    case SIM_REFUSED_FULL:
      return g_strdup (_ ("This run is full. Restart it to go on."));
    default:
      return g_strdup (_ ("That is not possible now."));
    }
}

char *
hs_session_call_sentence (const struct sim *sim, unsigned host, enum sim_command_kind call)
{
  enum tcp_reason reason = sim_call_refusal (sim, host, call);
  const struct trace *trace = sim_trace (sim);
  const char *name = trace_host_const (trace, host)->name;
  size_t length = trace_length (trace);
  enum tcp_state state = trace_state_at (trace, host, length > 0 ? (event_id) (length - 1) : EVENT_NONE);

  if (reason != REASON_COUNT && sim_is_off (sim, host))
    return g_strdup_printf (_ ("%s is switched off"), name);
  switch (reason)
    {
    case REASON_COUNT:
      return NULL;
    case REASON_CALL_ERROR_EXISTS:
      if (call == COMMAND_LISTEN && (state == TCP_CLOSED || state == TCP_LISTEN))
        return g_strdup_printf (_ ("%s is already listening"), name);
      return g_strdup_printf (_ ("%s already has a connection"), name);
    case REASON_CALL_ERROR_CLOSING:
      return g_strdup_printf (_ ("%s has already closed its direction"), name);
    case REASON_PROGRAM_OUT_OF_DESCRIPTORS:
      return g_strdup_printf (_ ("%s’s program has too many sockets open"), name);
    case REASON_CALL_ERROR_NO_CONNECTION:
      return g_strdup_printf (_ ("%s has no connection"), name);
    default:
      return g_strdup_printf (_ ("Not possible while %s is in %s"), name, tcp_state_name (state));
    }
}

const struct sim *
hs_session_get_sim_now (HsSession *self)
{
  if (self->recording == NULL)
    return NULL;
  if (hs_session_is_at_frontier (self))
    {
      g_clear_pointer (&self->copy, sim_free);
      return recording_sim (self->recording);
    }
  if (self->copy == NULL || self->copy_at != self->now || self->copy_started != self->started)
    {
      g_clear_pointer (&self->copy, sim_free);
      self->copy = recording_copy (self->recording, self->now, self->started);
      self->copy_at = self->now;
      self->copy_started = self->started;
    }
  return self->copy;
}

GArray *
hs_session_copy_log (const GArray *log)
{
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (struct sim_command));

  return g_array_append_vals (copy, log->data, log->len);
}

/* The run as it is, to come back to. */
static struct history_entry
present (HsSession *self)
{
  return (struct history_entry){
    .log = hs_session_copy_log (recording_log (self->recording)),
    .end = recording_end (self->recording),
    .started = recording_is_started (self->recording),
    .moment = self->now,
    .moment_started = self->started,
  };
}

/* Makes the recording another one and stands at a moment of it. */
static void
rebuild (HsSession *self, const GArray *log, vtime end, bool started, vtime now, gboolean now_started)
{
  g_clear_pointer (&self->copy, sim_free);
  recording_rebuild (self->recording, log, end, started);
  self->now = now;
  self->started = now_started;
  self->step_origin = VTIME_NEVER;
  hs_session_take_trace (self, recording_trace (self->recording));
}

bool
hs_session_is_at_frontier (HsSession *self)
{
  return self->recording != NULL && self->now >= recording_end (self->recording)
         && self->started == recording_is_started (self->recording);
}

bool
hs_session_cut_off (HsSession *self)
{
  g_autoptr (GArray) log = NULL;
  size_t length = trace_length (self->trace);

  if (hs_session_is_at_frontier (self))
    return false;
  log = recording_log_until (self->recording, self->now);
  rebuild (self, log, self->now, self->started, self->now, self->started);
  return trace_length (self->trace) < length;
}

/* NULL, or why nothing can be done in what is shown. */
static const char *
standstill (HsSession *self)
{
  if (self->recording == NULL)
    return _ ("A capture cannot be changed.");
  return hs_session_has_horizon (self) ? _ ("Not while a question is open.") : NULL;
}

/* Does a command now. False, and the run is as it was, when it is refused. */
static bool
give (HsSession *self, struct sim_command *command, bool *replaced, char **why)
{
  enum sim_refusal refusal;
  size_t length;

  /* A command comes after what happens at its instant, at the first one as well. */
  if (!self->started)
    hs_session_seek (self, self->now);
  command->at = self->now;
  refusal = sim_command_check (hs_session_get_sim_now (self), command);
  if (refusal != SIM_ACCEPTED)
    {
      if (why != NULL)
        *why = refusal_sentence (hs_session_get_sim_now (self), command, refusal);
      return false;
    }
  g_clear_pointer (&self->copy, sim_free);
  *replaced = hs_session_cut_off (self) || *replaced;
  length = trace_length (self->trace);
  recording_command (self->recording, command);
  recording_run (self->recording, self->now, SETTLE_EVENTS_MAX);
  hs_session_take_growth (self, length);
  return true;
}

gboolean
hs_session_command (HsSession *self, struct sim_command *command, char **why)
{
  return hs_session_commands (self, command, 1, 0, why);
}

gboolean
hs_session_commands (HsSession *self, struct sim_command *commands, guint count, vtime gap, char **why)
{
  struct history_entry before;
  const char *reason = standstill (self);
  bool replaced = false;

  if (why != NULL)
    *why = g_strdup (reason);
  if (reason != NULL)
    return FALSE;
  before = present (self);
  if (!give (self, &commands[0], &replaced, why))
    {
      g_array_unref (before.log);
      return FALSE;
    }
  for (guint i = 1; i < count; i++)
    {
      hs_session_seek (self, self->now + gap);
      if (!give (self, &commands[i], &replaced, why))
        break;
    }
  history_keep (self->history, &before);
  hs_session_move (self, self->now, TRUE);
  /* What the command did is the subject now, not the segment it was meant for. */
  hs_session_select (self, EVENT_NONE);
  if (replaced)
    hs_session_emit (self, HS_SESSION_REPLACED);
  return TRUE;
}

gboolean
hs_session_can_undo (HsSession *self)
{
  return self->history != NULL && history_can_undo (self->history);
}

gboolean
hs_session_can_redo (HsSession *self)
{
  return self->history != NULL && history_can_redo (self->history);
}

typedef bool (*history_turn) (struct history *, struct history_entry *, struct history_entry *);

static void
turn (HsSession *self, history_turn exchange)
{
  struct history_entry former;
  struct history_entry entry;

  if (self->history == NULL)
    return;
  former = present (self);
  if (!exchange (self->history, &former, &entry))
    {
      g_array_unref (former.log);
      return;
    }
  self->playing = FALSE;
  rebuild (self, entry.log, entry.end, entry.started, entry.moment, entry.moment_started);
  g_array_unref (entry.log);
  hs_session_emit (self, HS_SESSION_MOVED);
}

void
hs_session_undo (HsSession *self)
{
  turn (self, history_undo);
}

void
hs_session_redo (HsSession *self)
{
  turn (self, history_redo);
}

void
hs_session_restart (HsSession *self)
{
  struct history_entry before;
  g_autoptr (GArray) none = NULL;

  if (self->recording == NULL)
    {
      hs_session_go_start (self);
      return;
    }
  before = present (self);
  none = g_array_new (FALSE, FALSE, sizeof (struct sim_command));
  if (before.log->len > 0)
    history_keep (self->history, &before);
  else
    g_array_unref (before.log);
  self->playing = FALSE;
  self->selected = EVENT_NONE;
  rebuild (self, none, 0, false, 0, FALSE);
  hs_session_emit (self, HS_SESSION_MOVED);
}
