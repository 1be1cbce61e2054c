/* The sockets of a stack: storage, numbers, finding. Internal to stack*.c and socket*.c. */
#pragma once

#include "tcp/engine.h"
#include "tcp/fast-open.h"
#include "tcp/stack.h"

/* Chains of the table in which sockets are found by their ends. */
#define STACK_CHAINS 1024

/* Ephemeral ports begin here (RFC 6335 §6). */
#define STACK_FIRST_EPHEMERAL_PORT 49152

struct socket
{
  struct tcb tcb;

  /* What the program did with it */
  bool opened;          /* it listened, or connected, or was made by a SYN */
  bool established;     /* it has been a connection */
  bool released;        /* the program closed it: freed when the connection has ended */
  bool error_taken;     /* the program knows why the connection ended */
  bool reuse_address;   /* TCP_SO_REUSE_ADDRESS */
  bool address_chosen;  /* by bind, not left open */
  vtime linger;         /* TCP_SO_LINGER */
  uint32_t options_set; /* a bit for each option that the program set: children take them over */

  /* Of a listener and its children */
  unsigned backlog;
  vtime cookies_end;       /* no SYN cookie of the listener is good from then on; 0 when there was none */
  struct socket *children; /* not handed out yet, the youngest first */
  struct socket *listener; /* that will hand this one out; NULL when none, or handed out */
  struct socket *next_child;
  uint64_t accepted; /* its place in the accept queue; 0 when it is in none */

  /* Where stack-table.c, stack-deadlines.c and stack_touch have it */
  struct socket **chain; /* NULL when it is in none */
  struct socket *next_in_chain;
  vtime deadline;    /* as the heap has it; VTIME_NEVER when it is not in it */
  size_t heap_index; /* its place there */
  bool touched;      /* since the last flush */
  struct socket *next_touched;
};

/* Hosts whose Fast Open cookies are kept. */
#define FAST_OPEN_ENTRIES 16

struct fast_open_entry
{
  struct ip_address address;
  uint64_t used; /* when, as a count; 0 when it is free */
  struct tcp_fast_open_memory memory;
};

/* SYN cookies that are remembered so that an old ACK does not open their connection once more. */
#define COOKIES_USED 64

struct tcp_stack
{
  struct tcp_config config;
  struct ip_address addresses[TCP_STACK_ADDRESSES_MAX]; /* the first is the host's main one */
  size_t address_count;
  struct tcp_outlet outlet;
  struct socket **sockets; /* by ascending number */
  size_t length;
  size_t capacity;
  struct socket *chains[STACK_CHAINS];
  struct socket **heap; /* those with a timer, the earliest deadline first; as large as sockets */
  size_t heap_length;
  struct socket *first_touched; /* in the order in which they were */
  struct socket *last_touched;
  int next_number;
  uint16_t next_port;                  /* the next ephemeral port to try */
  uint64_t next_accepted;              /* the next place in an accept queue */
  uint32_t iss_base;                   /* config.iss when connections were last counted from */
  uint32_t iss_count;                  /* connections opened since */
  uint32_t cookies_used[COOKIES_USED]; /* SYN cookies that opened a connection, a ring */
  unsigned cookies_used_count;
  unsigned cookies_used_next;
  struct fast_open_entry fast_open[FAST_OPEN_ENTRIES];
  uint64_t fast_open_uses; /* so far */
};

/* A step in which nothing has happened yet. */
struct tcp_step stack_step (struct tcp_stack *stack, vtime now, event_id cause);

/* A new CLOSED socket, or NULL when TCP_STACK_SOCKETS_MAX is reached or there is no memory. */
struct socket *stack_add_socket (struct tcp_stack *stack, const struct endpoint *local);

/* A new child of a listener, with the options that the program set for it. */
struct socket *stack_add_child (struct tcp_stack *stack, struct socket *listener, const struct endpoint *local);

/* Makes an ended socket as new, with its number, local end and options. False when there is no memory. */
bool stack_renew_socket (struct tcp_stack *stack, struct socket *socket);

/* Frees a socket without a word. */
void stack_remove_socket (struct tcp_stack *stack, struct socket *socket);

/* NULL when there is none. */
struct socket *stack_find_number (const struct tcp_stack *stack, int number);
struct socket *stack_find_listener (const struct tcp_stack *stack, uint16_t port);

/* The newest connection with these ends that is not CLOSED. */
struct socket *stack_find_connection (const struct tcp_stack *stack, const struct endpoint *local,
                                      const struct endpoint *remote);

