/* The inside of a diagram view, for diagram-view*.c only. */
#pragma once

#include "app/diagram-view.h"

#include <adwaita.h>

struct _HsDiagramView
{
  GtkWidget parent_instance;

  HsSession *session;
  struct diagram *diagram;
  struct diagram_options options;
  enum diagram_numbers numbers[HS_DOCUMENT_COUNT]; /* by what is shown: each keeps its own */
  struct diagram_view view;
  struct diagram_guess guess; /* where view.guess points to, if anywhere */
  const void *document;       /* what was shown last: another one is shown from its top */

  double zoom;
  double scale;       /* what the zoom and the size of the desktop's text make of a px of the figure */
  int laid_out_width; /* px that the diagram was built for */
  double now_y;       /* of the now-line in the figure, px at scale 1 */
  double pointer_x;
  double pointer_y;

  GtkAdjustment *adjustments[2]; /* by GtkOrientation */
  gulong adjustment_handlers[2];
  GtkScrollablePolicy policies[2];

  AdwAnimation *transition;
  GtkWidget *popover;
};

/* How far it is scrolled, px. */
double hs_diagram_view_offset (HsDiagramView *self, GtkOrientation orientation);

/* The pointer: clicks, hovering, scrolling, tooltips. */
void hs_diagram_view_add_controllers (HsDiagramView *self);

/* The keys that work while the diagram has the focus. */
void hs_diagram_view_bind_keys (GtkWidgetClass *klass);
