/* The inside of a session, for session*.c only. */
#pragma once

#include "app/history.h"
#include "app/recording.h"
#include "app/session.h"

struct tap_wire;

/* A place in a run. */
struct session_moment
{
  vtime now;
  gboolean started;
};

/* Of a run: what was written last, or where it came from. */
struct session_kept
{
  char *path; /* to which it is saved without asking; NULL while there is none */
  char *summary;
  gboolean lesson;
  char *checksum; /* of the file as it was read or written */
  GArray *log;    /* as it was written; NULL before that */
};

struct _HsSession
{
  GObject parent_instance;

  HsDocument document;
  char *title;

  struct scenario_file *file;  /* of a run */
  struct recording *recording; /* of a run */
  struct history *history;     /* of a run */
  struct sim *copy;            /* the run as it stood at copy_at, for looking; made when asked for */
  vtime copy_at;
  gboolean copy_started;

  struct capture *capture; /* of a capture */
  guint connection;
  struct trace *captured; /* of the connection shown; of an exercise its trace */

  const struct trace *whole; /* the recording's or `captured` */
  const struct trace *trace; /* that, or as much of it as is before the horizon */
  struct trace *prefix;      /* the latter; NULL when it is the whole */
  struct flights *flights;

  vtime now;
  gboolean started;
  vtime step_origin; /* where a step forward began between two instants; VTIME_NEVER when the last move was none */
  struct session_kept kept; /* of a run */
  GArray
      *steps; /* of struct session_moment: where the steps began that recorded on, as far as they can be taken back */
  gboolean playing;
  double speed;
  event_id horizon; /* EVENT_NONE: none */
  vtime until;      /* with a horizon the time ends there */
  HsSessionStop stop;
  gpointer stop_user;

  event_id selected;

  gboolean wire_tried;
  struct tap_wire *tap;
  char *wire_refusal;
};

enum hs_session_signal
{
  HS_SESSION_DOCUMENT_CHANGED,
  HS_SESSION_GREW,
  HS_SESSION_MOVED,
  HS_SESSION_SELECTION_CHANGED,
  HS_SESSION_WIRE_CHANGED,
  HS_SESSION_REPLACED,
  HS_SESSION_SAVED,
  HS_SESSION_SIGNAL_COUNT,
};

void hs_session_emit (HsSession *self, enum hs_session_signal signal);

/* Takes up the trace that is shown now, without a horizon: flights, selection. Emits "document-changed". */
void hs_session_take_trace (HsSession *self, const struct trace *trace);

/* True when the run goes on being recorded as the place moves on. */
bool hs_session_records (HsSession *self);

/* Takes note of new events; emits "grew" when there are any. */
void hs_session_take_growth (HsSession *self, size_t length_before);

void hs_session_move (HsSession *self, vtime now, gboolean started);

/* True when nothing is recorded after the place. */
bool hs_session_is_at_frontier (HsSession *self);

/* Cuts the recording off at the place; true when there was something to see in what is cut. */
bool hs_session_cut_off (HsSession *self);

/* A log of its own. */
GArray *hs_session_copy_log (const GArray *log);

/* session-save.c: a run was opened, or is no longer shown. */
void hs_session_begin_save (HsSession *self);
void hs_session_forget_save (HsSession *self);
