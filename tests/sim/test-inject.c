/* Segments that no host sent: from halfway on copies like any other, in the name of a host. */
#include "run.h"
#include "sim/private.h"
#include "wire/packet.h"
#include "wire/segment-text.h"

#include <string.h>

static struct sim_command
inject (vtime at, unsigned host, const char *text)
{
  struct sim_command command = { .at = at, .kind = COMMAND_INJECT, .host = (uint8_t) host, .copy = EVENT_NONE };

  g_assert_null (segment_parse (text, 0, 0, &command.segment));
  return command;
}

static void
add_inject (struct scenario *scenario, vtime at, const char *text)
{
  scenario->commands[scenario->command_count++] = inject (at, HOST_A, text);
}

/* The event of a kind at B that an injected segment brought. */
static const struct trace_event *
came_of (const struct trace *trace, enum trace_kind kind)
{
  const struct trace_event *injected = get_event (trace, TRACE_INJECT, HOST_A, 1);

  for (event_id id = injected->id; id < trace_length (trace); id++)
    for (event_id cause = trace_get (trace, id)->cause;
         trace_get (trace, id)->kind == kind && cause != EVENT_NONE && cause >= injected->id;
         cause = trace_get (trace, cause)->cause)
      if (cause == injected->id)
        return trace_get (trace, id);
  g_assert_not_reached ();
}

/* Half of the way is behind it. Nobody at A knows of it: no SEND, and A's variables stay. */
static void
assert_injected (bool v6)
{
  struct scenario scenario;
  struct packet packet;
  size_t length = 0;

  scenario_connected (&scenario);
  if (v6)
    scenario_use_ipv6 (&scenario);
  add_inject (&scenario, SEC (1), "P. 101:111(10) ack 301 win 8000");
  struct sim *sim = sim_new (&scenario, 0, NULL);
  const struct trace *trace = sim_trace (sim);
  sim_run (sim, MS (1100));

  const struct trace_event *injected = get_event (trace, TRACE_INJECT, HOST_A, 1);
  const struct trace_event *carry = came_of (trace, TRACE_CARRY);
  g_assert_cmpint (trace_get (trace, injected->cause)->kind, ==, TRACE_COMMAND);
  g_assert_cmpint (injected->at, ==, SEC (1));
  g_assert_cmpint (injected->reason, ==, REASON_LINK_INJECTED);
  g_assert_cmpint (carry->until, ==, MS (1025));
  g_assert_cmpint (came_of (trace, TRACE_ARRIVE)->at, ==, MS (1025));
  g_assert_cmpuint (came_of (trace, TRACE_DELIVER)->octets, ==, 10);
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 10);
  g_assert_cmpuint (count_events (trace, TRACE_SEND, HOST_A), ==, 2);

  const uint8_t *octets = trace_packet (trace, injected->id, &length);
  g_assert_cmpint (packet_read (octets, length, length, &packet).kind, ==, WIRE_OK);
  g_assert_cmpint (packet.segment.checksum, ==, CHECKSUM_GOOD);
  g_assert_true (ip_address_equal (&packet.segment.source.address, &scenario.hosts[HOST_A].address));
  g_assert_true (ip_address_equal (&packet.segment.destination.address, &scenario.hosts[HOST_B].address));
  g_assert_cmpuint (packet.segment.source.port, ==, scenario.hosts[HOST_A].port);
  g_assert_cmpuint (packet.segment.destination.port, ==, scenario.hosts[HOST_B].port);
  g_assert_true (memcmp (packet.segment.text, "XXXXXXXXXX", 10) == 0);
  sim_free (sim);
}

static void
test_injected (void)
{
  assert_injected (false);
  assert_injected (true);
}

/* Another port makes another connection of it. */
static void
test_port (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  add_inject (&scenario, SEC (1), "S 7:7(0) win 8000");
  scenario.commands[scenario.command_count - 1].segment.source.port = 40002;
  struct sim *sim = sim_new (&scenario, 0, NULL);
  const struct trace *trace = sim_trace (sim);
  sim_run (sim, MS (1030));
  const struct segment *answer = trace_segment (trace, get_event (trace, TRACE_SEND, HOST_B, 2)->id);
  g_assert_cmpuint (answer->destination.port, ==, 40002);
  g_assert_cmpuint (answer->ack, ==, 8);
  sim_free (sim);
}

/* A SYN from an address that nobody has is answered, and the answer gets no further than halfway. */
static void
assert_invented (bool v6)
{
  struct scenario scenario;
  struct ip_address invented;

  scenario_connected (&scenario);
  if (v6)
    scenario_use_ipv6 (&scenario);
  g_assert_true (ip_address_parse (v6 ? "2001:db8:bad::7" : "198.51.100.7", &invented));
  add_inject (&scenario, SEC (1), "S 7:7(0) win 8000");
  scenario.commands[scenario.command_count - 1].segment.source.address = invented;
  struct sim *sim = sim_new (&scenario, 0, NULL);
  const struct trace *trace = sim_trace (sim);
  sim_run (sim, MS (1900));
  const struct trace_event *answer = get_event (trace, TRACE_SEND, HOST_B, 2);
  g_assert_cmpuint (trace_segment (trace, answer->id)->ack, ==, 8);
  g_assert_true (ip_address_equal (&trace_segment (trace, answer->id)->destination.address, &invented));
  const struct trace_event *loss = get_event (trace, TRACE_LOSS, HOST_B, 1);
  g_assert_cmpint (loss->reason, ==, REASON_LINK_NOBODY);
  g_assert_cmpint (loss->at, ==, MS (1050));
  g_assert_cmpuint (count_events (trace, TRACE_LOSS, HOST_NONE), ==, 1);
  g_assert_cmpint (give (sim, HOST_A, COMMAND_SEND, 10), ==, SIM_ACCEPTED); /* the real one still talks */
  sim_run (sim, MS (1960));
  g_assert_cmpuint (sim_octets_read (sim, HOST_B), ==, 10);
  sim_free (sim);
}

