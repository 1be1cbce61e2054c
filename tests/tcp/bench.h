/* A test bench: one stack, and the test in the place of its peer. Tests read as conversations.
 *
 *   bench_connect (b);
 *   bench_sends (b, "S 0:0(0) <mss 1000>");
 *   bench_at (b, MS (100));
 *   bench_arrives (b, "S. 0:0(0) ack 1 <mss 1000>");
 *   bench_sends (b, ". 1:1(0) ack 1");
 *
 * Numbers are relative: what we send has seq less OUR ISS and ack less the peer's, what arrives the other way round.
 * Everything that leaves must be taken by bench_sends, in order and at the instant at which it left; each octet of a
 * stream has a value that its place in the stream gives, and both sides are checked. */
#pragma once

#include "tcp/stack.h"
#include "wire/packet.h"

#include <glib.h>

#define OUR_PORT 80
#define PEER_PORT 40001

struct bench;

/* Of the lessons, with ISS 100. The peer's ISS is 300. */
struct tcp_config bench_config (void);

/* NULL takes bench_config. */
struct bench *bench_new (const struct tcp_config *config);

struct bench *bench_new_v6 (const struct tcp_config *config);

/* Checks that nothing was left untold, and frees. */
void bench_free (struct bench *b);

/* Sets the peer's ISS, before anything arrives. */
void bench_peer_iss (struct bench *b, guint32 iss);

/* Our number 0 from now on: of another connection than the first. */
void bench_our_iss (struct bench *b, guint32 iss);

/* Replies wait until bench_flush from now on, as when a program reacts within the same instant. */
void bench_gather (struct bench *b);
void bench_flush (struct bench *b);

/* --- the network --- */

/* A segment arrives from the peer (win 8000 when it is not said), and what is due goes out. */
void bench_arrives (struct bench *b, const char *text);

/* An ACK without text and with a window of 60000 arrives; sack: the blocks that it reports, or NULL. */
void bench_acks (struct bench *b, guint ack, const char *sack);

/* The same from another port of the peer. */
void bench_arrives_from (struct bench *b, guint16 port, const char *text);

/* The same to another address of ours. */
void bench_arrives_to (struct bench *b, const struct ip_address *address, const char *text);

/* A packet arrives as it is. */
void bench_arrives_octets (struct bench *b, const guint8 *packet, gsize length);

/* Makes the packet of a segment from the peer; returns its length. */
gsize bench_packet (struct bench *b, const char *text, guint8 *packet, gsize size);

/* A router on the way reports an ICMP error about this segment of ours. */
void bench_icmp (struct bench *b, guint8 type, guint8 code, guint32 mtu, const char *text);

/* The next packet that left is this one; window and port are compared only when they are said. */
void bench_sends (struct bench *b, const char *text);

/* The IP header of the packet that bench_sends took last: its segment is not to be looked at any more. */
const struct packet *bench_last_packet (struct bench *b);

/* SEG.SEQ of the next packet that left, as it is in the header: where our numbers begin when they are random. */
guint32 bench_next_seq (struct bench *b);

/* Takes whatever has left, unseen. */
void bench_take_all (struct bench *b);

/* Nothing more has left. */
void bench_quiet (struct bench *b);

/* --- the clock --- */

/* Runs the timers up to and at this instant. */
void bench_at (struct bench *b, vtime at);
vtime bench_now (struct bench *b);

/* --- the program --- */

int bench_listen (struct bench *b);
int bench_connect (struct bench *b);
/* Connects and sends by one call; our stream begins anew. */
int bench_connect_send (struct bench *b, guint32 length);
int bench_accept (struct bench *b); /* the accepted socket becomes the bench's */
int bench_send (struct bench *b, guint32 length);
int bench_send_urgent (struct bench *b, guint32 length);
int bench_receive (struct bench *b, guint32 length); /* checks the octets */
int bench_shutdown (struct bench *b);
int bench_close (struct bench *b);
int bench_abort (struct bench *b);

