#include "io/fragments.h"

#include "wire/checksum.h"
#include "wire/octets.h"
#include "wire/packet.h"

#include <string.h>

#define HEADER_MIN 20
#define HEADER_MAX 60
#define MORE_FRAGMENTS 0x2000
#define OFFSET_MASK 0x1fff
#define UNIT 8
#define PAYLOAD_MAX 65535
#define UNITS_MAX (PAYLOAD_MAX / UNIT + 1)

/* Addresses, protocol and identification: what fragments of one packet have in common. */
struct identity
{
  guint8 octets[11];
};

/* A packet under construction. */
struct assembly
{
  struct identity identity;
  gint64 time; /* of its first fragment */
  guint8 header[HEADER_MAX];
  gsize header_length; /* 0 until the first part of the packet was seen */
  gsize length;        /* of the whole payload; 0 until its last part was seen */
  guint units;         /* that are there */
  guint8 present[UNITS_MAX];
  guint8 payload[UNITS_MAX * UNIT];
};

struct fragments
{
  GQueue assemblies; /* struct assembly, oldest first */
};

struct fragments *
fragments_new (void)
{
  struct fragments *fragments = g_new0 (struct fragments, 1);

  g_queue_init (&fragments->assemblies);
  return fragments;
}

void
fragments_free (struct fragments *fragments)
{
  if (fragments == NULL)
    return;
  g_queue_clear_full (&fragments->assemblies, g_free);
  g_free (fragments);
}

static gsize
header_length_of (const guint8 *packet)
{
  return (gsize) (packet[0] & 0xf) * 4;
}

gboolean
fragments_concern (const guint8 *packet, gsize captured)
{
  if (captured < HEADER_MIN || packet[0] >> 4 != 4 || packet[9] != IP_PROTOCOL_TCP)
    return FALSE;
  if ((octets_get16 (packet + 6) & (MORE_FRAGMENTS | OFFSET_MASK)) == 0)
    return FALSE;

  gsize header = header_length_of (packet), total = octets_get16 (packet + 2);
  gsize end = (octets_get16 (packet + 6) & OFFSET_MASK) * UNIT + total;
  return header >= HEADER_MIN && total > header && total <= captured && end <= PAYLOAD_MAX;
}

static struct identity
identity_of (const guint8 *packet)
{
  struct identity identity;

  memcpy (identity.octets, packet + 12, 8);
  memcpy (identity.octets + 8, packet + 4, 2);
  identity.octets[10] = packet[9];
  return identity;
}

/* The packet that a fragment belongs to, begun when there is none; those that waited too long are given up. */
static struct assembly *
find_assembly (struct fragments *fragments, gint64 time, const struct identity *identity)
{
  GQueue *queue = &fragments->assemblies;

  for (GList *link = queue->head; link != NULL;)
    {
      struct assembly *assembly = link->data;
      GList *next = link->next;
      if (time - assembly->time > FRAGMENTS_TIME)
        {
          g_free (assembly);
          g_queue_delete_link (queue, link);
        }
      else if (memcmp (&assembly->identity, identity, sizeof *identity) == 0)
        return assembly;
      link = next;
    }
  if (queue->length == FRAGMENTS_MAX)
    g_free (g_queue_pop_head (queue));

  struct assembly *assembly = g_new0 (struct assembly, 1);
  assembly->identity = *identity;
  assembly->time = time;
  g_queue_push_tail (queue, assembly);
  return assembly;
}

/* Puts the octets of a fragment where none are yet. */
static void
place_octets (struct assembly *assembly, gsize first_unit, const guint8 *octets, gsize length)
{
  for (gsize done = 0; done < length; done += UNIT)
    {
      gsize unit = first_unit + done / UNIT;
      if (assembly->present[unit])
        continue;
      assembly->present[unit] = 1;
      assembly->units++;
      memcpy (assembly->payload + unit * UNIT, octets + done, MIN (UNIT, length - done));
    }
}

static GBytes *
finish (const struct assembly *assembly)
{
  gsize total = assembly->header_length + assembly->length;
  guint8 *packet = g_malloc (total);

  memcpy (packet, assembly->header, assembly->header_length);
  memcpy (packet + assembly->header_length, assembly->payload, assembly->length);
  packet[2] = (guint8) (total >> 8);
  packet[3] = (guint8) total;
  memset (packet + 6, 0, 2);
  memset (packet + 10, 0, 2);
  guint16 sum = checksum_finish (checksum_add (0, packet, assembly->header_length));
  packet[10] = (guint8) (sum >> 8);
  packet[11] = (guint8) sum;
  return g_bytes_new_take (packet, total);
}

static gboolean
is_complete (const struct assembly *assembly)
{
  gsize needed = (assembly->length + UNIT - 1) / UNIT;

  if (assembly->header_length == 0 || assembly->length == 0 || assembly->units < needed
      || assembly->header_length + assembly->length > PAYLOAD_MAX)
    return FALSE;
  return memchr (assembly->present, 0, needed) == NULL;
}

GBytes *
fragments_add (struct fragments *fragments, gint64 time, const guint8 *packet)
{
  struct identity identity = identity_of (packet);
  struct assembly *assembly = find_assembly (fragments, time, &identity);
  gsize header = header_length_of (packet), length = octets_get16 (packet + 2) - header;
  gsize first_unit = octets_get16 (packet + 6) & OFFSET_MASK;
  gboolean last = (octets_get16 (packet + 6) & MORE_FRAGMENTS) == 0;

  if (first_unit == 0 && assembly->header_length == 0)
    {
      memcpy (assembly->header, packet, header);
      assembly->header_length = header;
    }
  if (last && assembly->length == 0)
    assembly->length = first_unit * UNIT + length;
  /* Only the last fragment may end within a unit. */
  place_octets (assembly, first_unit, packet + header, last ? length : length / UNIT * UNIT);

  if (!is_complete (assembly))
    return NULL;
  GBytes *whole = finish (assembly);
  g_queue_remove (&fragments->assemblies, assembly);
  g_free (assembly);
  return whole;
}
