/* The card of a lesson: what is said at the step the run has come to, Back and Next; at the end the question with its
 * answer, and the misconception with what is right. Hidden when there is no narration or it is off. */
#pragma once

#include "app/narrator.h"

#include <gtk/gtk.h>

#define HS_TYPE_NARRATION_CARD (hs_narration_card_get_type ())
G_DECLARE_FINAL_TYPE (HsNarrationCard, hs_narration_card, HS, NARRATION_CARD, GtkBox)

HsNarrationCard *hs_narration_card_new (HsNarrator *narrator);
