/* What a command from outside did: its row in a chain of causes. */
#pragma once

#include "trace/trace.h"

/* "Dropped by hand: A’s SYN"; NULL when the trace does not tell what came of the command. Free with g_free. */
char *explain_command_title (const struct trace *trace, event_id command);
