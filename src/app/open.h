/* Opening files in a window: scenarios at once, captures in a thread with progress. */
#pragma once

#include "app/session.h"

#include <gtk/gtk.h>

/* What a window wants to hear while a file is being opened. */
struct hs_open_report
{
  void (*progress) (gpointer user, double done);
  void (*finished) (gpointer user, GCancellable *cancellable); /* of reading, well or not */
  void (*message) (gpointer user, const char *sentence);
  void (*failed) (gpointer user, GFile *file, const char *sentence);
  void (*opened) (gpointer user, GFile *file);
};

/* Opens a file into the session. `owner` is kept alive until it is done and is what the report's functions get; the
 * report must live as long. Cancelling says nothing. */
void hs_open_file (GObject *owner, HsSession *session, GFile *file, GCancellable *cancellable,
                   const struct hs_open_report *report);
