/* The eleven states in words. */
#pragma once

#include "tcp/state.h"

/* The second line under a state's name in the figure, where the reader's language has one ("已建立连接"), else "". */
const char *explain_state_second_line (enum tcp_state state);

/* What the state means, who is in it and how long it lasts. */
const char *explain_state_text (enum tcp_state state);

/* How netstat, ss and Windows write it. */
const char *explain_state_other_names (enum tcp_state state);
