/* The named values that titles and texts of an event may use, such as {host}, {seq} and {rto}. */
#pragma once

#include "explain/context.h"

#include <stddef.h>

/* An explain_lookup; user is a struct explain_context. A value that the event does not have is "?". */
char *explain_value (void *user, const char *name, size_t length);

/* The names there are, for tests and translators' tools: NULL past the last one. */
const char *explain_value_name (size_t index);
