/* A hash of the ends of a connection that nobody can foretell without the key: SipHash-2-4 (Aumasson and Bernstein).
 *
 * From it come the numbers that a stranger must not guess: ISNs, SYN cookies, Fast Open cookies. */
#pragma once

#include "wire/address.h"

#include <stddef.h>
#include <stdint.h>

/* words: up to 4 more that go into the hash. Hashes of another count of words have nothing in common, so the count
 * says what the hash is for: 0 an ISN, 1 a Fast Open cookie, 2 a SYN cookie. */
uint64_t tcp_keyed_hash (const struct endpoint *local, const struct endpoint *remote, const uint64_t *words,
                         size_t count, const uint64_t key[2]);
