/* What happened when, drawn over the time slider: segments in the shapes of their arrows' tails, losses, state changes,
 * timers that ran out, and where long waits are cut. */
#pragma once

#include "app/diagram-view.h"

#define HS_TYPE_TIMELINE_MARKS (hs_timeline_marks_get_type ())
G_DECLARE_FINAL_TYPE (HsTimelineMarks, hs_timeline_marks, HS, TIMELINE_MARKS, GtkWidget)

GtkWidget *hs_timeline_marks_new (void);

/* The slider's range and the widgets that the marks belong to. */
void hs_timeline_marks_set (HsTimelineMarks *self, HsSession *session, HsDiagramView *diagram, GtkRange *range);

/* The place of an instant on the slider, 0 to 1: the slider has the diagram's scale of time. */
double hs_timeline_place (HsSession *session, HsDiagramView *diagram, vtime at);
vtime hs_timeline_time (HsSession *session, HsDiagramView *diagram, double place);
