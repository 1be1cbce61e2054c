#include "sim/private.h"

#include "base/array.h"

#include "wire/ethernet.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A second copy of a frame follows the first after delay / DUPLICATE_GAP. */
#define DUPLICATE_GAP 10

#define QUEUE_DEFAULT 1000

#define IPV6_HEADER_SIZE 40

/* The octet of the IPv4 or IPv6 packet that ends the sequence number, behind a header of this length. */
#define SEQUENCE_NUMBER_END 7

void
link_init (struct sim *sim, struct rng *master)
{
  for (unsigned from = 0; from < HOST_COUNT; from++)
    sim->links[from] = (struct link_direction){ .setup = sim->scenario.links[from], .cut_by = EVENT_NONE };
  for (unsigned stream = 0; stream < LINK_STREAM_COUNT; stream++)
    for (unsigned from = 0; from < HOST_COUNT; from++)
      rng_seed (&sim->links[from].streams[stream], rng_u64 (master));
}

void
link_clear (struct sim *sim)
{
  for (size_t slot = 0; slot < sim->copy_count; slot++)
    {
      free (sim->copies[slot]->frame);
      free (sim->copies[slot]);
    }
  free (sim->copies);
}

/* --- copies --- */

static size_t
free_slot (struct sim *sim)
{
  for (size_t slot = 0; slot < sim->copy_count; slot++)
    if (sim->copies[slot]->state == COPY_FREE)
      return slot;

  sim->copies = array_reserve (sim->copies, &sim->copy_capacity, sim->copy_count + 1, sizeof *sim->copies);
  struct copy *copy = calloc (1, sizeof *copy);
  if (copy == NULL)
    abort ();
  sim->copies[sim->copy_count] = copy;
  return sim->copy_count++;
}

static size_t
new_copy (struct sim *sim, unsigned from, const uint8_t *frame, size_t length)
{
  size_t slot = free_slot (sim);
  struct copy *copy = sim->copies[slot];

  *copy = (struct copy){
    .state = COPY_UNDER_WAY,
    .from = (uint8_t) from,
    .incident_by = EVENT_NONE,
    .carry = EVENT_NONE,
    .frame = malloc (length),
    .length = length,
  };
  if (copy->frame == NULL)
    abort ();
  memcpy (copy->frame, frame, length);
  return slot;
}

static void
free_copy (struct copy *copy)
{
  free (copy->frame);
  *copy = (struct copy){ .state = COPY_FREE };
}

struct copy *
link_find (const struct sim *sim, event_id carry, size_t *slot)
{
  for (size_t i = 0; i < sim->copy_count && carry != EVENT_NONE; i++)
    if (sim->copies[i]->state != COPY_FREE && sim->copies[i]->carry == carry && !sim->copies[i]->is_report)
      {
        *slot = i;
        return sim->copies[i];
      }
  return NULL;
}

struct copy *
link_longest_held (const struct sim *sim, size_t *slot)
{
  struct copy *first = NULL;

  for (size_t i = 0; i < sim->copy_count; i++)
    {
      struct copy *copy = sim->copies[i];

      if (copy->state != COPY_HELD
          || (first != NULL
              && (copy->held_at > first->held_at || (copy->held_at == first->held_at && copy->carry > first->carry))))
        continue;
      first = copy;
      *slot = i;
    }
  return first;
}

/* --- the way of a copy --- */

static void
plan_arrival (struct sim *sim, size_t slot, vtime arrival)
{
  struct copy *copy = sim->copies[slot];

  copy->arrival = arrival;
  copy->arrival_serial = event_heap_push (&sim->heap, arrival, RANK_ARRIVAL, (uint8_t) (1 - copy->from), slot);
}

static void
cancel_incident (struct sim *sim, struct copy *copy)
{
  if (copy->incident != INCIDENT_NONE)
    event_heap_remove (&sim->heap, copy->incident_serial);
  copy->incident = INCIDENT_NONE;
}

/* Takes out of the heap what was planned for a copy. */
static void
stop_copy (struct sim *sim, struct copy *copy)
{
  cancel_incident (sim, copy);
  if (copy->state == COPY_UNDER_WAY)
    event_heap_remove (&sim->heap, copy->arrival_serial);
}

