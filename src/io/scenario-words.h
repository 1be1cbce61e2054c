/* The words of [Command N] and [Fault N]: the reader looks them up, the writer finds them by what they mean. */
#pragma once

#include "sim/scenario.h"

#include <glib.h>

/* What may follow the word of Do=. */
enum argument
{
  ARGUMENT_NONE,
  ARGUMENT_OCTETS, /* needed */
  ARGUMENT_OCTETS_OPTIONAL,
  ARGUMENT_SWITCH, /* on, off */
  ARGUMENT_SHARE,
  ARGUMENT_TIME,
  ARGUMENT_COPY, /* number of an event */
  ARGUMENT_COPY_OPTIONAL,
  ARGUMENT_COPY_TIME,
  ARGUMENT_COPY_OFFSET, /* the offset may be left out */
  ARGUMENT_KEY,         /* of a switch, and true or false */
  ARGUMENT_SEGMENT,     /* as segment-text.h writes it, with absolute numbers */
};

/* Whose it is. */
enum command_host
{
  HOST_NEEDED,
  HOST_OPTIONAL,
  HOST_FORBIDDEN,
};

struct command_word
{
  const char *word;
  enum sim_command_kind kind;
  enum command_host host;
  enum argument argument;
  guint64 amount; /* when the word itself is the argument */
  const char *example;
  bool urgent;
};

/* All of Do=, ended by a NULL word. */
extern const struct command_word scenario_command_words[];

/* By enum segment_kind, enum scenario_fault_action, enum sim_turn and enum tcp_switch; ended by NULL. */
extern const char *const scenario_fault_segments[];
extern const char *const scenario_fault_actions[];
extern const char *const scenario_turns[];
extern const char *const scenario_switches[]; /* keys of a host's group */
