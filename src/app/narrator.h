/* The narration of a lesson: which of its steps a session has come to, and how to come to the next.
 *
 * While it is on, playing stops at each step, and the event that the step speaks of is selected, so that the picture
 * shows it. A teacher can switch it off.
 *
 * Signal "changed": another step, another lesson, or on and off. */
#pragma once

#include "app/session.h"

#define HS_TYPE_NARRATOR (hs_narrator_get_type ())
G_DECLARE_FINAL_TYPE (HsNarrator, hs_narrator, HS, NARRATOR, GObject)

HsNarrator *hs_narrator_new (HsSession *session);

/* False when what is open has no narration. */
gboolean hs_narrator_has_lesson (HsNarrator *self);
const struct scenario_lesson *hs_narrator_get_lesson (HsNarrator *self);

gboolean hs_narrator_get_on (HsNarrator *self);
void hs_narrator_set_on (HsNarrator *self, gboolean on);

/* Steps are numbered from 0; behind the last one comes the conclusion, if the lesson has a question or a misconception.
 */
guint hs_narrator_count (HsNarrator *self);
gboolean hs_narrator_is_conclusion (HsNarrator *self, guint step);

/* The step that was come to last; -1 before the first. */
int hs_narrator_get_step (HsNarrator *self);

/* What is said at a step, with the numbers of this run. NULL for the conclusion. Free with g_free. */
char *hs_narrator_say (HsNarrator *self, guint step);

/* What the step that was come to asks to look at. */
enum scenario_show hs_narrator_show (HsNarrator *self);

/* To the next step, and to the one before. False, and nothing moves, when there is none. */
gboolean hs_narrator_next (HsNarrator *self);
gboolean hs_narrator_back (HsNarrator *self);
gboolean hs_narrator_can_next (HsNarrator *self);
gboolean hs_narrator_can_back (HsNarrator *self);
