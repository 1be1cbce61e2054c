/* The options in the text of a segment. Internal to wire: segment-text.h is for everyone else. */
#pragma once

#include "wire/segment.h"

/* Reads "<mss 1460,…>" at *next, if there is one, and moves *next behind it. Returns NULL, or what is wrong. */
const char *option_text_parse (const char **next, uint32_t ack_base, struct tcp_options *options);
