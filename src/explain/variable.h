/* The TCB variables by name, for the table of the window: six groups, each variable with its meaning and its value. */
#pragma once

#include "tcp/vars.h"

#include <stdbool.h>
#include <stddef.h>

enum variable_group
{
  VARIABLE_STATE,
  VARIABLE_SEND,
  VARIABLE_RECEIVE,
  VARIABLE_TIME,
  VARIABLE_CONGESTION,
  VARIABLE_QUEUES,
};

#define VARIABLE_GROUP_COUNT 6

enum explain_numbers
{
  EXPLAIN_NUMBERS_REAL,
  EXPLAIN_NUMBERS_RELATIVE, /* sequence numbers less ISS or IRS */
};

const char *explain_variable_group_name (enum variable_group group);

/* Variables are numbered from 0 in the order of the table, group after group. */
size_t explain_variable_count (void);
enum variable_group explain_variable_group (size_t variable);

/* "SND.UNA"; the few that are no names of the RFC are translated. */
const char *explain_variable_name (size_t variable);

/* One line: "oldest number sent and not acknowledged". */
const char *explain_variable_meaning (size_t variable);

/* "101", "1 s", "–" when it has no value. Free with g_free. */
char *explain_variable_value (size_t variable, const struct tcp_vars *vars, enum explain_numbers numbers);
