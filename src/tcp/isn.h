/* Initial sequence numbers (RFC 6528, RFC 9293 §3.4.1): ISN = M + F (local end, remote end, secret). */
#pragma once

#include "base/vtime.h"
#include "wire/address.h"

#include <stdint.h>

/* M ticks every 4 microseconds (MUST-8); F is SipHash-2-4 with the secret as its key (MUST-9, SHLD-1). */
uint32_t tcp_isn (const struct endpoint *local, const struct endpoint *remote, const uint64_t secret[2], vtime now);
