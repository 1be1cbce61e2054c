#include "row.h"

#include <glib.h>
#include <string.h>

#define MB (1024 * 1024)

/* The links. Where one connection would take minutes, because a window of a few segments crosses a long way, the same
 * octets go through many; lwIP needs more of them, since it has no SACK and its clock ticks twice a second. At 15 % and
 * 300 ms it gets less to do; at 15 % it takes minutes and does not always come to an end, so those rows are left to the
 * whole matrix. */
struct condition
{
  const char *name;
  struct impairment link;
  unsigned connections, lwip_connections;
  uint64_t octets, lwip_octets; /* each way */
  bool full_only;
};

static const struct condition conditions[] = {
  { "loss-15/300-ms", { .delay = MS (300), .loss = 150000 }, 128, 128, 8 * MB, 2 * MB, false },
  { "loss-15/1-ms", { .delay = MS (1), .loss = 150000 }, 32, 128, 8 * MB, 8 * MB, false },
  { "loss-5/300-ms", { .delay = MS (300), .loss = 50000 }, 64, 128, 8 * MB, 8 * MB, false },
  { "loss-1/300-ms", { .delay = MS (300), .loss = 10000 }, 16, 32, 8 * MB, 8 * MB, false },
  { "loss-0/300-ms", { .delay = MS (300) }, 1, 8, 8 * MB, 8 * MB, false },
  { "loss-5/1-ms", { .delay = MS (1), .loss = 50000 }, 1, 16, 8 * MB, 8 * MB, false },
  { "loss-1/1-ms", { .delay = MS (1), .loss = 10000 }, 1, 1, 8 * MB, 8 * MB, false },
  { "loss-0/1-ms", { .delay = MS (1) }, 1, 1, 8 * MB, 8 * MB, false },
  { "loss-15/30-ms", { .delay = MS (30), .loss = 150000 }, 64, 128, 8 * MB, 8 * MB, true },
  { "loss-5/30-ms", { .delay = MS (30), .loss = 50000 }, 8, 32, 8 * MB, 8 * MB, true },
  { "loss-1/30-ms", { .delay = MS (30), .loss = 10000 }, 1, 8, 8 * MB, 8 * MB, true },
  { "loss-0/30-ms", { .delay = MS (30) }, 1, 1, 8 * MB, 8 * MB, true },
  { "reorder", { .delay = MS (10), .late = 50000, .late_by = MS (3) }, 1, 1, 8 * MB, 8 * MB, false },
  { "shuffle", { .delay = MS (10), .jitter = MS (5) }, 1, 1, 8 * MB, 8 * MB, false },
  { "duplicate", { .delay = MS (10), .duplicate = 50000 }, 1, 1, 8 * MB, 8 * MB, false },
  { "corrupt", { .delay = MS (10), .corrupt = 20000 }, 1, 4, 8 * MB, 8 * MB, false },
  { "everything",
    { .delay = MS (10),
      .jitter = MS (1),
      .late = 20000,
      .late_by = MS (10),
      .loss = 20000,
      .duplicate = 20000,
      .corrupt = 10000 },
    2,
    16,
    8 * MB,
    8 * MB,
    false },
};

/* What is not a plain transfer; over a clean link, and over one that loses 5 % where the outcome does not depend on one
 * segment. */
struct story
{
  const char *name;
  enum act act;
  uint64_t octets;
  bool also_lossy;
};

static const struct story stories[] = {
  { "half-close/we-first", ACT_WE_CLOSE_FIRST, 8 * MB, true },
  { "half-close/peer-first", ACT_PEER_CLOSES_FIRST, 8 * MB, true },
  { "simultaneous-close", ACT_CLOSE_TOGETHER, MB / 4, false },
  { "reset/we", ACT_WE_RESET, MB / 4, false },
  { "reset/peer", ACT_PEER_RESETS, MB / 4, false },
  { "zero-window/ours", ACT_WE_DO_NOT_READ, MB, true },
  { "zero-window/peers", ACT_PEER_DOES_NOT_READ, MB, true },
  { "refused", ACT_NOBODY_LISTENS, MB, true },
};

#define NONE                                                                                                           \
  {                                                                                                                    \
    false, false, false, false                                                                                         \
  }
#define USUAL                                                                                                          \
  {                                                                                                                    \
    true, true, true, false                                                                                            \
  }

/* A loss that lwIP is left alone with. */
#define LWIP_LOSS_MAX 150000

