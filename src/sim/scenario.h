/* A scenario in memory: two hosts, the link between them, and what is to happen.
 *
 * io/scenario-file.h reads one from a file; sim.h runs it. Plain data: a copy made by assignment is a scenario too, as
 * long as it shares the arrays' owner. */
#pragma once

#include "sim/command.h"
#include "tcp/config.h"
#include "trace/event.h"
#include "wire/address.h"
#include "wire/segment-kind.h"

/* What the program on a host does by itself. Commands do the rest. It accepts every connection at once, as long as it
 * has a descriptor for it. */
struct scenario_app
{
  uint32_t descriptors;    /* the most sockets that it has open at a time, its listener among them; 0 = no limit */
  bool reads;              /* takes what arrives as soon as it arrives, or as the next two fields say */
  uint32_t read_octets;    /* slow reader: takes at most so many octets … */
  vtime read_interval;     /* … every so often; 0 = no limit */
  uint32_t request_octets; /* answers each time it has read so many octets; 0 = never */
  uint32_t answer_octets;  /* length of an answer; 0 with request_octets set = echo the request */
  vtime answer_delay;      /* from the end of the request to the answer */
  bool closes_at_end;      /* calls close when the peer has ended its direction and every answer is written */
  vtime close_delay;       /* after so long; 0 = within the same instant */
};

struct scenario_host
{
  char name[32]; /* "A" */
  struct mac_address mac;
  struct ip_address address; /* of the same family on both; resolved by ARP or neighbour discovery before time 0 */
  uint16_t port;             /* of the socket that the picture is about: listens or connects from it */
  struct tcp_config config;
  struct scenario_app app;
  int32_t clock_skew; /* of its clock, parts per million; see sim/clock.h */
};

/* One direction of the link. */
struct scenario_link
{
  vtime delay;        /* one way */
  vtime jitter;       /* added: uniform in [0, jitter]; may reorder */
  uint64_t rate;      /* bits a second; 0 = no serialization time */
  uint32_t queue;     /* frames that may wait for the rate; 0 = 1000 */
  uint32_t loss;      /* per million frames */
  uint16_t burst;     /* frames in a row that each such loss takes; 0 = 1 */
  uint32_t duplicate; /* per million */
  uint32_t corrupt;   /* per million */
  uint16_t mtu;       /* halfway a router drops larger IP packets that it may not cut; 0 = none */
  bool icmp_too_big;  /* and tells the sender */
};

enum scenario_fault_action
{
  FAULT_DROP,
  FAULT_DELAY, /* by `delay` more */
  FAULT_DUPLICATE,
  FAULT_CORRUPT,
  FAULT_HOLD,
};

/* "Drop the 2nd data segment of A", "hold the first SYN from A". */
struct scenario_fault
{
  uint8_t from;   /* host that sends */
  uint8_t match;  /* enum segment_kind: which segments the rule means */
  uint8_t action; /* enum scenario_fault_action; drop and hold act halfway, the others at departure */
  uint32_t nth;   /* the first one meant, from 1, counted among the matching segments of that host */
  uint32_t count; /* how many from there on; UINT32_MAX = all */
  vtime after;    /* what is sent before this instant does not fit */
  vtime delay;
};

#define SCENARIO_FAULTS_MAX 64
#define SCENARIO_COMMANDS_MAX 1024

struct scenario
{
  char id[64];
  struct scenario_host hosts[HOST_COUNT];
  struct scenario_link links[HOST_COUNT]; /* by sender */
  struct scenario_fault faults[SCENARIO_FAULTS_MAX];
  size_t fault_count;
  struct sim_command commands[SCENARIO_COMMANDS_MAX]; /* done by their times; those of one instant in this order */
  size_t command_count;
  uint64_t seed;
  vtime until;        /* the run ends here at the latest; VTIME_NEVER = when nothing more happens */
  vtime picture_from; /* what happened before is not drawn */
  bool fold_data;     /* the figure shows an uneventful exchange of data as one block arrow */
};

/* The common set-up of the lessons: A = 10.0.0.1:40001 (ISN 100), B = 10.0.0.2:80 (ISN 300), 50 ms each way, no loss,
 * tcp_config_lesson, B's program reads, no commands. */
void scenario_init (struct scenario *scenario);

/* Gives A the address 2001:db8::1 and B 2001:db8::2. */
void scenario_use_ipv6 (struct scenario *scenario);
