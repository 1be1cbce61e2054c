/* A running hash of a stream of octets, 64 bits: equal streams have equal hashes, however they are cut into pieces. For
 * comparing, not for keeping secrets. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct octet_hash
{
  uint64_t state;
  uint64_t word;  /* octets that do not fill a word of 8 yet */
  uint64_t count; /* all octets */
};

void octet_hash_init (struct octet_hash *hash);
void octet_hash_add (struct octet_hash *hash, const void *octets, size_t length);

/* The hash of what was added so far. */
uint64_t octet_hash_value (const struct octet_hash *hash);
