/* The eleven states in words. */
#pragma once

#include "tcp/state.h"

#include <stdbool.h>

/* The second line under a state's name in the figure, where the reader's language has one ("已建立连接"), else "". */
const char *explain_state_second_line (enum tcp_state state);

/* What the state means, who is in it and how long it lasts. */
const char *explain_state_text (enum tcp_state state);

/* How netstat, ss and Windows write it. */
const char *explain_state_other_names (enum tcp_state state);

/* The text and below it the other names. Free with g_free. */
char *explain_state_card (enum tcp_state state);

/* Whether somebody who looks for these words may mean the state: as the RFC, the figure, netstat, ss, Windows or the
 * reader's language write it, in part or as a whole. Case and the signs between words do not matter; a single letter is
 * too little. */
bool explain_state_is_called (enum tcp_state state, const char *words);
