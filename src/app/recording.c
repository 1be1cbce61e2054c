#include "app/recording.h"

struct recording
{
  struct scenario *scenario;
  const struct sim_wire *wire;
  struct sim *sim;
  GArray *log;
  bool started;
};

static struct sim *
new_sim (const struct scenario *scenario, const struct sim_wire *wire)
{
  struct sim *sim = sim_new (scenario, 0, wire);

  if (sim == NULL)
    g_error ("no memory for a run");
  return sim;
}

/* A command comes after everything else of its instant, as when it was given. */
static void
replay (struct sim *sim, const GArray *log, vtime until, bool started)
{
  for (guint i = 0; i < log->len; i++)
    {
      const struct sim_command *command = &g_array_index (log, struct sim_command, i);

      sim_run (sim, command->at);
      sim_command (sim, command);
    }
  if (started)
    sim_run (sim, until);
}

struct recording *
recording_new (const struct scenario *scenario, const struct sim_wire *wire)
{
  struct recording *recording = g_new0 (struct recording, 1);

  recording->scenario = g_memdup2 (scenario, sizeof *scenario);
  recording->wire = wire;
  recording->log = g_array_new (FALSE, FALSE, sizeof (struct sim_command));
  recording->sim = new_sim (scenario, wire);
  return recording;
}

void
recording_free (struct recording *recording)
{
  if (recording == NULL)
    return;
  sim_free (recording->sim);
  g_array_unref (recording->log);
  g_free (recording->scenario);
  g_free (recording);
}

struct sim *
recording_sim (struct recording *recording)
{
  return recording->sim;
}

const struct trace *
recording_trace (struct recording *recording)
{
  return sim_trace (recording->sim);
}

const GArray *
recording_log (struct recording *recording)
{
  return recording->log;
}

vtime
recording_end (struct recording *recording)
{
  return sim_now (recording->sim);
}

bool
recording_is_started (struct recording *recording)
{
  return recording->started;
}

bool
recording_is_over (struct recording *recording)
{
  vtime next = sim_next (recording->sim);

  return next == VTIME_NEVER || next > recording->scenario->until || sim_is_full (recording->sim);
}

bool
recording_step (struct recording *recording)
{
  if (recording_is_over (recording) || !sim_step (recording->sim))
    return false;
  recording->started = true;
  return true;
}

void
recording_run (struct recording *recording, vtime until, size_t events)
{
  size_t limit = trace_length (recording_trace (recording)) + events;

  while (!recording_is_over (recording) && sim_next (recording->sim) <= until)
    {
      if (trace_length (recording_trace (recording)) >= limit || !recording_step (recording))
        return;
    }
  recording->started = true;
  if (!recording_is_over (recording) && until != VTIME_NEVER)
    sim_run (recording->sim, until);
}

enum sim_refusal
recording_command (struct recording *recording, struct sim_command *command)
{
  enum sim_refusal refusal;

  command->at = sim_now (recording->sim);
  refusal = sim_command (recording->sim, command);
  if (refusal == SIM_ACCEPTED)
    {
      g_array_append_val (recording->log, *command);
      recording->started = true;
    }
  return refusal;
}

void
recording_rebuild (struct recording *recording, const GArray *log, vtime until, bool started)
{
  GArray *copy = g_array_new (FALSE, FALSE, sizeof (struct sim_command));

  g_array_append_vals (copy, log->data, log->len);
  g_array_unref (recording->log);
  recording->log = copy;
  sim_free (recording->sim);
  recording->sim = new_sim (recording->scenario, recording->wire);
  recording->started = started;
  replay (recording->sim, copy, until, started);
}

GArray *
recording_log_until (struct recording *recording, vtime until)
{
  GArray *log = g_array_new (FALSE, FALSE, sizeof (struct sim_command));

  for (guint i = 0; i < recording->log->len; i++)
    {
      const struct sim_command *command = &g_array_index (recording->log, struct sim_command, i);

      if (command->at <= until)
        g_array_append_val (log, *command);
    }
  return log;
}

struct sim *
recording_copy (struct recording *recording, vtime until, bool started)
{
  struct sim *sim = new_sim (recording->scenario, NULL);

  if (started)
    {
      g_autoptr (GArray) log = recording_log_until (recording, until);

      replay (sim, log, until, started);
    }
  return sim;
}