vtime
link_instant_on_way (const struct copy *copy, unsigned share)
{
  vtime way = copy->arrival - copy->leaves;

  return copy->leaves + way / 100 * share + way % 100 * share / 100;
}

void
link_plan_incident (struct sim *sim, size_t slot, enum copy_incident incident, enum tcp_reason reason, vtime at,
                    event_id by)
{
  struct copy *copy = sim->copies[slot];

  cancel_incident (sim, copy);
  copy->incident = (uint8_t) incident;
  copy->incident_reason = reason;
  copy->incident_by = by;
  copy->incident_serial = event_heap_push (&sim->heap, at, RANK_LINK, copy->from, slot);
}

static unsigned
waiting_for_rate (const struct sim *sim, unsigned from)
{
  unsigned waiting = 0;

  for (size_t i = 0; i < sim->copy_count; i++)
    waiting += sim->copies[i]->state != COPY_FREE && sim->copies[i]->from == from && sim->copies[i]->leaves > sim->now;
  return waiting;
}

static vtime
serialization_time (const struct scenario_link *setup, size_t length)
{
  return setup->rate > 0 ? (vtime) (length * 8 * UINT64_C (1000000000) / setup->rate) : 0;
}

/* A frame that finds the queue full is lost where it stands. */
static void
lose_at_queue (struct sim *sim, unsigned from, event_id sent)
{
  event_id carry = sim_note (sim, TRACE_CARRY, from, REASON_LINK_CARRIES, sent, EVENT_NONE, sim->now, 0);

  sim_note (sim, TRACE_LOSS, from, REASON_LINK_QUEUE_FULL, carry, EVENT_NONE, VTIME_NEVER, 0);
}

void
link_send (struct sim *sim, unsigned from, const uint8_t *frame, size_t length, event_id sent)
{
  struct link_direction *direction = &sim->links[from];
  const struct scenario_link *setup = &direction->setup;
  vtime jitter = fault_jitter (direction);

  if (sent == EVENT_NONE && direction->cut)
    return;
  if (sent != EVENT_NONE && setup->rate > 0
      && waiting_for_rate (sim, from) >= (setup->queue > 0 ? setup->queue : QUEUE_DEFAULT))
    {
      lose_at_queue (sim, from, sent);
      return;
    }
  vtime serialization = serialization_time (setup, length);
  vtime leaves = setup->rate > 0 && direction->free_at > sim->now ? direction->free_at : sim->now;
  size_t slot = new_copy (sim, from, frame, length);
  struct copy *copy = sim->copies[slot];

  direction->free_at = leaves + serialization;
  copy->leaves = leaves;
  plan_arrival (sim, slot, leaves + serialization + setup->delay + jitter);
  if (sent == EVENT_NONE)
    return;
  copy->carry = sim_note (sim, TRACE_CARRY, from, REASON_LINK_CARRIES, sent, EVENT_NONE, copy->arrival, 0);
  if (direction->cut)
    link_plan_incident (sim, slot, INCIDENT_LOSS, REASON_LINK_DROPPED, link_instant_on_way (copy, 50),
                        direction->cut_by);
  router_look (sim, slot, link_instant_on_way (copy, 50));
  fault_apply (sim, slot);
}

/* In the trace it stands with its packet: it is no segment. */
static event_id
note_report (struct sim *sim, unsigned from, const uint8_t *frame, size_t length, event_id loss, vtime arrival)
{
  struct trace_event event = {
    .at = sim->now,
    .until = arrival,
    .cause = loss,
    .by = EVENT_NONE,
    .octets = sim->links[1 - from].setup.mtu,
    .reason = REASON_LINK_REPORTS_TOO_BIG,
    .kind = TRACE_ICMP,
    .host = (uint8_t) from,
  };

  return trace_append (sim->trace, &event, NULL, frame + ETHERNET_HEADER_SIZE, length - ETHERNET_HEADER_SIZE, NULL);
}

