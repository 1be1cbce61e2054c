/* Segments made by hand: what somebody who is none of the two hosts puts onto the link. */
#pragma once

#include "app/session.h"

/* Who the segment says that it comes from. */
enum hs_inject_source
{
  HS_INJECT_FROM_HOST,   /* from the other host: forged */
  HS_INJECT_FROM_NOBODY, /* from an address that nobody has */
};

/* SYNs of a flood, and the time from one to the next. */
#define HS_INJECT_FLOOD 6
#define HS_INJECT_FLOOD_GAP MS (75)

/* A segment for a host that fits what it expects now: in a connection the next number, its acknowledgment and a RST;
 * without one a SYN. */
void hs_inject_propose (HsSession *session, unsigned to, struct segment *segment);

/* The segment as tcpdump writes it, with the option that comes with it. Free with g_free. */
char *hs_inject_text (const struct segment *segment);

/* What the receiver makes of sequence numbers now, a sentence: what it expects and where its window ends. Free with
 * g_free. */
char *hs_inject_hint (HsSession *session, unsigned to);

/* Puts the segment onto the link; an act like any other. False with a sentence in *why when it is refused. */
gboolean hs_inject_send (HsSession *session, unsigned to, enum hs_inject_source source, const struct segment *segment,
                         char **why);

/* Sends a SYN from each of some addresses that nobody has; one act. */
gboolean hs_inject_flood (HsSession *session, unsigned to, char **why);
