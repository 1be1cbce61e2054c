/* What is wrong with a packet, in a sentence. */
#pragma once

#include "wire/fault.h"

/* "IPv4 header length 12 is below 20 (offset 14)."; "" for WIRE_OK. Free with g_free. */
char *explain_fault (const struct wire_fault *fault);
