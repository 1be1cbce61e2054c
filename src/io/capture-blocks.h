/* The blocks of a pcapng file (draft-ietf-opsawg-pcapng), for what libpcap does not read: interfaces of different link
 * types or snapshot lengths, and sections in another byte order. Knows nothing of libpcap. */
#pragma once

#include "io/capture-file.h"

/* The longest block that is believed; libpcap has the same limit. */
#define CAPTURE_BLOCK_MAX (16u << 20)

struct capture_blocks;

/* Reads octets of a file from a place. False when they are not all there. */
gboolean capture_read_at (int descriptor, guint64 place, gpointer octets, gsize length);

/* A reader of the packets from a block on; what the blocks before it say of sections and interfaces is learnt first.
 * The descriptor stays the caller's. */
struct capture_blocks *capture_blocks_new (int descriptor, guint64 start);
void capture_blocks_free (struct capture_blocks *blocks);

/* The next packet; its time is in ns since 1970, and 0 when it has none. */
enum capture_next capture_blocks_next (struct capture_blocks *blocks, struct capture_packet *packet);

/* Where the next block begins, or the one that is damaged. */
guint64 capture_blocks_place (const struct capture_blocks *blocks);

/* Whether that block is merely cut off by the end of the file. */
gboolean capture_blocks_is_cut (const struct capture_blocks *blocks);

/* Walks over the blocks at *place to the next one with a packet, and sets *place to the packet's octets. */
gboolean capture_blocks_find (int descriptor, guint64 *place, gboolean swapped);
