#define _DEFAULT_SOURCE

#include "io/capture-blocks.h"

#include "io/file-octets.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum
{
  BLOCK_INTERFACE = 1,
  BLOCK_OLD_PACKET = 2,
  BLOCK_SIMPLE_PACKET = 3,
  BLOCK_PACKET = 6,
  BLOCK_SECTION = 0x0a0d0d0a,
};

enum
{
  OPTION_END = 0,
  OPTION_RESOLUTION = 9,
  OPTION_TIME_OFFSET = 14,
};

#define BYTE_ORDER_MAGIC 0x1a2b3c4d
#define BLOCK_FRAME 12 /* type, length, and the length once more behind the body */
#define BLOCK_HEADER 8
#define INTERFACES_MAX 65536

#define NS_PER_SECOND 1000000000

struct interface
{
  int link_type;
  guint32 snapshot_length; /* 0 = none */
  guint8 resolution;       /* as in the option: a power of ten, or of two */
  gint64 offset;           /* seconds */
};

struct capture_blocks
{
  int descriptor;
  guint64 place;
  gboolean swapped; /* the section has the other byte order */
  gboolean cut;
  GArray *interfaces; /* struct interface, of this section */
  GByteArray *body;   /* of the last block */
};

gboolean
capture_read_at (int descriptor, guint64 place, gpointer octets, gsize length)
{
  guint8 *next = octets;

  while (length > 0)
    {
      ssize_t got = pread (descriptor, next, length, (off_t) place);
      if (got < 0 && errno == EINTR)
        continue;
      if (got <= 0)
        return FALSE;
      next += got;
      place += (guint64) got;
      length -= (gsize) got;
    }
  return TRUE;
}

/* --- blocks --- */

/* Reads the block at the place into body, and goes on to the next one. A section says its byte order itself. */
static enum capture_next
read_block (struct capture_blocks *blocks, guint32 *type)
{
  guint8 head[BLOCK_FRAME];
  guint8 again[4];

  blocks->cut = FALSE;
  if (!capture_read_at (blocks->descriptor, blocks->place, head, sizeof head))
    {
      blocks->cut = capture_read_at (blocks->descriptor, blocks->place, head, 1);
      return blocks->cut ? CAPTURE_NEXT_DAMAGED : CAPTURE_NEXT_END;
    }
  if (file_get32 (head, FALSE) == BLOCK_SECTION)
    blocks->swapped = file_get32 (head + BLOCK_HEADER, FALSE) != BYTE_ORDER_MAGIC;

  guint32 length = file_get32 (head + 4, blocks->swapped);
  *type = file_get32 (head, blocks->swapped);
  if (length < BLOCK_FRAME || length % 4 != 0 || length > CAPTURE_BLOCK_MAX)
    return CAPTURE_NEXT_DAMAGED;
  g_byte_array_set_size (blocks->body, length - BLOCK_FRAME);
  if (!capture_read_at (blocks->descriptor, blocks->place + BLOCK_HEADER, blocks->body->data, blocks->body->len)
      || !capture_read_at (blocks->descriptor, blocks->place + length - sizeof again, again, sizeof again))
    {
      blocks->cut = TRUE;
      return CAPTURE_NEXT_DAMAGED;
    }
  if (file_get32 (again, blocks->swapped) != length)
    return CAPTURE_NEXT_DAMAGED;
  blocks->place += length;
  return CAPTURE_NEXT_PACKET;
}

static gint64
get_offset (const guint8 *octets, gboolean swapped)
{
  guint64 value;

  memcpy (&value, octets, sizeof value);
  return (gint64) (swapped ? GUINT64_SWAP_LE_BE (value) : value);
}

static void
read_interface_options (const struct capture_blocks *blocks, struct interface *interface)
{
  const guint8 *octets = blocks->body->data;

  for (gsize at = 8; at + 4 <= blocks->body->len;)
    {
      guint16 code = file_get16 (octets + at, blocks->swapped), length = file_get16 (octets + at + 2, blocks->swapped);
      if (code == OPTION_END || at + 4 + length > blocks->body->len)
        return;
      if (code == OPTION_RESOLUTION && length == 1)
        interface->resolution = octets[at + 4];
      if (code == OPTION_TIME_OFFSET && length == 8)
        interface->offset = get_offset (octets + at + 4, blocks->swapped);
      at += 4 + ((length + 3u) & ~3u);
    }
}

static gboolean
take_interface (struct capture_blocks *blocks)
{
  if (blocks->body->len < 8 || blocks->interfaces->len == INTERFACES_MAX)
    return FALSE;

  struct interface interface = {
    .link_type = file_get16 (blocks->body->data, blocks->swapped),
    .snapshot_length = file_get32 (blocks->body->data + 4, blocks->swapped),
    .resolution = 6,
  };
  read_interface_options (blocks, &interface);
  g_array_append_val (blocks->interfaces, interface);
  return TRUE;
}

/* --- packets --- */

/* Ticks of the interface as ns since 1970; 0 when no such time can be. */
static gint64
time_of (const struct interface *interface, guint64 ticks)
{
  guint power = interface->resolution & 0x7f;
  long double second = 1; /* in ticks */

  for (guint i = 0; i < power; i++)
    second *= (interface->resolution & 0x80) != 0 ? 2 : 10;
  long double seconds = (long double) ticks / second + (long double) interface->offset;
  return seconds >= 0 && seconds < (long double) CAPTURE_SECONDS_MAX ? (gint64) (seconds * NS_PER_SECOND + 0.5L) : 0;
}