/* Half of the way is before it. It does not wait for the rate, which is that of the way to the router. */
void
link_send_report (struct sim *sim, unsigned from, const uint8_t *frame, size_t length, event_id loss)
{
  struct link_direction *direction = &sim->links[from];
  size_t slot = new_copy (sim, from, frame, length);
  struct copy *copy = sim->copies[slot];

  copy->is_report = true;
  copy->leaves = sim->now;
  plan_arrival (sim, slot, sim->now + direction->setup.delay / 2 + fault_jitter (direction));
  copy->carry = note_report (sim, from, frame, length, loss, copy->arrival);
  if (direction->cut)
    link_plan_incident (sim, slot, INCIDENT_LOSS, REASON_LINK_DROPPED, link_instant_on_way (copy, 50),
                        direction->cut_by);
  fault_apply (sim, slot);
}

/* It counts for no rule, as these speak of what a host sends. */
void
link_send_injected (struct sim *sim, unsigned from, const uint8_t *frame, size_t length, event_id injected)
{
  struct link_direction *direction = &sim->links[from];
  size_t slot = new_copy (sim, from, frame, length);
  struct copy *copy = sim->copies[slot];

  copy->leaves = sim->now;
  plan_arrival (sim, slot, sim->now + direction->setup.delay / 2 + fault_jitter (direction));
  copy->carry = sim_note (sim, TRACE_CARRY, from, REASON_LINK_CARRIES, injected, EVENT_NONE, copy->arrival, 0);
  if (direction->cut)
    link_plan_incident (sim, slot, INCIDENT_LOSS, REASON_LINK_DROPPED, link_instant_on_way (copy, 50),
                        direction->cut_by);
  fault_apply_chance (sim, slot);
}

void
link_incident (struct sim *sim, size_t slot)
{
  struct copy *copy = sim->copies[slot];
  enum copy_incident incident = copy->incident;

  copy->incident = INCIDENT_NONE; /* it has left the heap */
  if (incident == INCIDENT_HOLD)
    link_hold (sim, slot, copy->incident_by);
  else if (copy->incident_reason == REASON_LINK_TOO_BIG || copy->incident_reason == REASON_LINK_TOO_BIG_SILENT)
    router_drop (sim, slot);
  else
    link_lose (sim, slot, copy->incident_reason, copy->incident_by);
}

/* The arrival of a segment is for TCP to report; that of a report is noted here, as its cause is. */
static event_id
note_arrival (struct sim *sim, unsigned host, event_id carry)
{
  if (carry == EVENT_NONE || trace_get (sim->trace, carry)->kind != TRACE_ICMP)
    return carry;
  return sim_note (sim, TRACE_ARRIVE, host, REASON_LINK_REPORT_ARRIVES, carry, EVENT_NONE, VTIME_NEVER,
                   trace_get (sim->trace, carry)->octets);
}

void
link_cross (struct sim *sim, unsigned from, const uint8_t *frame, size_t length, event_id carry)
{
  uint8_t out[SIM_FRAME_MAX];
  struct sim_host *to = &sim->hosts[1 - from];
  const uint8_t *arrived = frame;

  if (to->off)
    {
      if (carry != EVENT_NONE)
        sim_note (sim, TRACE_LOSS, from, REASON_LINK_HOST_OFF, carry, EVENT_NONE, VTIME_NEVER, 0);
      return;
    }
  if (sim->wire.cross != NULL)
    {
      length = sim->wire.cross (sim->wire.user, from, frame, length, out);
      arrived = out;
      assert (length <= sizeof out);
    }
  if (length == 0)
    {
      if (carry != EVENT_NONE)
        sim_note (sim, TRACE_LOSS, from, REASON_LINK_WIRE_LOST, carry, EVENT_NONE, VTIME_NEVER, 0);
      return;
    }
  host_frame_in (to->host, arrived, length, sim->now, note_arrival (sim, 1 - from, carry));
  to->touched = true;
}

void
link_arrival (struct sim *sim, size_t slot)
{
  struct copy copy = *sim->copies[slot];

  /* The slot is free before the receiver acts: what it sends within this instant may take it. */
  cancel_incident (sim, sim->copies[slot]);
  *sim->copies[slot] = (struct copy){ .state = COPY_FREE };
  link_cross (sim, copy.from, copy.frame, copy.length, copy.carry);
  free (copy.frame);
}