/* The socket of the calls: of bench_connect, bench_accept, or else the listener. */
int bench_socket (struct bench *b);
void bench_use (struct bench *b, int socket);
struct tcp_stack *bench_stack (struct bench *b);

/* --- what happened --- */

/* The reason of the packet that bench_sends took last. */
void bench_reason (struct bench *b, enum tcp_reason reason);

/* bench_sends, and this is the reason. */
void bench_sends_by (struct bench *b, const char *text, enum tcp_reason reason);

/* Since the last arrival, call or passing of time an event had this reason; or none had. */
void bench_saw (struct bench *b, enum tcp_reason reason);
void bench_saw_not (struct bench *b, enum tcp_reason reason);

/* Whether the stack's information on the connection has this option (enum tcp_info_option). */
bool bench_tells (struct bench *b, uint32_t option);

/* The same, and the event names this socket; 0 where none is meant. */
void bench_saw_of (struct bench *b, int socket, enum tcp_reason reason);

/* How often since the bench was made. */
guint bench_count (struct bench *b, enum tcp_reason reason);

/* The reasons along the chain of causes of the packet that bench_sends took last, nearest first, ended by -1. */
void bench_chain (struct bench *b, const int *reasons);
#define BENCH_CHAIN(b, ...) bench_chain (b, (const int[]){ __VA_ARGS__, -1 })

void bench_state (struct bench *b, enum tcp_state state);
void bench_state_of (struct bench *b, int socket, enum tcp_state state);
struct tcp_vars bench_vars (struct bench *b);

/* When this timer will run out, VTIME_NEVER when it does not run. */
vtime bench_deadline (struct bench *b, enum tcp_timer timer);

/* --- openings that most conversations begin with --- */

/* Active open, ESTABLISHED at 100 ms with one RTT sample of 100 ms; the peer's window as given. */
struct bench *bench_established (const struct tcp_config *config, guint window);

/* The same with reports: SACK is permitted by both, and the peer's window is 60000. */
struct bench *bench_reporting (const struct tcp_config *config);

/* Passive open with the connection accepted, ESTABLISHED at 100 ms. */
struct bench *bench_accepted (const struct tcp_config *config, guint window);

/* A connection in this state, opened actively unless passive; no text was sent or received. Numbers: our FIN, where
 * it is out, is 1, the peer's, where it is in, is 1. In a passive SYN-RECEIVED the bench uses the child. */
struct bench *bench_in (const struct tcp_config *config, enum tcp_state state, gboolean passive);

/* ESTABLISHED, with a receive buffer of 8000 that is full: RCV.NXT is 8001, the window 0. */
struct bench *bench_closed_window (void);

/* --- numbers that bench_in leaves, relative --- */

#define BENCH_SYNCHRONIZED 7
extern const enum tcp_state bench_synchronized[BENCH_SYNCHRONIZED];

guint bench_next_sent (enum tcp_state state);     /* SND.NXT */
guint bench_next_received (enum tcp_state state); /* RCV.NXT */
char *bench_ack_of (enum tcp_state state);        /* the ACK that says so, for bench_sends; to be freed */

/* bench_arrives of FLAGS SEQ:SEQ+LENGTH(LENGTH), with ack ACK when flags has a dot. */
void bench_arrives_numbers (struct bench *b, const char *flags, guint seq, guint length, guint ack);

/* --- programs --- */

struct dialogue
{
  const char *path;
  void (*run) (void);
  /* Instead of run: so many conversations of one kind. The path of each goes on with its name, which is to be freed;
   * run_case gets the index by GUINT_TO_POINTER. */
  guint cases;
  char *(*name) (guint index);
  void (*run_case) (gconstpointer index);
};

/* Every reason that any bench of this program has reported. */
extern gboolean bench_reasons_seen[REASON_COUNT];