static void
test_invented (void)
{
  assert_invented (false);
  assert_invented (true);
}

/* Rules speak of what a host sends; a cut and one's own hand meet every copy. */
static void
test_fate (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  add_fault (&scenario, HOST_A, SEGMENT_RST, 1, FAULT_DROP);
  add_inject (&scenario, SEC (1), "R 50000:50000(0)");
  struct sim *sim = sim_new (&scenario, 0, NULL);
  const struct trace *trace = sim_trace (sim);
  sim_run (sim, SEC (2));
  g_assert_cmpuint (count_events (trace, TRACE_LOSS, HOST_NONE), ==, 0);
  g_assert_cmpuint (count_reasons (trace, REASON_DISCARD_RST_OUTSIDE), ==, 1);

  struct sim_command again = inject (SEC (2), HOST_A, "R 50000:50000(0)");
  g_assert_cmpint (sim_command (sim, &again), ==, SIM_ACCEPTED);
  event_id carry = (event_id) (trace_length (trace) - 1);
  g_assert_cmpint (trace_get (trace, carry)->kind, ==, TRACE_CARRY);
  g_assert_cmpint (give_copy (sim, COMMAND_HOLD, carry, 0), ==, SIM_ACCEPTED);
  sim_run (sim, SEC (3));
  g_assert_cmpuint (count_reasons (trace, REASON_DISCARD_RST_OUTSIDE), ==, 1);
  g_assert_cmpint (give_copy (sim, COMMAND_RELEASE, carry, 0), ==, SIM_ACCEPTED);
  sim_run (sim, SEC (4));
  g_assert_cmpuint (count_reasons (trace, REASON_DISCARD_RST_OUTSIDE), ==, 2);

  g_assert_cmpint (give (sim, HOST_NONE, COMMAND_LINK_CUT, 1), ==, SIM_ACCEPTED);
  again.at = SEC (4);
  g_assert_cmpint (sim_command (sim, &again), ==, SIM_ACCEPTED);
  sim_run (sim, SEC (5));
  g_assert_cmpint (get_event (trace, TRACE_LOSS, HOST_A, 1)->reason, ==, REASON_LINK_DROPPED);
  sim_free (sim);
}

/* It has to come from somebody, and to fit into a packet. */
static void
test_refused (void)
{
  struct scenario scenario;
  struct sim_command command = inject (SEC (1), HOST_B, "P. 101:1561(1460) ack 301 win 8000");

  scenario_connected (&scenario);
  struct sim *sim = sim_new (&scenario, 0, NULL);
  sim_run (sim, SEC (1));
  g_assert_cmpint (sim_command_check (sim, &command), ==, SIM_ACCEPTED);
  command.segment.length = 1461;
  g_assert_cmpint (sim_command (sim, &command), ==, SIM_REFUSED_STATE);
  command.segment.length = 10;
  g_assert_true (ip_address_parse ("2001:db8::7", &command.segment.source.address)); /* of the other family */
  g_assert_cmpint (sim_command (sim, &command), ==, SIM_REFUSED_STATE);
  command.segment.length = UINT32_MAX;
  g_assert_cmpint (sim_command (sim, &command), ==, SIM_REFUSED_STATE);
  command = inject (SEC (1), HOST_NONE, "R 1:1(0)");
  g_assert_cmpint (sim_command (sim, &command), ==, SIM_REFUSED_STATE);
  g_assert_cmpuint (count_events (sim_trace (sim), TRACE_INJECT, HOST_NONE), ==, 0);
  sim_free (sim);
}

/* The same in a scenario, where nobody was there to be refused: the command is recorded, and nothing comes of it. */
static void
test_queued_too_long (void)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  add_inject (&scenario, SEC (1), "P. 101:1601(1500) ack 301 win 8000");
  struct sim *sim = sim_new (&scenario, 0, NULL);
  sim_run (sim, SEC (2));
  g_assert_cmpuint (count_events (sim_trace (sim), TRACE_COMMAND, HOST_NONE), ==, 3);
  g_assert_cmpuint (count_events (sim_trace (sim), TRACE_INJECT, HOST_NONE), ==, 0);
  sim_free (sim);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/inject/injected", test_injected);
  g_test_add_func ("/inject/port", test_port);
  g_test_add_func ("/inject/invented", test_invented);
  g_test_add_func ("/inject/fate", test_fate);
  g_test_add_func ("/inject/refused", test_refused);
  g_test_add_func ("/inject/queued-too-long", test_queued_too_long);
  return g_test_run ();
}