/* --- what befalls a copy --- */

void
link_remove (struct sim *sim, size_t slot)
{
  stop_copy (sim, sim->copies[slot]);
  free_copy (sim->copies[slot]);
}

void
link_lose (struct sim *sim, size_t slot, enum tcp_reason reason, event_id by)
{
  const struct copy *copy = sim->copies[slot];

  sim_note (sim, TRACE_LOSS, copy->from, reason, copy->carry, by, VTIME_NEVER, 0);
  link_remove (sim, slot);
}

void
link_hold (struct sim *sim, size_t slot, event_id by)
{
  struct copy *copy = sim->copies[slot];

  stop_copy (sim, copy);
  copy->state = COPY_HELD;
  copy->held_at = sim->now;
  sim_note (sim, TRACE_HOLD, copy->from, REASON_LINK_HELD, copy->carry, by, VTIME_NEVER, 0);
}

/* What was left of its way when it was held is still before it. */
void
link_release (struct sim *sim, size_t slot, event_id by)
{
  struct copy *copy = sim->copies[slot];
  vtime held_for = sim->now - copy->held_at;

  copy->state = COPY_UNDER_WAY;
  plan_arrival (sim, slot, copy->arrival + held_for);
  sim_note (sim, TRACE_RELEASE, copy->from, REASON_LINK_RELEASED, copy->carry, by, copy->arrival, 0);
  if (sim->links[copy->from].cut)
    link_plan_incident (sim, slot, INCIDENT_LOSS, REASON_LINK_DROPPED, sim->now + (copy->arrival - sim->now) / 2,
                        sim->links[copy->from].cut_by);
  router_look (sim, slot, sim->now + (copy->arrival - sim->now) / 2);
}

void
link_delay (struct sim *sim, size_t slot, vtime duration, event_id by)
{
  struct copy *copy = sim->copies[slot];

  event_heap_remove (&sim->heap, copy->arrival_serial);
  plan_arrival (sim, slot, copy->arrival + duration);
  sim_note (sim, TRACE_DELAY, copy->from, REASON_LINK_DELAYED, copy->carry, by, copy->arrival, 0);
}

void
link_duplicate (struct sim *sim, size_t slot, event_id by)
{
  struct copy *copy = sim->copies[slot];
  event_id made = sim_note (sim, TRACE_DUPLICATE, copy->from, REASON_LINK_DUPLICATED, copy->carry, by, VTIME_NEVER, 0);
  vtime arrival = copy->arrival + sim->links[copy->from].setup.delay / DUPLICATE_GAP;
  size_t second = new_copy (sim, copy->from, copy->frame, copy->length);

  sim->copies[second]->leaves = sim->now;
  plan_arrival (sim, second, arrival);
  sim->copies[second]->carry
      = sim_note (sim, TRACE_CARRY, copy->from, REASON_LINK_CARRIES, made, EVENT_NONE, arrival, 0);
  router_look (sim, second, link_instant_on_way (sim->copies[second], 50));
}

size_t
link_ip_header (const struct copy *copy)
{
  uint8_t first = copy->frame[ETHERNET_HEADER_SIZE];

  return first >> 4 == 4 ? (size_t) (first & 0x0f) * 4 : IPV6_HEADER_SIZE;
}

/* One changed bit always shows in a one's complement sum. */
void
link_corrupt (struct sim *sim, size_t slot, uint64_t offset, event_id by)
{
  struct copy *copy = sim->copies[slot];
  uint8_t *packet = copy->frame + ETHERNET_HEADER_SIZE;
  size_t length = copy->length - ETHERNET_HEADER_SIZE;

  if (offset == 0)
    offset = link_ip_header (copy) + SEQUENCE_NUMBER_END;
  if (offset >= length)
    offset = length - 1;
  packet[offset] ^= 1;
  sim_note (sim, TRACE_CORRUPT, copy->from, REASON_LINK_CORRUPTED, copy->carry, by, VTIME_NEVER, (uint32_t) offset);
}
