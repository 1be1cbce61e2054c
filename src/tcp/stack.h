/* One host's TCP: sockets over TCBs, IP packets in and out. Sans-IO: no clock, no descriptor, no thread.
 *
 *   time in    every function takes `now`, which never runs backwards
 *   cause in   every function takes the event that led to the call, EVENT_NONE when a person or a program did
 *   events and packets out   through the sink
 *
 * Whoever drives a stack owns the clock and the network, and does this:
 *
 *   1  Fill a struct tcp_config by one of its presets, change what the test is about (config.h), and call tcp_stack_new
 *      with the host's address and a sink whose `transmit` keeps each packet that it is given, with the time, and
 *      whose `report` is NULL when nobody asks why.
 *   2  Open: `s = tcp_socket_new (stack)`, then tcp_socket_bind and tcp_socket_listen, or tcp_socket_connect, which
 *      returns TCP_ERROR_IN_PROGRESS (socket.h). The SYN is with `transmit` when connect returns.
 *   3  Loop: the next instant is the earliest of what the test does next, of the next packet that arrives, and of
 *      tcp_stack_next_timeout. Set the clock to it; it is virtual, so nobody waits. Hand in the packets of that instant
 *      by tcp_stack_input, then call tcp_stack_timeout, then make the calls of the program, and last of all call
 *      tcp_stack_flush: what is due then has gone.
 *   4  See: the packets, tcp_socket_poll, tcp_stack_info, tcp_stack_state, or tcp_stack_watch_states for each change.
 *      A connect has succeeded when the socket polls as TCP_POLL_OUT and TCP_SO_ERROR gives TCP_OK.
 *   5  tcp_stack_free ends it all without a segment.
 *
 * With one clock and two stacks, each handed the packets of the other after some delay, that is a whole network; equal
 * calls at equal times give equal packets, octet for octet.
 *
 * Replies are gathered: input, timeout and calls leave an ACK that is due, and text that an arrival lets go, pending,
 * and tcp_stack_flush sends what is left, of the socket first that was first to have something. So a program that
 * reacts within the same instant gets its data or FIN merged with the ACK (RFC 9293 MUST-58), as in the close with
 * three segments. Call tcp_stack_flush after everything else of an instant is done. What a call sends itself (SYN,
 * text, FIN, RST) goes at once, and so do SYN+ACK, the ACK that ends the handshake, RST, challenge ACKs and
 * retransmissions. A second segment for a connection first sends what the one before it left, but for an ACK that it
 * takes further: segments that wait together get one ACK (MUST-59), and each duplicate ACK counts. Call
 * tcp_stack_flush after each packet where nothing waits.
 *
 * The program has two sets of calls over the same sockets. Those of socket.h are POSIX's. Those here are the user calls
 * of RFC 9293 §3.10, with its errors, and an ended connection stays known until tcp_stack_forget. Sockets are small
 * positive numbers that are never used twice by one stack; they are also the `connection` of the events. Functions
 * return a value =< 0 of enum tcp_error on failure where they return an int. */
#pragma once

#include "tcp/config.h"
#include "tcp/error.h"
#include "tcp/event.h"
#include "tcp/info.h"
#include "tcp/socket.h"

/* Sockets of one stack, listeners and connections together. */
#define TCP_STACK_SOCKETS_MAX 4096

/* Addresses of one host. */
#define TCP_STACK_ADDRESSES_MAX 8

struct tcp_stack;

/* NULL when there is no memory. The stack copies config and sink; `address` is the host's own, or its first. */
struct tcp_stack *tcp_stack_new (const struct tcp_config *config, const struct ip_address *address,
                                 const struct tcp_sink *sink);
void tcp_stack_free (struct tcp_stack *stack);

/* Another address of the host, of either family: TCP_ERROR_EXISTS when it has that, TCP_ERROR_NO_MEMORY when there are
 * TCP_STACK_ADDRESSES_MAX. */
int tcp_stack_add_address (struct tcp_stack *stack, const struct ip_address *address);

/* The configuration that connections opened from now on take. */
struct tcp_config *tcp_stack_config (struct tcp_stack *stack);

/* Turns a switch on or off for every socket that there is and will be. What the host held back under the former rule
 * and the new one lets go is sent. */
