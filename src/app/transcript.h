/* All events as text: the full equivalent of the diagram for those who read or listen.
 *
 * One row for each thing that can be seen to happen; the selection is the session's, both ways. */
#pragma once

#include "app/session.h"

#include <gtk/gtk.h>

void hs_transcript_present (GtkWindow *parent, HsSession *session);
