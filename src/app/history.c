#include "app/history.h"

struct history
{
  GArray *undo; /* of struct history_entry */
  GArray *redo;
};

static void
clear_entry (gpointer data)
{
  struct history_entry *entry = data;

  g_clear_pointer (&entry->log, g_array_unref);
}

static GArray *
new_stack (void)
{
  GArray *stack = g_array_new (FALSE, FALSE, sizeof (struct history_entry));

  g_array_set_clear_func (stack, clear_entry);
  return stack;
}

struct history *
history_new (void)
{
  struct history *history = g_new0 (struct history, 1);

  history->undo = new_stack ();
  history->redo = new_stack ();
  return history;
}

void
history_free (struct history *history)
{
  if (history == NULL)
    return;
  g_array_unref (history->undo);
  g_array_unref (history->redo);
  g_free (history);
}

void
history_clear (struct history *history)
{
  g_array_set_size (history->undo, 0);
  g_array_set_size (history->redo, 0);
}

void
history_keep (struct history *history, const struct history_entry *before)
{
  g_array_append_val (history->undo, *before);
  if (history->undo->len > HISTORY_ENTRIES_MAX)
    g_array_remove_index (history->undo, 0);
  g_array_set_size (history->redo, 0);
}

bool
history_can_undo (const struct history *history)
{
  return history->undo->len > 0;
}

bool
history_can_redo (const struct history *history)
{
  return history->redo->len > 0;
}

static bool
exchange (GArray *from, GArray *to, struct history_entry *present, struct history_entry *entry)
{
  struct history_entry *top;

  if (from->len == 0)
    return false;
  top = &g_array_index (from, struct history_entry, from->len - 1);
  *entry = *top;
  top->log = NULL;
  g_array_set_size (from, from->len - 1);
  present->moment = entry->moment;
  present->moment_started = entry->moment_started;
  g_array_append_val (to, *present);
  return true;
}

bool
history_undo (struct history *history, struct history_entry *present, struct history_entry *entry)
{
  return exchange (history->undo, history->redo, present, entry);
}

bool
history_redo (struct history *history, struct history_entry *present, struct history_entry *entry)
{
  return exchange (history->redo, history->undo, present, entry);
}
