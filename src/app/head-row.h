/* The row above the diagram: both hosts' heads over their lifelines, the wire between them. */
#pragma once

#include "app/diagram-view.h"

#define HS_TYPE_HEAD_ROW (hs_head_row_get_type ())
G_DECLARE_FINAL_TYPE (HsHeadRow, hs_head_row, HS, HEAD_ROW, GtkWidget)

GtkWidget *hs_head_row_new (HsSession *session, HsDiagramView *diagram);

/* Opens the menu of a host's calls, or that of the wire. */
void hs_head_row_popup_host (HsHeadRow *self, unsigned host, gboolean switches);
void hs_head_row_popup_wire (HsHeadRow *self);
