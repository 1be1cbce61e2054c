/* The router halfway: what is too big for the link, and what is heard of it. */
#include "run.h"
#include "sim/private.h"
#include "wire/icmp.h"
#include "wire/packet.h"

#include <string.h>

#define MTU 1400

/* A has sent 1500 octets, a packet too big in it, over a link with an MTU in that direction. */
static struct scenario
scenario_too_big (bool v6)
{
  struct scenario scenario;

  scenario_connected (&scenario);
  if (v6)
    scenario_use_ipv6 (&scenario);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      scenario.hosts[host].config.mss = v6 ? 1440 : 1460;
      scenario.hosts[host].config.icmp_reports = true;
    }
  scenario.links[HOST_A].mtu = MTU;
  add_command (&scenario, SEC (1), HOST_A, COMMAND_SEND, 1500);
  scenario.until = MS (1500);
  return scenario;
}

static struct sim *
run (const struct scenario *scenario)
{
  struct sim *sim = sim_new (scenario, 0, NULL);

  g_assert_nonnull (sim);
  sim_run (sim, scenario->until);
  return sim;
}

static unsigned
count_too_big (const struct sim *sim)
{
  return count_reasons (sim_trace (sim), REASON_LINK_TOO_BIG)
         + count_reasons (sim_trace (sim), REASON_LINK_TOO_BIG_SILENT);
}

/* Halfway it is dropped, and half of the way back later A hears of it: as if the router stood in the middle. */
static void
assert_reported (bool v6)
{
  struct scenario scenario = scenario_too_big (v6);
  struct sim *sim = run (&scenario);
  const struct trace *trace = sim_trace (sim);
  const struct trace_event *loss = get_event (trace, TRACE_LOSS, HOST_A, 1);
  const struct trace_event *report = get_event (trace, TRACE_ICMP, HOST_B, 1);
  const struct trace_event *arrive = NULL, *notice = NULL;

  for (event_id id = report->id; id < trace_length (trace) && notice == NULL; id++)
    {
      const struct trace_event *event = trace_get (trace, id);
      arrive = event->kind == TRACE_ARRIVE && event->cause == report->id ? event : arrive;
      notice = arrive != NULL && event->cause == arrive->id ? event : notice;
    }
  g_assert_true (arrive != NULL && notice != NULL);
  g_assert_cmpint (loss->reason, ==, REASON_LINK_TOO_BIG);
  g_assert_cmpint (loss->at, ==, MS (1025));
  g_assert_cmpuint (loss->octets, ==, MTU);
  g_assert_cmpuint (report->cause, ==, loss->id);
  g_assert_cmpint (report->at, ==, MS (1025));
  g_assert_cmpint (report->until, ==, MS (1050));
  g_assert_cmpuint (report->octets, ==, MTU);
  g_assert_null (trace_segment (trace, report->id));
  g_assert_cmpint (arrive->at, ==, MS (1050));
  g_assert_cmpint (arrive->host, ==, HOST_A);
  g_assert_cmpint (notice->at, ==, MS (1050));
  g_assert_cmpint (notice->host, ==, HOST_A);
  sim_free (sim);
}

static void
test_reported (void)
{
  assert_reported (false);
  assert_reported (true);
}

/* What is in the report, octet by octet, as any host would read it. */
static void
assert_report (bool v6, const char *from)
{
  struct scenario scenario = scenario_too_big (v6);
  struct sim *sim = run (&scenario);
  const struct trace *trace = sim_trace (sim);
  event_id id = find_event (trace, TRACE_ICMP, HOST_B, 1);
  const struct segment *lost = trace_segment (trace, find_event (trace, TRACE_LOSS, HOST_A, 1));
  size_t length = 0;
  const uint8_t *packet = trace_packet (trace, id, &length);
  struct icmp_error error;
  char text[IP_ADDRESS_TEXT_SIZE];

  g_assert_cmpint (icmp_error_read (packet, length, &error).kind, ==, WIRE_OK);
  g_assert_cmpstr (ip_address_format (&error.from, text), ==, from);
  g_assert_true (ip_address_equal (&error.to, &scenario.hosts[HOST_A].address));
  g_assert_cmpuint (error.type, ==, v6 ? ICMPV6_PACKET_TOO_BIG : ICMP_UNREACHABLE);
  g_assert_cmpuint (error.code, ==, v6 ? 0 : ICMP_FRAGMENTATION_NEEDED);
  g_assert_cmpuint (error.mtu, ==, MTU);
  g_assert_cmpuint (error.seq, ==, lost->seq);
  g_assert_true (endpoint_equal (&error.source, &lost->source));
  g_assert_true (endpoint_equal (&error.destination, &lost->destination));
  sim_free (sim);
}

