/* The rows of "Why did this happen?": a line of dots, each of them an event that can be jumped to. */
#pragma once

#include "trace/trace.h"

#include <gtk/gtk.h>

/* Where a row stands in the chain: a bit is set when the line goes on in that direction. */
enum hs_chain_place
{
  HS_CHAIN_ALONE = 0,
  HS_CHAIN_FROM_ABOVE = 1,
  HS_CHAIN_GOES_ON = 2,
};

/* A button that says the event in a few words and when it was; current: the event that is explained. */
GtkWidget *hs_chain_row_new (const struct trace *trace, event_id id, enum hs_chain_place place, gboolean current);
