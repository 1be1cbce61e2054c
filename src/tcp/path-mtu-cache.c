#include "tcp/path-mtu-cache.h"

/* The place of a destination; length when there is none. */
static size_t
place_of (const struct path_mtu_cache *cache, const struct ip_address *destination)
{
  size_t place = 0;
  while (place < cache->length && !ip_address_equal (&cache->entries[place].destination, destination))
    place++;
  return place;
}

/* The place that can best be spared when all are taken. */
static size_t
place_to_spare (const struct path_mtu_cache *cache)
{
  size_t oldest = 0;
  for (size_t place = 1; place < cache->length; place++)
    if (cache->entries[place].until < cache->entries[oldest].until)
      oldest = place;
  return oldest;
}

const struct path_mtu_entry *
path_mtu_cache_find (const struct path_mtu_cache *cache, const struct ip_address *destination, vtime now)
{
  size_t place = place_of (cache, destination);
  return place < cache->length && now < cache->entries[place].until ? &cache->entries[place] : NULL;
}

void
path_mtu_cache_put (struct path_mtu_cache *cache, const struct path_mtu_entry *entry)
{
  size_t place = place_of (cache, &entry->destination);
  if (place == PATH_MTU_DESTINATIONS_MAX)
    place = place_to_spare (cache);
  else if (place == cache->length)
    cache->length++;
  cache->entries[place] = *entry;
  cache->changes++;
}

void
path_mtu_cache_drop (struct path_mtu_cache *cache, const struct ip_address *destination)
{
  size_t place = place_of (cache, destination);
  if (place < cache->length)
    cache->entries[place] = cache->entries[--cache->length];
}
