/* The search for the largest packet that gets through, without help of routers (RFC 4821 §7, RFC 8899 §5).
 *
 * A probe is a segment of new text that is larger than the PMTU. When it is acknowledged its size is the PMTU; when it
 * alone is lost the segment was too big, which says nothing of congestion. Between what gets through and what does not
 * the search halves, so it ends after a few probes:
 *
 *   off ──search──▶ searching ──probe sent──▶ probe out ──acknowledged, or lost three times──▶ searching, or off
 *
 * The first probe of a search has the largest size, as most paths carry it. */
#pragma once

#include "tcp/tcb.h"

/* Begins to search: packets of `low` octets get through, none above `high` need be tried. */
void tcp_mtu_probe_search (struct tcb *tcb, uint32_t low, uint32_t high);

/* Ends the search without a result. */
void tcp_mtu_probe_end (struct tcb *tcb);

/* The text of the probe that should go next, 0 when none should; and how much text, with it, must be ready so that
 * duplicate ACKs can tell of its loss (RFC 4821 §7.4). */
uint32_t tcp_mtu_probe_text (const struct tcb *tcb);
uint32_t tcp_mtu_probe_needs (const struct tcb *tcb, uint32_t text);

/* The probe goes out at SND.NXT. */
void tcp_mtu_probe_sent (struct tcb *tcb, uint32_t text);

/* SND.UNA moved: has the probe arrived? */
void tcp_mtu_probe_acknowledged (struct tcb *tcb, struct tcp_step *step);

/* A duplicate ACK is about to be counted, or RACK found something lost. True when it shows that the probe was lost and
 * nothing else: it is sent again in pieces, and congestion control need not know (RFC 4821 §7.6.2). */
bool tcp_mtu_probe_lost (struct tcb *tcb, struct tcp_step *step);

/* A segment is sent again: if it is the probe, that did not get through. */
void tcp_mtu_probe_resent (struct tcb *tcb, const struct sent_segment *segment, struct tcp_step *step);

/* A router stopped the segment with this number and told of a limit. True when that was the probe, which is sent again
 * in pieces. */
bool tcp_mtu_probe_refused (struct tcb *tcb, uint32_t seq, uint32_t told, struct tcp_step *step);
