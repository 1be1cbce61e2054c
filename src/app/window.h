/* The window: header, diagram between its side panels, transport bar; the welcome page before anything is open. */
#pragma once

#include "app/diagram-view.h"
#include "app/narrator.h"
#include "app/quiz.h"
#include "app/session.h"

#include <adwaita.h>

#define HS_TYPE_WINDOW (hs_window_get_type ())
G_DECLARE_FINAL_TYPE (HsWindow, hs_window, HS, WINDOW, AdwApplicationWindow)

HsWindow *hs_window_new (GtkApplication *application);

HsSession *hs_window_get_session (HsWindow *self);
HsDiagramView *hs_window_get_diagram (HsWindow *self);

/* The narration of the lesson that is open. */
HsNarrator *hs_window_get_narrator (HsWindow *self);

/* What is open as a quiz. */
HsQuiz *hs_window_get_quiz (HsWindow *self);

/* "sequence" or "states" */
const char *hs_window_get_view (HsWindow *self);

/* A capture or a scenario file; what is wrong with it is said in a toast. */
void hs_window_open_file (HsWindow *self, GFile *file);

/* Opens a shipped scenario by its id. */
void hs_window_open_scenario (HsWindow *self, const char *id);

/* Says one sentence for a few seconds. */
void hs_window_say (HsWindow *self, const char *sentence);

/* The sentence that is shown now, or NULL. */
const char *hs_window_get_said (HsWindow *self);
