#include "tcp/keyed-hash.h"

#include <assert.h>

/* Family, address and port of both ends, filled up to whole words. */
#define ENDS_SIZE 40

#define WORDS_MAX 4

static uint64_t
rotate_left (uint64_t value, unsigned bits)
{
  return (value << bits) | (value >> (64 - bits));
}

static void
sip_round (uint64_t v[4])
{
  v[0] += v[1];
  v[2] += v[3];
  v[1] = rotate_left (v[1], 13) ^ v[0];
  v[3] = rotate_left (v[3], 16) ^ v[2];
  v[0] = rotate_left (v[0], 32);
  v[2] += v[1];
  v[0] += v[3];
  v[1] = rotate_left (v[1], 17) ^ v[2];
  v[3] = rotate_left (v[3], 21) ^ v[0];
  v[2] = rotate_left (v[2], 32);
}

static uint64_t
word_at (const uint8_t *octets)
{
  uint64_t word = 0;
  for (int i = 7; i >= 0; i--)
    word = word << 8 | octets[i];
  return word;
}

static void
sip_absorb (uint64_t v[4], uint64_t word)
{
  v[3] ^= word;
  sip_round (v);
  sip_round (v);
  v[0] ^= word;
}

/* SipHash-2-4 (Aumasson and Bernstein) of a whole number of words. */
static uint64_t
siphash (const uint8_t *octets, size_t length, const uint64_t key[2])
{
  uint64_t v[4] = {
    key[0] ^ 0x736f6d6570736575,
    key[1] ^ 0x646f72616e646f6d,
    key[0] ^ 0x6c7967656e657261,
    key[1] ^ 0x7465646279746573,
  };
  for (size_t i = 0; i + 8 <= length; i += 8)
    sip_absorb (v, word_at (octets + i));
  sip_absorb (v, (uint64_t) length << 56);
  v[2] ^= 0xff;
  for (int i = 0; i < 4; i++)
    sip_round (v);
  return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static uint8_t *
put_endpoint (uint8_t *octets, const struct endpoint *endpoint)
{
  *octets++ = endpoint->address.family;
  for (size_t i = 0; i < sizeof endpoint->address.octets; i++)
    *octets++ = endpoint->address.octets[i];
  *octets++ = (uint8_t) (endpoint->port >> 8);
  *octets++ = (uint8_t) endpoint->port;
  return octets;
}

static uint8_t *
put_word (uint8_t *octets, uint64_t word)
{
  for (int i = 0; i < 8; i++)
    *octets++ = (uint8_t) (word >> (8 * i));
  return octets;
}

uint64_t
tcp_keyed_hash (const struct endpoint *local, const struct endpoint *remote, const uint64_t *words, size_t count,
                const uint64_t key[2])
{
  uint8_t octets[ENDS_SIZE + 8 * WORDS_MAX] = { 0 };
  assert (count <= WORDS_MAX);
  put_endpoint (put_endpoint (octets, local), remote);
  uint8_t *next = octets + ENDS_SIZE;
  for (size_t i = 0; i < count; i++)
    next = put_word (next, words[i]);
  return siphash (octets, (size_t) (next - octets), key);
}
