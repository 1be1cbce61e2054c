/* Who must act next. Private to explain. */
#pragma once

#include "explain/context.h"

struct next_step
{
  char *actor;  /* NULL when nothing is awaited; freed with g_free, as is the other */
  char *detail; /* NULL */
};

void explain_next (const struct explain_context *context, struct next_step *next);
