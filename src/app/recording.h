/* A run that can be taken up at any of its moments: scenario, the commands given so far, and the simulator they drive.
 *
 * Scenario, seed and commands rebuild a run bit for bit, so a moment of the past is reached by simulating to it. */
#pragma once

#include "sim/sim.h"

#include <glib.h>
#include <stdbool.h>

struct recording;

/* The scenario is copied; wire NULL = in memory. Aborts, as GLib does, when there is no memory. */
struct recording *recording_new (const struct scenario *scenario, const struct sim_wire *wire);
void recording_free (struct recording *recording);

struct sim *recording_sim (struct recording *recording);
const struct trace *recording_trace (struct recording *recording);

/* The commands so far: elements are struct sim_command; borrowed. */
const GArray *recording_log (struct recording *recording);

/* How far it is recorded. */
vtime recording_end (struct recording *recording);

/* False while nothing of the first instant has happened. */
bool recording_is_started (struct recording *recording);

/* True when nothing more will happen by itself. */
bool recording_is_over (struct recording *recording);

/* Records on to an instant, or to where nothing more happens; stops early after `events` new events. */
void recording_run (struct recording *recording, vtime until, size_t events);

/* Records one instant more; false when there is none. */
bool recording_step (struct recording *recording);

/* Does a command at the end of the recording, after everything else of that instant. */
enum sim_refusal recording_command (struct recording *recording, struct sim_command *command);

/* Starts again with other commands and records to `until`; not even the first instant unless started. */
void recording_rebuild (struct recording *recording, const GArray *log, vtime until, bool started);

/* The commands given up to an instant, as a log of its own. */
GArray *recording_log_until (struct recording *recording, vtime until);

/* The run as it stood at a moment: a simulator of its own, in memory. Free with sim_free. */
struct sim *recording_copy (struct recording *recording, vtime until, bool started);
