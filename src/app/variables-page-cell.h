/* One value in the table of variables; a value that the last step changed is tinted, bold and has a mark. */
#pragma once

#include <gtk/gtk.h>

#define HS_TYPE_VARIABLE_CELL (hs_variable_cell_get_type ())
G_DECLARE_FINAL_TYPE (HsVariableCell, hs_variable_cell, HS, VARIABLE_CELL, GtkBox)

HsVariableCell *hs_variable_cell_new (void);

/* former: the value before the last step when that was another one, else NULL. */
void hs_variable_cell_set (HsVariableCell *self, const char *value, const char *former);

const char *hs_variable_cell_get_value (HsVariableCell *self);
gboolean hs_variable_cell_is_changed (HsVariableCell *self);
