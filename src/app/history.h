/* Undo and redo of what a person did in a run: the commands before and after each act. */
#pragma once

#include "base/vtime.h"

#include <glib.h>
#include <stdbool.h>

/* A run as it was before or after an act. */
struct history_entry
{
  GArray *log;  /* of struct sim_command; owned */
  vtime end;    /* how far it was recorded */
  bool started; /* the same for the first instant */
  vtime moment; /* where the person stood when acting */
  bool moment_started;
};

struct history;

/* Acts that can be undone; older ones are forgotten. */
#define HISTORY_ENTRIES_MAX 200

struct history *history_new (void);
void history_free (struct history *history);
void history_clear (struct history *history);

/* Before an act: keeps what was. Takes the log. Forgets what could be redone. */
void history_keep (struct history *history, const struct history_entry *before);

bool history_can_undo (const struct history *history);
bool history_can_redo (const struct history *history);

/* Gives what to go back (or on) to, and takes `present` in exchange; entry->log is then the caller's. present->moment
 * is filled in: the act's moment is the same seen from both sides. False when there is nothing. */
bool history_undo (struct history *history, struct history_entry *present, struct history_entry *entry);
bool history_redo (struct history *history, struct history_entry *present, struct history_entry *entry);
