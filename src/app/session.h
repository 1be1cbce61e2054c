/* What the window shows: one run or one captured connection, and the place in it.
 *
 * The widgets listen to its signals, queue a draw, and send commands back; no widget keeps state of a run. The only
 * wall clock is in pacer.c, which moves `now` while playing.
 *
 * Signals:
 *   "document-changed"   another run or connection is shown, or it up to another horizon (trace and flights are new
 *                        objects)
 *   "grew"               the trace has new events
 *   "moved"              now, playing or speed changed
 *   "selection-changed"  selected or hovered changed
 *   "wire-changed"       the wire in use changed
 *   "saved"              the run was written to a file, whose title it has now
 *   "replaced"           a command in the past took the place of what had been recorded after it
 */
#pragma once

#include "io/capture.h"
#include "io/scenario-file.h"
#include "sim/sim.h"
#include "trace/flight.h"
#include "trace/moment.h"

#include <glib-object.h>

#define HS_TYPE_SESSION (hs_session_get_type ())
G_DECLARE_FINAL_TYPE (HsSession, hs_session, HS, SESSION, GObject)

typedef enum
{
  HS_DOCUMENT_NONE, /* the welcome page */
  HS_DOCUMENT_RUN,
  HS_DOCUMENT_CAPTURE,
  HS_DOCUMENT_EXERCISE, /* a trace and nothing behind it: a question of the quiz */
} HsDocument;

#define HS_DOCUMENT_COUNT (HS_DOCUMENT_EXERCISE + 1)

HsSession *hs_session_new (void);

/* --- what is shown --- */

HsDocument hs_session_get_document (HsSession *self);
const char *hs_session_get_title (HsSession *self);

/* Takes the file. The run stands at time 0, before its first event, paused. */
void hs_session_open_scenario (HsSession *self, struct scenario_file *file);

/* Takes the capture and shows its connection `index`. */
void hs_session_open_capture (HsSession *self, struct capture *capture, guint index);
void hs_session_show_connection (HsSession *self, guint index);

/* Takes the trace, and shows all of it. */
void hs_session_open_exercise (HsSession *self, struct trace *trace, const char *title);
void hs_session_close_document (HsSession *self);

const struct scenario_file *hs_session_get_scenario (HsSession *self); /* NULL unless a run */
const struct capture *hs_session_get_capture (HsSession *self);        /* NULL unless a capture */
guint hs_session_get_connection (HsSession *self);
const struct trace *hs_session_get_trace (HsSession *self); /* as far as the horizon; NULL for no document */
struct flights *hs_session_get_flights (HsSession *self);
struct sim *hs_session_get_sim (HsSession *self); /* NULL unless a run */

/* --- the place in it --- */

vtime hs_session_get_now (HsSession *self);

/* The last event at or before now that has been stepped to; EVENT_NONE before the first. Several events of one instant
 * are one step. */
event_id hs_session_get_event (HsSession *self);

/* The end of what is recorded (run) or of the capture. */
vtime hs_session_get_end (HsSession *self);

/* The first instant: 0 in a run, that of the first segment in a capture. */
vtime hs_session_get_start (HsSession *self);

/* False while the run stands before the events of its first instant. */
gboolean hs_session_get_started (HsSession *self);

/* The instant at which something happens next, recorded or to come; VTIME_NEVER when nothing will by itself. */
vtime hs_session_get_next (HsSession *self);

/* True when now is at the end and nothing more will happen. */
gboolean hs_session_is_finished (HsSession *self);

/* The pacer's: lets so much virtual time pass. Stops at the end, and where the stop says. */
void hs_session_advance (HsSession *self, vtime span);

/* Where playing has to stop: the event of the trace at which it does, EVENT_NONE as long as there is none. Asked when
 * the trace may have grown. NULL takes it away. */
typedef event_id (*HsSessionStop) (gpointer user);
void hs_session_set_stop (HsSession *self, HsSessionStop stop, gpointer user);

/* The trace ends before an event and the time at an instant, and nothing is recorded or acted on, until the horizon is
 * taken away with EVENT_NONE: whoever is asked what happens next must not see it. The place moves to that instant, or
 * stays where it is when the horizon is taken away. */
