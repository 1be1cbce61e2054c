#include "app/tooltip.h"

/* As wide as those of one line. */
#define CHARS_MAX 50

GtkWidget *
hs_tooltip_label_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), CHARS_MAX);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  return label;
}

void
hs_tooltip_set_text (GtkTooltip *tooltip, const char *text)
{
  gtk_tooltip_set_custom (tooltip, hs_tooltip_label_new (text));
}