static gboolean
fill_packet (struct capture_blocks *blocks, guint32 interface_number, gsize header, guint32 captured, guint32 length,
             guint64 ticks, struct capture_packet *packet)
{
  if (interface_number >= blocks->interfaces->len || captured > blocks->body->len - header)
    return FALSE;

  const struct interface *interface = &g_array_index (blocks->interfaces, struct interface, interface_number);
  packet->time = ticks > 0 ? time_of (interface, ticks) : 0;
  packet->octets = blocks->body->data + header;
  packet->captured = captured;
  packet->length = length;
  packet->link_type = interface->link_type;
  packet->swapped = blocks->swapped;
  return TRUE;
}

static gboolean
take_simple_packet (struct capture_blocks *blocks, struct capture_packet *packet)
{
  if (blocks->body->len < 4 || blocks->interfaces->len == 0)
    return FALSE;

  guint32 snapshot = g_array_index (blocks->interfaces, struct interface, 0).snapshot_length;
  guint32 length = file_get32 (blocks->body->data, blocks->swapped), captured = MIN (length, blocks->body->len - 4);
  return fill_packet (blocks, 0, 4, snapshot > 0 ? MIN (captured, snapshot) : captured, length, 0, packet);
}

static gboolean
take_packet (struct capture_blocks *blocks, guint32 type, struct capture_packet *packet)
{
  const guint8 *octets = blocks->body->data;
  gboolean swapped = blocks->swapped;

  if (type == BLOCK_SIMPLE_PACKET)
    return take_simple_packet (blocks, packet);
  if (blocks->body->len < 20)
    return FALSE;
  guint32 interface = type == BLOCK_OLD_PACKET ? file_get16 (octets, swapped) : file_get32 (octets, swapped);
  guint64 ticks = (guint64) file_get32 (octets + 4, swapped) << 32 | file_get32 (octets + 8, swapped);
  return fill_packet (blocks, interface, 20, file_get32 (octets + 12, swapped), file_get32 (octets + 16, swapped),
                      ticks, packet);
}

/* Takes what a block says that is no packet. False when it cannot be. */
static gboolean
take_block (struct capture_blocks *blocks, guint32 type)
{
  if (type == BLOCK_SECTION)
    g_array_set_size (blocks->interfaces, 0);
  return type != BLOCK_INTERFACE || take_interface (blocks);
}

static gboolean
has_packet (guint32 type)
{
  return type == BLOCK_PACKET || type == BLOCK_OLD_PACKET || type == BLOCK_SIMPLE_PACKET;
}

enum capture_next
capture_blocks_next (struct capture_blocks *blocks, struct capture_packet *packet)
{
  for (;;)
    {
      guint32 type = 0;
      guint64 place = blocks->place;
      enum capture_next next = read_block (blocks, &type);
      if (next != CAPTURE_NEXT_PACKET)
        return next;
      packet->place = place;
      gboolean is_packet = has_packet (type);
      if (is_packet ? !take_packet (blocks, type, packet) : !take_block (blocks, type))
        {
          blocks->place = place;
          return CAPTURE_NEXT_DAMAGED;
        }
      if (is_packet)
        return CAPTURE_NEXT_PACKET;
    }
}

struct capture_blocks *
capture_blocks_new (int descriptor, guint64 start)
{
  struct capture_blocks *blocks = g_new0 (struct capture_blocks, 1);
  guint32 type = 0;

  blocks->descriptor = descriptor;
  blocks->interfaces = g_array_new (FALSE, FALSE, sizeof (struct interface));
  blocks->body = g_byte_array_new ();
  while (blocks->place < start && read_block (blocks, &type) == CAPTURE_NEXT_PACKET)
    if (!has_packet (type))
      take_block (blocks, type);
  return blocks;
}

void
capture_blocks_free (struct capture_blocks *blocks)
{
  if (blocks == NULL)
    return;
  g_array_unref (blocks->interfaces);
  g_byte_array_unref (blocks->body);
  g_free (blocks);
}

guint64
capture_blocks_place (const struct capture_blocks *blocks)
{
  return blocks->place;
}

gboolean
capture_blocks_is_cut (const struct capture_blocks *blocks)
{
  return blocks->cut;
}

gboolean
capture_blocks_find (int descriptor, guint64 *place, gboolean swapped)
{
  guint8 head[BLOCK_FRAME];

  while (capture_read_at (descriptor, *place, head, sizeof head))
    {
      if (file_get32 (head, FALSE) == BLOCK_SECTION)
        swapped = file_get32 (head + BLOCK_HEADER, FALSE) != BYTE_ORDER_MAGIC;
      guint32 type = file_get32 (head, swapped), length = file_get32 (head + 4, swapped);
      if (has_packet (type))
        {
          *place += BLOCK_HEADER + (type == BLOCK_SIMPLE_PACKET ? 4 : 20);
          return TRUE;
        }
      if (length < BLOCK_FRAME)
        return FALSE;
      *place += length;
    }
  return FALSE;
}