void hs_session_set_horizon (HsSession *self, event_id horizon, vtime until);
gboolean hs_session_has_horizon (HsSession *self);

/* The trace beyond the horizon, too. */
const struct trace *hs_session_get_whole_trace (HsSession *self);

/* True when the place is as far as the horizon lets it be. */
gboolean hs_session_is_held (HsSession *self);

/* To the instant of a moment's event, recording on for it; EVENT_NONE, and nothing moves, when it does not come by
 * itself. Not for start and end. */
event_id hs_session_go_to_moment (HsSession *self, const struct moment *moment);

void hs_session_seek (HsSession *self, vtime time);
/* True at the end of a run whose hosts still have a connection: nothing happens by itself, but a person can go on. */
gboolean hs_session_waits_for_call (HsSession *self);

void hs_session_step_forward (HsSession *self);
void hs_session_step_back (HsSession *self);

/* To the next (or previous) change of a state; false, and nothing moves, when there is none. */
gboolean hs_session_next_state (HsSession *self, gboolean backwards);

/* To the instant at which a timer runs out next; false, and nothing moves, when none will by itself. */
gboolean hs_session_next_timer (HsSession *self);
void hs_session_go_start (HsSession *self);

/* To where nothing more will happen, recording on for it; a run that does not end is recorded some way on. */
void hs_session_go_end (HsSession *self);
void hs_session_restart (HsSession *self); /* throws the user's commands away; can be undone */

gboolean hs_session_get_playing (HsSession *self);
void hs_session_set_playing (HsSession *self, gboolean playing);
double hs_session_get_speed (HsSession *self);
void hs_session_set_speed (HsSession *self, double speed); /* 0.1 … 1000 */

/* --- selection --- */

event_id hs_session_get_selected (HsSession *self); /* EVENT_NONE when nothing is */
void hs_session_select (HsSession *self, event_id event);

/* --- acting; only in a run. In the past of the recording it cuts the recording off at now, which undo brings back. ---
 */

/* The run as it stood at now: the recording's own when now is its end, else a copy made for looking. NULL unless a run.
 */
const struct sim *hs_session_get_sim_now (HsSession *self);

/* Why a call is not possible in a run as it stands, a few words for a tooltip; NULL when it is. Free with g_free. */
char *hs_session_call_sentence (const struct sim *sim, unsigned host, enum sim_command_kind call);

/* command->at is set to now. False (with a sentence in *why, may be NULL) when it is refused. */
gboolean hs_session_command (HsSession *self, struct sim_command *command, char **why);

/* Several, each so long after the one before, that are undone together. False when the first one is refused; another
 * one that is refused ends them, with a sentence in *why. */
gboolean hs_session_commands (HsSession *self, struct sim_command *commands, guint count, vtime gap, char **why);
gboolean hs_session_can_undo (HsSession *self);
gboolean hs_session_can_redo (HsSession *self);
void hs_session_undo (HsSession *self);
void hs_session_redo (HsSession *self);

/* --- keeping a run as a scenario file --- */

/* Writes the scenario that the run began with and every command given in it, also those after now; lesson = with its
 * questions and narration. The file is from then on the run's own. False with a sentence when it cannot be done. */
gboolean hs_session_save (HsSession *self, const char *path, const char *title, const char *summary, gboolean lesson,
                          GError **error);

/* What the run is saved as again: its own file (NULL when there is none; a shipped one is not), summary, with lesson.
 */
const char *hs_session_get_path (HsSession *self);
const char *hs_session_get_summary (HsSession *self);
gboolean hs_session_keeps_lesson (HsSession *self);

/* True when somebody else has changed or removed that file since it was read or written. */
gboolean hs_session_is_overtaken (HsSession *self);

/* Commands given in the run, all of them; those that are in no file; and whether they are so many that a person has to
 * be asked before they are lost: any in a run that was saved, else some. */
guint hs_session_count_acts (HsSession *self);
guint hs_session_count_unsaved (HsSession *self);
gboolean hs_session_is_worth_saving (HsSession *self);

/* --- the wire --- */

/* "memory" or "tap" */
const char *hs_session_get_wire (HsSession *self);

/* Why the TAP pair is not in use, one sentence; NULL when it is. */
const char *hs_session_get_wire_refusal (HsSession *self);
