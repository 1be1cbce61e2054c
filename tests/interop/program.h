/* What a program at either end of a connection does: how much it sends and reads, and how it ends.
 *
 * Sans-IO, so that the same program runs over our stack, over the kernel's sockets and over lwIP: whoever has the
 * connection asks it what to do, and tells it what happened. */
#pragma once

#include "base/octet-hash.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The two ends send different octets, and so does each connection. */
enum side
{
  SIDE_OURS,
  SIDE_PEER,
};

/* The most that program_text gives at once. */
#define PROGRAM_PIECE 16384

enum ending
{
  ENDING_SHUTDOWN,    /* ends its sending when everything is sent */
  ENDING_AFTER_OTHER, /* sends nothing before the other side has ended its sending, then as ENDING_SHUTDOWN */
  ENDING_TOLD,        /* as ENDING_SHUTDOWN, but only when everything is read, and when it is told to */
  ENDING_RESET,       /* aborts when everything is sent and read */
  ENDING_GETS_RESET,  /* goes on until the other side aborts */
};

struct program_plan
{
  uint64_t sends;
  uint64_t reads; /* what the other side sends */
  enum ending ending;
  bool waits_to_read; /* reads nothing before it is told to */
};

enum program_wish
{
  WISH_NOTHING,
  WISH_SHUTDOWN,
  WISH_ABORT,
};

struct program
{
  struct program_plan plan;
  enum side side;
  unsigned index; /* of the connection */
  uint64_t sent;
  uint64_t read;
  struct octet_hash hash; /* of what was read */
  bool told;              /* to do what it waits for */
  bool shut;              /* our sending ended */
  bool ended;             /* the other side's sending ended */
  bool was_reset;
  bool aborted;
};

void program_init (struct program *program, const struct program_plan *plan, enum side side, unsigned index);

/* The octets to send next; returns how many, at most PROGRAM_PIECE. What was taken of them goes to program_sent. */
size_t program_text (const struct program *program, uint8_t octets[static PROGRAM_PIECE]);
void program_sent (struct program *program, size_t length);

/* Whether it reads at present, and what it read. */
bool program_reads (const struct program *program);
void program_took (struct program *program, const void *octets, size_t length);

/* What to do with the connection now; `shut` and `aborted` are set by who has done it. */
enum program_wish program_wish (const struct program *program);

/* True when there is nothing left to do, well or badly. */
bool program_is_over (const struct program *program);

/* True when it is over and all that was planned has happened, and no octet was wrong. */
bool program_is_good (const struct program *program);
