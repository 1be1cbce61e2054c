#include "wire/segment-kind.h"

#include <assert.h>
#include <string.h>

bool
segment_is (const struct segment *segment, enum segment_kind kind)
{
  bool pure_ack = (segment->flags & (TCP_SYN | TCP_FIN | TCP_RST | TCP_ACK)) == TCP_ACK && segment->length == 0;

  switch (kind)
    {
    case SEGMENT_ANY:
      return true;
    case SEGMENT_SYN:
      return (segment->flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;
    case SEGMENT_SYN_ACK:
      return (segment->flags & (TCP_SYN | TCP_ACK)) == (TCP_SYN | TCP_ACK);
    case SEGMENT_ACK:
      return pure_ack;
    case SEGMENT_DATA:
      return segment->length > 0;
    case SEGMENT_FIN:
      return (segment->flags & TCP_FIN) != 0;
    case SEGMENT_RST:
      return (segment->flags & TCP_RST) != 0;
    }
  return false;
}

const char *
segment_kind_word (enum segment_kind kind)
{
  static const char *const words[SEGMENT_KIND_COUNT] = {
    [SEGMENT_ANY] = "any",   [SEGMENT_SYN] = "SYN", [SEGMENT_SYN_ACK] = "SYN,ACK", [SEGMENT_ACK] = "ACK",
    [SEGMENT_DATA] = "data", [SEGMENT_FIN] = "FIN", [SEGMENT_RST] = "RST",
  };

  assert ((size_t) kind < SEGMENT_KIND_COUNT);
  return words[kind];
}

bool
segment_kind_parse (const char *word, enum segment_kind *kind)
{
  for (unsigned i = 0; i < SEGMENT_KIND_COUNT; i++)
    if (strcmp (word, segment_kind_word ((enum segment_kind) i)) == 0)
      {
        *kind = (enum segment_kind) i;
        return true;
      }
  return false;
}
