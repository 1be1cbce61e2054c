#include "sim/private.h"

#include "wire/ethernet.h"

#define MILLION 1000000u

/* A number in [0, bound), one draw: a bias of bound / 2^32 matters less here than that each frame takes one number. */
static uint32_t
draw (struct link_direction *direction, enum link_stream stream, uint32_t bound)
{
  return (uint32_t) ((uint64_t) rng_u32 (&direction->streams[stream]) * bound >> 32);
}

vtime
fault_jitter (struct link_direction *direction)
{
  uint64_t number = rng_u64 (&direction->streams[STREAM_JITTER]);
  uint64_t bound = (uint64_t) direction->setup.jitter + 1;

  return (vtime) (number % bound);
}

/* --- rules --- */

static bool
fits (const struct scenario_fault *fault, const struct copy *copy, const struct segment *segment, vtime now)
{
  return fault->from == copy->from && now >= fault->after && segment_is (segment, fault->match);
}

/* Counts a segment that fits a rule; true when the rule means this one. */
static bool
rule_means (const struct scenario_fault *fault, uint32_t *seen)
{
  uint32_t number = ++*seen;

  return number >= fault->nth && number - fault->nth < fault->count;
}

static void
apply_rule (struct sim *sim, size_t slot, const struct scenario_fault *fault)
{
  vtime halfway = link_instant_on_way (sim->copies[slot], 50);

  switch ((enum scenario_fault_action) fault->action)
    {
    case FAULT_DROP:
      link_plan_incident (sim, slot, INCIDENT_LOSS, REASON_LINK_DROPPED, halfway, EVENT_NONE);
      break;
    case FAULT_DELAY:
      link_delay (sim, slot, fault->delay, EVENT_NONE);
      break;
    case FAULT_DUPLICATE:
      link_duplicate (sim, slot, EVENT_NONE);
      break;
    case FAULT_CORRUPT:
      link_corrupt (sim, slot, 0, EVENT_NONE);
      break;
    case FAULT_HOLD:
      link_plan_incident (sim, slot, INCIDENT_HOLD, REASON_LINK_HELD, halfway, EVENT_NONE);
      break;
    }
}

/* Every rule counts every segment that fits it, also one that is lost already. */
static void
apply_rules (struct sim *sim, size_t slot)
{
  const struct copy *copy = sim->copies[slot];
  const struct segment *segment = trace_segment (sim->trace, copy->carry);

  for (size_t i = 0; i < sim->scenario.fault_count && segment != NULL; i++)
    {
      const struct scenario_fault *fault = &sim->scenario.faults[i];

      if (fits (fault, copy, segment, sim->now) && rule_means (fault, &sim->fault_matches[i])
          && copy->incident != INCIDENT_LOSS)
        apply_rule (sim, slot, fault);
    }
}

/* --- chance --- */

/* A loss takes the frames behind it along, however they were drawn. */
static bool
is_lost (struct link_direction *direction)
{
  bool drawn = draw (direction, STREAM_LOSS, MILLION) < direction->setup.loss;

  if (direction->burst > 0)
    {
      direction->burst--;
      return true;
    }
  if (drawn && direction->setup.burst > 1)
    direction->burst = direction->setup.burst - 1u;
  return drawn;
}

void
fault_apply_chance (struct sim *sim, size_t slot)
{
  const struct copy *copy = sim->copies[slot];
  struct link_direction *direction = &sim->links[copy->from];
  const struct scenario_link *setup = &direction->setup;
  size_t length = copy->length - ETHERNET_HEADER_SIZE;
  size_t ip_header = link_ip_header (copy);
  bool lost = is_lost (direction);
  unsigned loss_place = 40 + draw (direction, STREAM_LOSS_PLACE, 21);
  bool duplicated = draw (direction, STREAM_DUPLICATE, MILLION) < setup->duplicate && !copy->is_report;
  bool corrupted = draw (direction, STREAM_CORRUPT, MILLION) < setup->corrupt;
  size_t place = ip_header + draw (direction, STREAM_CORRUPT_PLACE, (uint32_t) (length - ip_header));

  if (copy->incident == INCIDENT_LOSS)
    return;
  if (duplicated)
    link_duplicate (sim, slot, EVENT_NONE);
  if (corrupted)
    link_corrupt (sim, slot, place, EVENT_NONE);
  if (lost && copy->incident == INCIDENT_NONE)
    link_plan_incident (sim, slot, INCIDENT_LOSS, REASON_LINK_RANDOM_LOSS, link_instant_on_way (copy, loss_place),
                        EVENT_NONE);
}

void
fault_apply (struct sim *sim, size_t slot)
{
  apply_rules (sim, slot);
  fault_apply_chance (sim, slot);
}