void tcp_stack_switch (struct tcp_stack *stack, enum tcp_switch which, bool on, vtime now, event_id cause);

/* --- the user calls of RFC 9293 §3.10; socket.h has those of POSIX --- */

/* OPEN passive: returns the listening socket. backlog 0 takes the configured one. */
int tcp_stack_listen (struct tcp_stack *stack, uint16_t port, unsigned backlog, vtime now, event_id cause);

/* The next connection of a listener that reached ESTABLISHED, or that Fast Open lets the program use before that, or
 * TCP_ERROR_NO_ROOM. No event: accept does nothing on
 * the wire. */
int tcp_stack_accept (struct tcp_stack *stack, int listener);

/* OPEN active: returns the socket in SYN-SENT. local_port 0 picks a free one from 49152 up. */
int tcp_stack_connect (struct tcp_stack *stack, uint16_t local_port, const struct endpoint *remote, vtime now,
                       event_id cause);

/* The same from one of the host's addresses, which the connection keeps (MUST-43, MUST-45); with IP_NONE the host
 * chooses. TCP_ERROR_INVALID_PEER when it is not the host's, or none reaches the remote. */
int tcp_stack_connect_from (struct tcp_stack *stack, const struct endpoint *local, const struct endpoint *remote,
                            vtime now, event_id cause);

/* OPEN active and SEND in one call: octets go with the SYN where the remote's Fast Open cookie is known (RFC 7413), and
 * else when the connection is open. Afterwards *length is how many of them were taken. */
int tcp_stack_connect_send (struct tcp_stack *stack, uint16_t local_port, const struct endpoint *remote,
                            const void *octets, uint32_t *length, vtime now, event_id cause);

/* SEND: returns how many octets were taken, fewer than asked when the buffer is full. */
int tcp_stack_send (struct tcp_stack *stack, int socket, const void *octets, uint32_t length, vtime now,
                    event_id cause);

/* SEND with the URGENT flag: the last of the octets is the mark that the peer's program looks for. What fits into the
 * buffer is urgent; whoever sends the rest later says so again. New programs should do without (SHLD-13). */
int tcp_stack_send_urgent (struct tcp_stack *stack, int socket, const void *octets, uint32_t length, vtime now,
                           event_id cause);

/* OPEN on a socket that exists, as RFC 9293 §3.10.1 has it: a listener with a remote given opens actively; everything
 * else is an error. */
int tcp_stack_open (struct tcp_stack *stack, int socket, const struct endpoint *remote, vtime now, event_id cause);

/* SEND with the remote given, which a listener needs: it then opens actively (§3.10.2). */
int tcp_stack_send_to (struct tcp_stack *stack, int socket, const struct endpoint *remote, const void *octets,
                       uint32_t length, vtime now, event_id cause);

/* RECEIVE: returns how many octets were copied (octets may be NULL to throw them away), 0 at the end of data,
 * TCP_ERROR_NO_ROOM when nothing is there yet. Urgent octets lie in the stream like all others; reading stops before
 * the last of them once, where tcp_stack_at_mark is true. */
int tcp_stack_receive (struct tcp_stack *stack, int socket, void *octets, uint32_t length, vtime now, event_id cause);

/* Ends our sending only: the program goes on reading. */
int tcp_stack_shutdown (struct tcp_stack *stack, int socket, vtime now, event_id cause);

/* CLOSE, both directions; the connection lives on by itself until it has ended. Unread data turns it into a reset
 * (SHLD-3). */
int tcp_stack_close (struct tcp_stack *stack, int socket, vtime now, event_id cause);

/* Keep-alive of one connection, on or off (MUST-24), with the times of its configuration. */
int tcp_stack_set_keepalive (struct tcp_stack *stack, int socket, bool on, vtime now, event_id cause);

/* ABORT. */
int tcp_stack_abort (struct tcp_stack *stack, int socket, vtime now, event_id cause);

/* Whether the program of one connection is told of soft errors, as icmp_reports of the configuration has it (SHLD-20).
 */
int tcp_stack_set_icmp_reports (struct tcp_stack *stack, int socket, bool on);

