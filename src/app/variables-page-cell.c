#include "app/variables-page-cell.h"

#include "app/inspector-parts.h"
#include "explain/template.h"

#include <glib/gi18n.h>

struct _HsVariableCell
{
  GtkBox parent_instance;
  GtkWidget *mark;
  GtkLabel *value;
  gboolean changed;
};

G_DEFINE_FINAL_TYPE (HsVariableCell, hs_variable_cell, GTK_TYPE_BOX)

static void
hs_variable_cell_class_init (HsVariableCellClass *klass)
{
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "variablecell");
}

static void
hs_variable_cell_init (HsVariableCell *self)
{
  self->mark = gtk_label_new ("▲");
  self->value = GTK_LABEL (gtk_label_new ("–"));
  gtk_widget_add_css_class (self->mark, "change-mark");
  gtk_widget_set_visible (self->mark, FALSE);
  gtk_label_set_ellipsize (self->value, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->value, 1);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_END);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self), self->mark);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->value));
}

HsVariableCell *
hs_variable_cell_new (void)
{
  return g_object_new (HS_TYPE_VARIABLE_CELL, NULL);
}

void
hs_variable_cell_set (HsVariableCell *self, const char *value, const char *former)
{
  g_autofree char *tooltip = former != NULL ? explain_fill (_ ("before: {value}"), "value", former, NULL) : NULL;

  hs_part_set_text (self->value, value);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), tooltip);
  if (self->changed == (former != NULL))
    return;
  self->changed = former != NULL;
  gtk_widget_set_visible (self->mark, self->changed);
  if (self->changed)
    gtk_widget_add_css_class (GTK_WIDGET (self), "changed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "changed");
}

const char *
hs_variable_cell_get_value (HsVariableCell *self)
{
  return gtk_label_get_text (self->value);
}

gboolean
hs_variable_cell_is_changed (HsVariableCell *self)
{
  return self->changed;
}