static void
test_report (void)
{
  assert_report (false, "10.0.0.254");
  assert_report (true, "2001:db8::fe");
}

/* The router has an address that neither host has. */
static void
test_address (void)
{
  struct scenario scenario;
  char text[IP_ADDRESS_TEXT_SIZE];

  scenario_init (&scenario);
  scenario.hosts[HOST_B].address = ip_address_v4 (10, 0, 0, 254);
  scenario.hosts[HOST_A].address = ip_address_v4 (10, 0, 0, 253);
  struct ip_address router = router_address (&scenario);
  g_assert_cmpstr (ip_address_format (&router, text), ==, "10.0.0.252");
}

/* What is not larger passes, and so does all in the direction that has no limit. */
static void
test_fits (void)
{
  static const struct
  {
    unsigned from;
    uint16_t mtu;
    unsigned dropped;
  } cases[] = { { HOST_A, 1500, 0 }, { HOST_A, 1499, 1 }, { HOST_B, 1400, 0 }, { HOST_A, 0, 0 } };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct scenario scenario = scenario_too_big (false);

      scenario.links[HOST_A].mtu = 0;
      scenario.links[cases[i].from].mtu = cases[i].mtu;
      struct sim *sim = run (&scenario);
      g_assert_cmpuint (count_too_big (sim), ==, cases[i].dropped);
      g_assert_cmpuint (count_events (sim_trace (sim), TRACE_ICMP, HOST_NONE), ==, cases[i].dropped);
      sim_free (sim);
    }
}

/* The report is filtered: a loss like any other, for ever (S34). */
static void
test_black_hole (void)
{
  struct scenario scenario = scenario_too_big (false);

  scenario.links[HOST_A].icmp_too_big = false;
  scenario.until = SEC (9);
  struct sim *sim = run (&scenario);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_LINK_TOO_BIG_SILENT), >=, 2);
  g_assert_cmpuint (count_events (sim_trace (sim), TRACE_ICMP, HOST_NONE), ==, 0);
  sim_free (sim);
}

/* Packets without DF may be cut, and are put together again: they pass. */
static void
test_may_be_cut (void)
{
  for (unsigned dont_fragment = 0; dont_fragment < 2; dont_fragment++)
    {
      static const uint8_t octets[1460];
      struct scenario scenario = scenario_too_big (false);
      struct sim *sim = sim_new (&scenario, 0, NULL);
      uint8_t frame[SIM_FRAME_MAX] = { 0 };
      struct packet packet = {
        .ttl = 64,
        .dont_fragment = dont_fragment != 0,
        .segment = {
          .source = { .address = scenario.hosts[HOST_A].address, .port = 40001 },
          .destination = { .address = scenario.hosts[HOST_B].address, .port = 80 },
          .flags = TCP_RST,
          .length = sizeof octets,
          .text = octets,
        },
      };
      struct trace_event event = { .cause = EVENT_NONE, .by = EVENT_NONE, .kind = TRACE_SEND, .host = HOST_A };
      size_t length = packet_write (&packet, frame + ETHERNET_HEADER_SIZE, 1500);

      event_id sent = trace_append (sim->trace, &event, &packet.segment, frame + ETHERNET_HEADER_SIZE, length, NULL);
      link_send (sim, HOST_A, frame, ETHERNET_HEADER_SIZE + length, sent);
      sim_run (sim, MS (200));
      g_assert_cmpuint (count_too_big (sim), ==, dont_fragment);
      sim_free (sim);
    }
}

