/* Every frame as it left its sender, in a pcap file, and what tshark says of it. */
#pragma once

#include "base/vtime.h"

#include <glib.h>
#include <stdio.h>

struct record
{
  char *path;
  FILE *file;
  guint64 frames;
  gboolean keep; /* the file also when nothing is wrong with it */
};

/* False when the file cannot be written. */
gboolean record_open (struct record *record, const char *directory, const char *name);
void record_add (struct record *record, const guint8 *frame, gsize length, vtime now);

/* Ends the file and has tshark verify every frame in it: NULL when every checksum is right and nothing is malformed,
 * else what is wrong with the first frame that is not so; then the file stays. Without tshark only the file ends. */
char *record_judge (struct record *record);

/* False when tshark is not installed. */
gboolean record_judge_is_there (void);
