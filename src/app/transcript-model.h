/* The events of a trace that have a row in the transcript, growing with it. */
#pragma once

#include "trace/trace.h"

#include <gio/gio.h>

#define HS_TYPE_TRANSCRIPT_ROW (hs_transcript_row_get_type ())
G_DECLARE_FINAL_TYPE (HsTranscriptRow, hs_transcript_row, HS, TRANSCRIPT_ROW, GObject)

event_id hs_transcript_row_get_event (HsTranscriptRow *self);

#define HS_TYPE_TRANSCRIPT_MODEL (hs_transcript_model_get_type ())
G_DECLARE_FINAL_TYPE (HsTranscriptModel, hs_transcript_model, HS, TRANSCRIPT_MODEL, GObject)

HsTranscriptModel *hs_transcript_model_new (void);

/* Another trace, from its beginning; NULL empties the list. The trace is only read in this and the next function. */
void hs_transcript_model_set_trace (HsTranscriptModel *self, const struct trace *trace);

/* Takes in what was appended since. */
void hs_transcript_model_update (HsTranscriptModel *self, const struct trace *trace);

/* The row of an event; of an event that has none that of the nearest before it; G_MAXUINT when there is none. */
guint hs_transcript_model_find (HsTranscriptModel *self, event_id event);
