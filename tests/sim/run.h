/* What the tests of the simulator share: scenarios by hand, and looking into traces. */
#pragma once

#include "base/octet-hash.h"
#include "sim/sim.h"
#include "trace/text.h"

#include <glib.h>

static inline void
add_command (struct scenario *scenario, vtime at, unsigned host, enum sim_command_kind kind, uint64_t amount)
{
  g_assert_cmpuint (scenario->command_count, <, SCENARIO_COMMANDS_MAX);
  scenario->commands[scenario->command_count++] = (struct sim_command){
    .at = at, .kind = (uint8_t) kind, .host = (uint8_t) host, .amount = amount, .copy = EVENT_NONE
  };
}

static inline void
add_fault (struct scenario *scenario, unsigned from, enum segment_kind match, uint32_t nth,
           enum scenario_fault_action action)
{
  scenario->faults[scenario->fault_count++] = (struct scenario_fault){
    .from = (uint8_t) from, .match = (uint8_t) match, .action = (uint8_t) action, .nth = nth, .count = 1
  };
}

/* B listens and A connects, both at 0. */
static inline void
scenario_connected (struct scenario *scenario)
{
  scenario_init (scenario);
  add_command (scenario, 0, HOST_B, COMMAND_LISTEN, 0);
  add_command (scenario, 0, HOST_A, COMMAND_CONNECT, 0);
}

static inline enum sim_refusal
give (struct sim *sim, unsigned host, enum sim_command_kind kind, uint64_t amount)
{
  return sim_command (
      sim,
      &(struct sim_command){
          .at = sim_now (sim), .kind = (uint8_t) kind, .host = (uint8_t) host, .amount = amount, .copy = EVENT_NONE });
}

static inline enum sim_refusal
give_copy (struct sim *sim, enum sim_command_kind kind, event_id copy, vtime duration)
{
  return sim_command (
      sim, &(struct sim_command){
               .at = sim_now (sim), .kind = (uint8_t) kind, .host = HOST_NONE, .copy = copy, .duration = duration });
}

/* The nth event (from 1) of a kind at a host, HOST_NONE = any; EVENT_NONE when there are fewer. */
static inline event_id
find_event (const struct trace *trace, enum trace_kind kind, unsigned host, unsigned nth)
{
  for (size_t i = 0; i < trace_length (trace); i++)
    {
      const struct trace_event *event = trace_get (trace, (event_id) i);

      if (event->kind == kind && (host == HOST_NONE || event->host == host) && --nth == 0)
        return event->id;
    }
  return EVENT_NONE;
}

static inline const struct trace_event *
get_event (const struct trace *trace, enum trace_kind kind, unsigned host, unsigned nth)
{
  event_id id = find_event (trace, kind, host, nth);

  g_assert_cmpuint (id, !=, EVENT_NONE);
  return trace_get (trace, id);
}

static inline unsigned
count_events (const struct trace *trace, enum trace_kind kind, unsigned host)
{
  unsigned count = 0;

  while (find_event (trace, kind, host, count + 1) != EVENT_NONE)
    count++;
  return count;
}

static inline unsigned
count_reasons (const struct trace *trace, enum tcp_reason reason)
{
  unsigned count = 0;

  for (size_t i = 0; i < trace_length (trace); i++)
    count += trace_get (trace, (event_id) i)->reason == reason;
  return count;
}

/* The first event of a reason, which there must be. */
static inline const struct trace_event *
find_reason (const struct trace *trace, enum tcp_reason reason)
{
  for (size_t i = 0; i < trace_length (trace); i++)
    if (trace_get (trace, (event_id) i)->reason == reason)
      return trace_get (trace, (event_id) i);
  g_error ("no %s", reason_name (reason));
}

static inline enum tcp_state
state_now (const struct sim *sim, unsigned host)
{
  return trace_state_at (sim_trace (sim), host, (event_id) (trace_length (sim_trace (sim)) - 1));
}

/* The trace as text, one line an event that has one. */
static inline char *
trace_text (const struct trace *trace)
{
  GString *text = g_string_new (NULL);
  char line[TRACE_LINE_SIZE];

  for (size_t i = 0; i < trace_length (trace); i++)
    if (trace_line (trace, (event_id) i, TRACE_NUMBERS_ABSOLUTE, line))
      g_string_append_printf (text, "%s\n", line);
  return g_string_free (text, FALSE);
}

/* Everything in the trace: every field, the variables and the packets. */
static inline char *
trace_everything (const struct trace *trace)
{
  GString *text = g_string_new (NULL);

  for (size_t i = 0; i < trace_length (trace); i++)
    {
      const struct trace_event *e = trace_get (trace, (event_id) i);
      struct tcp_vars kept;
      const struct tcp_vars *vars = trace_vars (trace, e->id, &kept);
      size_t length;
      const uint8_t *packet = trace_packet (trace, e->id, &length);
      g_autofree char *packet_sum = g_compute_checksum_for_data (G_CHECKSUM_MD5, packet, packet != NULL ? length : 0);
      g_autofree char *vars_sum
          = g_compute_checksum_for_data (G_CHECKSUM_MD5, (const guchar *) vars, vars != NULL ? sizeof *vars : 0);

      g_string_append_printf (
          text, "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %u %u %u %u %u %u %u %u %u %u %u %u %u %u %s %s\n", e->at,
          e->until, e->cause, e->by, e->connection, e->octets, e->command, e->reason, e->marks, e->kind, e->host,
          e->before, e->after, e->timer, e->knowledge, e->ordinal, packet_sum, vars_sum);
    }
  return g_string_free (text, FALSE);
}

/* Equal texts, or the first line that differs, with some before it. */
static inline void
assert_same_lines (const char *what, const char *expected, const char *got)
{
  g_auto (GStrv) left = g_strsplit (expected, "\n", -1);
  g_auto (GStrv) right = g_strsplit (got, "\n", -1);
  size_t line = 0;

  while (left[line] != NULL && right[line] != NULL && g_str_equal (left[line], right[line]))
    line++;
  if (left[line] == NULL && right[line] == NULL)
    return;
  for (size_t before = line > 5 ? line - 5 : 0; before < line; before++)
    g_test_message ("    %s", left[before]);
  g_test_message ("  - %s", left[line] != NULL ? left[line] : "(end)");
  g_test_message ("  + %s", right[line] != NULL ? right[line] : "(end)");
  g_test_fail_printf ("%s: line %zu differs", what, line + 1);
}

/* The hash that sim_octets_hash must have after the first `length` octets of a host's pattern were read. */
static inline uint64_t
pattern_hash (unsigned host, uint64_t length)
{
  struct octet_hash hash;

  octet_hash_init (&hash);
  for (uint64_t i = 0; i < length; i++)
    octet_hash_add (&hash, &(uint8_t){ sim_pattern (host, i) }, 1);
  return octet_hash_value (&hash);
}
