/* What a capture can say of an event, and what it cannot. Private to explain. */
#pragma once

#include "explain/context.h"

/* A title and a text that fit better than those of REASON_CAPTURE_INFERRED, as templates; false when there are none. */
bool explain_capture_words (const struct explain_context *context, const char **title, const char **text);

/* A sentence to add to the text: what the event's marks mean, or that it is only inferred; "" when there is none, else
 * with a space before it. Free with g_free. */
char *explain_capture_remark (const struct explain_context *context);