/* The Diffserv field (DSCP, 6 bits) and the hops of the packets of one connection from now on (MUST-48, SHLD-21,
 * MUST-49); connections that a listener makes begin with its values. ttl 0 is that of the configuration. */
int tcp_stack_set_diffserv (struct tcp_stack *stack, int socket, uint8_t diffserv);
int tcp_stack_set_ttl (struct tcp_stack *stack, int socket, uint8_t ttl);

/* Forgets every connection and listener without a segment: the host lost its power. */
void tcp_stack_crash (struct tcp_stack *stack, vtime now, event_id cause);

/* --- the network and the clock --- */

/* An IP packet arrives, with TCP or with an ICMP error about a segment of ours. cause: the event by which the network
 * carried it. */
void tcp_stack_input (struct tcp_stack *stack, const uint8_t *packet, size_t length, vtime now, event_id cause);

/* Runs every timer that is due at or before now, in the order of their deadlines. */
void tcp_stack_timeout (struct tcp_stack *stack, vtime now);

/* The earliest deadline, VTIME_NEVER when no timer runs. */
vtime tcp_stack_next_timeout (const struct tcp_stack *stack);

/* Sends what is pending: ACKs that are due, data that may go. */
void tcp_stack_flush (struct tcp_stack *stack, vtime now);

/* --- looking --- */

/* False when the socket is unknown. A connection that ended stays known as CLOSED until tcp_stack_forget. */
bool tcp_stack_vars (const struct tcp_stack *stack, int socket, struct tcp_vars *vars);

/* The local and remote ends of a socket; a listener's remote is unspecified. */
bool tcp_stack_endpoints (const struct tcp_stack *stack, int socket, struct endpoint *local, struct endpoint *remote);

/* TCP_OK, or why the connection ended. */
enum tcp_error tcp_stack_error (const struct tcp_stack *stack, int socket);

/* The soft error that ICMP reported last, TCP_OK when there is none (MUST-47). It is forgotten when it is read, as
 * SO_ERROR is, and when the peer is heard again: then the path works. A connection that gives up ends with it. */
enum tcp_error tcp_stack_take_soft_error (struct tcp_stack *stack, int socket);

/* True when the peer's FIN was reached: after the octets that are left, tcp_stack_receive returns 0. */
bool tcp_stack_at_end (const struct tcp_stack *stack, int socket);

/* Octets that SEND would take now, and octets that RECEIVE would give. */
uint32_t tcp_stack_room (const struct tcp_stack *stack, int socket);
uint32_t tcp_stack_unread (const struct tcp_stack *stack, int socket);

/* Octets to read up to the end of urgent data, 0 when the peer has told of none that was not read (MUST-33); they may
 * not all be here yet. At the mark: the next octet to read is the last urgent one. */
uint32_t tcp_stack_urgent_left (const struct tcp_stack *stack, int socket);
bool tcp_stack_at_mark (const struct tcp_stack *stack, int socket);

/* What Linux's TCP_INFO tells; false when the socket is unknown. Of one that is CLOSED or listens most is 0. */
bool tcp_stack_info (const struct tcp_stack *stack, int socket, vtime now, struct tcp_stack_info *info);

/* CLOSED also for a socket that is unknown. */
enum tcp_state tcp_stack_state (const struct tcp_stack *stack, int socket);

/* Fills sockets with up to max of them in the order they were made, and returns how many there are. */
size_t tcp_stack_list (const struct tcp_stack *stack, int *sockets, size_t max);

/* One line of a list of connections. */
struct tcp_stack_entry
{
  int socket;
  enum tcp_state state;
  struct endpoint local;
  struct endpoint remote; /* unspecified when there is none */
  bool released;          /* the program has closed it */
};

/* The same with what belongs to each. */
size_t tcp_stack_entries (const struct tcp_stack *stack, struct tcp_stack_entry *entries, size_t max);

/* Calls `changed` whenever a connection or listener has entered a state, as soon as it has; NULL calls nobody. It must
 * not call back into the stack. */
void tcp_stack_watch_states (struct tcp_stack *stack, tcp_state_changed changed, void *user);

/* Drops an ended connection from the list. */
void tcp_stack_forget (struct tcp_stack *stack, int socket);
