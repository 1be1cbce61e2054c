/* Numbers in a capture file: in the byte order of this machine, or swapped. */
#pragma once

#include <glib.h>
#include <string.h>

static inline guint32
file_get32 (const guint8 *octets, gboolean swapped)
{
  guint32 value;

  memcpy (&value, octets, sizeof value);
  return swapped ? GUINT32_SWAP_LE_BE (value) : value;
}

static inline guint16
file_get16 (const guint8 *octets, gboolean swapped)
{
  guint16 value;

  memcpy (&value, octets, sizeof value);
  return swapped ? GUINT16_SWAP_LE_BE (value) : value;
}
