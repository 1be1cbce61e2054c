/* The TCP engine: pure functions over one TCB, cut as RFC 9293 §3.10 cuts event processing.
 *
 * Called by the stack alone. No function keeps anything outside the TCB; what happens is reported to the step's sink,
 * in the order in which the RFC lets it happen. A step's cause, when it comes in, is the event that led to it. */
#pragma once

#include "tcp/tcb.h"

enum tcp_user_call_kind
{
  TCP_CALL_OPEN, /* passive without remote */
  TCP_CALL_SEND,
  TCP_CALL_RECEIVE,
  TCP_CALL_SHUTDOWN,      /* CLOSE as the RFC has it: our sending ends */
  TCP_CALL_SHUTDOWN_READ, /* the program will read no more, and the peer does not notice */
  TCP_CALL_CLOSE,         /* and nobody will read any more */
  TCP_CALL_ABORT,
};

struct tcp_fast_open_memory;

struct tcp_user_call
{
  enum tcp_user_call_kind kind;
  const struct endpoint *remote;             /* OPEN and SEND; NULL when unspecified */
  uint32_t iss;                              /* OPEN and SEND that open actively */
  const void *octets;                        /* SEND, and OPEN that sends with the same call */
  void *buffer;                              /* RECEIVE; NULL to throw the octets away */
  uint32_t length;                           /* SEND, RECEIVE, OPEN */
  const struct tcp_fast_open_memory *memory; /* of the remote, where the call opens actively; NULL when there is none */
  bool urgent;                               /* SEND: the URGENT flag */
};

/* §3.10.1 to §3.10.5. Returns the number of octets of SEND, RECEIVE and OPEN, else TCP_OK; or an enum tcp_error. */
int tcp_call (struct tcb *tcb, const struct tcp_user_call *call, struct tcp_step *step);

/* §3.10.7.2. Judges a segment that reached a listener: true when it is a SYN for which a connection is to be made. */
bool tcp_listener_accepts (struct tcb *listener, const struct segment *segment, struct tcp_step *step);

/* §3.10.7.2, the rest: makes a fresh TCB the child of a listener that answers this SYN. */
void tcp_open_child (struct tcb *child, const struct segment *syn, uint32_t iss, struct tcp_step *step);

/* §3.10.7.1. The answer to a segment that belongs to nothing. tcb: the CLOSED connection it was meant for, or NULL. */
void tcp_segment_arrives_closed (const struct tcb *tcb, const struct segment *segment, struct tcp_step *step);

/* §3.10.7.3 and §3.10.7.4, for every state but CLOSED and LISTEN. */
void tcp_segment_arrives (struct tcb *tcb, const struct segment *segment, struct tcp_step *step);

/* §3.10.8: the timer with the earliest deadline, which has come, expires. */
void tcp_timeout (struct tcb *tcb, struct tcp_step *step);

/* The earliest deadline; VTIME_NEVER when no timer runs. */
vtime tcp_next_timeout (const struct tcb *tcb);

/* Sends what earlier steps left: data that may go, and the ACK that is due. */
void tcp_flush (struct tcb *tcb, struct tcp_step *step);

/* The same before another segment is processed: only an ACK that `next` may take further stays pending (MUST-59). */
void tcp_flush_before (struct tcb *tcb, const struct segment *next, struct tcp_step *step);

/* The reason of an ARRIVE: what kind of segment it is. */
enum tcp_reason tcp_arrive_reason (const struct segment *segment);
