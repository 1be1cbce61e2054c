/* What a host knows of the paths to other hosts: the path MTU of each destination, while it is young enough to be
 * believed (RFC 1191 §6.2 and §6.3, RFC 8201 §5.2 and §5.3). All connections of the host share it. */
#pragma once

#include "base/vtime.h"
#include "wire/address.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Destinations that are remembered; a further one takes the place of the one that would be forgotten next. */
#define PATH_MTU_DESTINATIONS_MAX 32

struct path_mtu_entry
{
  struct ip_address destination;
  uint32_t mtu; /* octets of an IP packet */
  vtime until;  /* forgotten then */
  bool cut;     /* smaller packets than the host sends would be needed: routers may cut them up */
};

struct path_mtu_cache
{
  struct path_mtu_entry entries[PATH_MTU_DESTINATIONS_MAX];
  size_t length;
  uint32_t changes; /* how often an entry was written: who saw this number has seen all of them */
};

/* What is known of a destination, or NULL. */
const struct path_mtu_entry *path_mtu_cache_find (const struct path_mtu_cache *cache,
                                                  const struct ip_address *destination, vtime now);

/* Remembers an entry in the place of what was known before. */
void path_mtu_cache_put (struct path_mtu_cache *cache, const struct path_mtu_entry *entry);

/* The interface's own MTU gets through again: nothing needs to be remembered. */
void path_mtu_cache_drop (struct path_mtu_cache *cache, const struct ip_address *destination);
