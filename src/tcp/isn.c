#include "tcp/isn.h"

#include "tcp/keyed-hash.h"

/* One tick of M. */
#define ISN_TICK US (4)

uint32_t
tcp_isn (const struct endpoint *local, const struct endpoint *remote, const uint64_t secret[2], vtime now)
{
  return (uint32_t) (now / ISN_TICK) + (uint32_t) tcp_keyed_hash (local, remote, NULL, 0, secret);
}
