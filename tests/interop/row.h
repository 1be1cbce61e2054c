/* One row of the matrix: two peers, a link, what both agree on, and what happens. */
#pragma once

#include "impairment.h"

#include <stdbool.h>

enum peer_kind
{
  PEER_KERNEL,
  PEER_LWIP,
};

enum act
{
  ACT_TRANSFER,          /* both send everything and end */
  ACT_WE_CLOSE_FIRST,    /* half-close: the peer sends only after our end */
  ACT_PEER_CLOSES_FIRST, /* the other way round */
  ACT_CLOSE_TOGETHER,    /* the FINs cross */
  ACT_WE_RESET,
  ACT_PEER_RESETS,
  ACT_WE_DO_NOT_READ,     /* until the peer has probed our closed window */
  ACT_PEER_DOES_NOT_READ, /* until we have */
  ACT_NOBODY_LISTENS,
};

/* What a side offers in its SYN. */
struct offers
{
  bool window_scale, sack, timestamps, ecn;
};

struct row
{
  char path[128]; /* of the test */
  enum peer_kind peer;
  bool peer_listens;
  bool v6;
  enum act act;
  struct impairment link; /* both ways */
  struct offers ours, theirs;
  unsigned connections;
  uint64_t octets; /* each way, all connections together */
  bool full_only;  /* in the whole matrix, not in `make test` */
};

/* The whole matrix, or what `make test` runs of it; free with g_free. */
struct row *rows_all (bool full, unsigned *count);