/* The older TIME-WAIT connection between the same ends, which this one takes the place of. */
struct socket *stack_find_replaced (const struct tcp_stack *stack, const struct socket *newer);

/* A local port that no socket has; 0 when all are taken. */
uint16_t stack_pick_port (struct tcp_stack *stack);

/* The initial sequence number of the next connection. */
uint32_t stack_pick_iss (struct tcp_stack *stack, const struct endpoint *local, const struct endpoint *remote,
                         vtime now);

/* OPEN in the two ways, on a CLOSED socket that has its local end (§3.10.1). octets: to send by the same call; returns
 * how many were taken. */
void stack_open_passive (struct tcp_stack *stack, struct socket *socket, unsigned backlog, struct tcp_step *step);
int stack_open_active (struct tcp_stack *stack, struct socket *socket, const struct endpoint *remote,
                       const void *octets, uint32_t length, struct tcp_step *step);

/* Ends a socket by CLOSE or ABORT; a listener takes its children with it. It must not be used afterwards. */
int stack_end_socket (struct tcp_stack *stack, struct socket *socket, enum tcp_user_call_kind kind,
                      struct tcp_step *step);

/* Children of a listener in SYN-RECEIVED, and those that wait for accept. */
unsigned stack_syn_queue (const struct socket *listener);
unsigned stack_accept_queue (const struct socket *listener);

/* Takes the child that has waited longest out of the accept queue; NULL when none waits. */
struct socket *stack_take_child (struct socket *listener);

/* Whether an address is the host's. */
bool stack_owns (const struct tcp_stack *stack, const struct ip_address *address);

/* The host's address for packets to another host; IP_NONE when it has none of that family (MUST-44). */
struct ip_address stack_source_for (const struct tcp_stack *stack, const struct ip_address *remote);

/* What Fast Open knows of a host; NULL when nothing, or when there is no host. */
const struct tcp_fast_open_memory *stack_fast_open_memory (struct tcp_stack *stack, const struct endpoint *remote);

/* Keeps the cookie that a connection has learned. */
void stack_fast_open_learn (struct tcp_stack *stack, struct tcb *tcb);

/* Judges the cookie of a SYN, if it has the option, for the child that is about to answer it. */
void stack_fast_open_judge (struct tcp_stack *stack, struct socket *listener, struct tcb *child,
                            const struct segment *syn, struct tcp_step *step);

/* Answers a SYN with a cookie where the listener is to do so, queue_full or not; false when it is not. */
bool stack_answer_with_cookie (struct tcp_stack *stack, struct socket *listener, const struct segment *syn,
                               bool queue_full, struct tcp_step *step);

/* A segment that reached a listener is the ACK of one of its cookies, or pretends to be: opens the connection, or
 * refuses. False when it is none. */
bool stack_take_cookie (struct tcp_stack *stack, struct socket *listener, const struct segment *segment,
                        struct tcp_step *step);

/* An IP packet that carries ICMP: errors about connections are acted on, all else is dropped. */
void stack_icmp_input (struct tcp_stack *stack, const uint8_t *octets, size_t length, struct tcp_step *step);

/* After a step of a socket: finds it by its ends and its timers as they are now, and lets the next flush see it. */
void stack_touch (struct tcp_stack *stack, struct socket *socket);

/* The same, and what a step may have brought: puts a child that became ESTABLISHED, or is in use before that, into the
 * accept queue, ends the TIME-WAIT that it replaced, and frees who is gone. The socket must not be used afterwards. */
void stack_settle (struct tcp_stack *stack, struct socket *socket, struct tcp_step *step);

/* --- stack-table.c: by their ends --- */

void stack_table_put (struct tcp_stack *stack, struct socket *socket);
void stack_table_remove (struct socket *socket);

/* The youngest socket in the chain of these ends; the others follow by next_in_chain. remote: NULL for a listener. */
struct socket *stack_table_first (const struct tcp_stack *stack, uint16_t local_port, const struct endpoint *remote);

/* --- stack-deadlines.c: by their timers --- */

void stack_deadline_set (struct tcp_stack *stack, struct socket *socket, vtime deadline);

/* The socket whose timer is due first, the older one when two are equal; NULL when no timer runs. */
struct socket *stack_deadline_first (const struct tcp_stack *stack);

/* --- socket-options.c --- */

/* Copies what the program set for a listener. */
void socket_inherit_options (const struct socket *listener, struct tcp_config *config);