/* A copy that is held or doubled before it reaches the router is stopped all the same. */
static void
test_by_hand (void)
{
  struct scenario scenario = scenario_too_big (false);
  struct sim *sim = sim_new (&scenario, 0, NULL);

  sim_run (sim, MS (1010));
  event_id carry
      = find_event (sim_trace (sim), TRACE_CARRY, HOST_A, count_events (sim_trace (sim), TRACE_CARRY, HOST_A));
  g_assert_cmpint (trace_get (sim_trace (sim), carry)->at, ==, SEC (1));
  g_assert_cmpint (give_copy (sim, COMMAND_DUPLICATE, carry, 0), ==, SIM_ACCEPTED);
  g_assert_cmpint (give_copy (sim, COMMAND_HOLD, carry, 0), ==, SIM_ACCEPTED);
  sim_run (sim, MS (1100));
  g_assert_cmpuint (count_too_big (sim), ==, 1);
  g_assert_cmpint (give_copy (sim, COMMAND_RELEASE, carry, 0), ==, SIM_ACCEPTED);
  sim_run (sim, MS (1200));
  g_assert_cmpuint (count_too_big (sim), ==, 2);
  sim_free (sim);
}

/* Reports are frames too: they get lost by chance and by a cut, but are no segments that rules or commands could mean.
 */
static void
test_fate_of_reports (void)
{
  struct scenario scenario = scenario_too_big (false);
  struct sim *sim = sim_new (&scenario, 0, NULL);

  sim_run (sim, MS (1020));
  g_assert_cmpint (give (sim, HOST_B, COMMAND_LINK_CUT, 1), ==, SIM_ACCEPTED);
  sim_run (sim, MS (1030));
  event_id report = find_event (sim_trace (sim), TRACE_ICMP, HOST_B, 1);
  g_assert_cmpint (give_copy (sim, COMMAND_DUPLICATE, report, 0), ==, SIM_REFUSED_NO_COPY);
  g_assert_cmpint (give_copy (sim, COMMAND_DROP, report, 0), ==, SIM_REFUSED_NO_COPY);
  sim_run (sim, MS (1060));
  const struct trace_event *loss = get_event (sim_trace (sim), TRACE_LOSS, HOST_B, 1);
  g_assert_cmpuint (loss->cause, ==, report);
  g_assert_cmpint (loss->reason, ==, REASON_LINK_DROPPED);
  g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_LINK_REPORT_ARRIVES), ==, 0);
  sim_free (sim);
}

/* By chance a report is lost and damaged, but not doubled. */
static void
test_chance (void)
{
  static const struct
  {
    struct scenario_link link;
    enum tcp_reason seen;
    unsigned arrive;
  } cases[] = {
    { { .delay = MS (50), .loss = 1000000 }, REASON_LINK_RANDOM_LOSS, 0 },
    { { .delay = MS (50), .corrupt = 1000000 }, REASON_DISCARD_MALFORMED, 1 },
    { { .delay = MS (50), .duplicate = 1000000 }, REASON_LINK_REPORTS_TOO_BIG, 1 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      struct scenario scenario = scenario_too_big (false);
      struct sim *sim = sim_new (&scenario, 0, NULL);

      sim_run (sim, MS (1020));
      sim->links[HOST_B].setup = cases[i].link;
      sim_run (sim, MS (1051));
      g_assert_cmpuint (count_reasons (sim_trace (sim), cases[i].seen), ==, 1);
      g_assert_cmpuint (count_reasons (sim_trace (sim), REASON_LINK_REPORT_ARRIVES), ==, cases[i].arrive);
      sim_free (sim);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/router/reported/MTU-01", test_reported);
  g_test_add_func ("/router/report", test_report);
  g_test_add_func ("/router/address", test_address);
  g_test_add_func ("/router/fits", test_fits);
  g_test_add_func ("/router/black-hole/MTU-02", test_black_hole);
  g_test_add_func ("/router/may-be-cut", test_may_be_cut);
  g_test_add_func ("/router/by-hand", test_by_hand);
  g_test_add_func ("/router/fate-of-reports", test_fate_of_reports);
  g_test_add_func ("/router/chance", test_chance);
  return g_test_run ();
}