/* As Debian builds it. */
#define LWIP                                                                                                           \
  {                                                                                                                    \
    true, false, false, false                                                                                          \
  }

/* Both sides' offers, over a link that loses 1 %. */
struct agreement
{
  const char *name;
  struct offers ours, theirs;
};

static const struct agreement agreements[] = {
  { "none", NONE, NONE },
  { "ours-only", USUAL, NONE },
  { "theirs-only", NONE, USUAL },
  { "no-window-scale", { false, true, true, false }, USUAL },
  { "no-sack", { true, false, true, false }, USUAL },
  { "no-timestamps", { true, true, false, false }, USUAL },
  { "only-timestamps", { false, false, true, false }, USUAL },
  { "ecn", { true, true, true, true }, { true, true, true, true } },
  { "ecn-ours-only", { true, true, true, true }, USUAL },
  { "ecn-theirs-only", USUAL, { true, true, true, true } },
};

struct rows
{
  GArray *rows;
  bool full;
};

static const char *
role_of (bool peer_listens)
{
  return peer_listens ? "we-connect" : "we-listen";
}

static void
add (struct rows *rows, struct row row, const char *kind, const char *name)
{
  if (row.full_only && !rows->full)
    return;
  g_snprintf (row.path, sizeof row.path, "%s/%s/%s/%s/%s", row.peer == PEER_LWIP ? "lwip" : "kernel", kind, name,
              row.v6 ? "v6" : "v4", role_of (row.peer_listens));
  g_array_append_val (rows->rows, row);
}

/* The four combinations of role and family of one row. */
static void
add_four (struct rows *rows, struct row row, const char *kind, const char *name)
{
  if (row.peer == PEER_LWIP)
    row.theirs = (struct offers) LWIP;
  for (unsigned i = 0; i < 4; i++)
    {
      row.peer_listens = i % 2 == 0;
      row.v6 = i >= 2;
      add (rows, row, kind, name);
    }
}

static void
add_links (struct rows *rows, enum peer_kind peer)
{
  bool lwip = peer == PEER_LWIP;

  for (gsize i = 0; i < G_N_ELEMENTS (conditions); i++)
    {
      const struct condition *condition = &conditions[i];
      struct row row = { .peer = peer,
                         .link = condition->link,
                         .ours = USUAL,
                         .theirs = USUAL,
                         .connections = lwip ? condition->lwip_connections : condition->connections,
                         .octets = lwip ? condition->lwip_octets : condition->octets,
                         .full_only = condition->full_only || (lwip && condition->link.loss >= LWIP_LOSS_MAX) };
      add_four (rows, row, "link", condition->name);
    }
}

static void
add_stories (struct rows *rows, enum peer_kind peer)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      const struct story *story = &stories[i];
      struct row row = { .peer = peer,
                         .act = story->act,
                         .link = { .delay = MS (20) },
                         .ours = USUAL,
                         .theirs = USUAL,
                         .connections = 1,
                         .octets = story->octets };
      add_four (rows, row, "story", story->name);
      /* lwIP 2.1.3 may stop for ever: it fills more than our window when an ACK with an older sequence number brings a
       * smaller one (SND.WL1), and after the window has opened again it does not resend what was beyond. */
      if (!story->also_lossy || (peer == PEER_LWIP && story->act == ACT_WE_DO_NOT_READ))
        continue;
      g_autofree char *name = g_strconcat (story->name, "/loss-5", NULL);
      row.link.loss = 50000;
      row.connections = peer == PEER_LWIP && story->octets > MB ? 16 : 4;
      add_four (rows, row, "story", name);
    }
}

static void
add_agreements (struct rows *rows)
{
  for (gsize i = 0; i < G_N_ELEMENTS (agreements); i++)
    {
      const struct agreement *agreement = &agreements[i];
      struct row row = { .link = { .delay = MS (5), .loss = 10000 },
                         .ours = agreement->ours,
                         .theirs = agreement->theirs,
                         .connections = 1,
                         .octets = 8 * MB };
      add_four (rows, row, "options", agreement->name);
    }
}

struct row *
rows_all (bool full, unsigned *count)
{
  struct rows rows = { .rows = g_array_new (FALSE, TRUE, sizeof (struct row)), .full = full };

  for (enum peer_kind peer = PEER_KERNEL; peer <= PEER_LWIP; peer++)
    {
      add_links (&rows, peer);
      add_stories (&rows, peer);
    }
  add_agreements (&rows);
  *count = rows.rows->len;
  return (struct row *) (void *) g_array_free (rows.rows, FALSE);
}
