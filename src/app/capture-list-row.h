/* A row of the list of connections: two ends, how long, how much, and what is wrong. */
#pragma once

#include "app/capture-list-model.h"

#include <gtk/gtk.h>

#define HS_TYPE_CONNECTION_ROW (hs_connection_row_get_type ())
G_DECLARE_FINAL_TYPE (HsConnectionRow, hs_connection_row, HS, CONNECTION_ROW, GtkBox)

GtkWidget *hs_connection_row_new (void);
void hs_connection_row_set (HsConnectionRow *self, const struct connection_summary *summary);

/* The row as one sentence, for reading aloud. */
const char *hs_connection_row_get_sentence (HsConnectionRow *self);
