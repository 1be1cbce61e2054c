/* The other end of the link: the kernel's TCP, or lwIP's. Each runs in a process of its own, and they talk to it
 * through a socket: the plan first, then commands; the peer answers with its report when all its connections are over.
 */
#pragma once

#include "program.h"

/* The port that is listened on, and the first one that is connected from: the connection's index is added. */
#define PORT_LISTEN 8080
#define PORT_CONNECT 40000

#define PEER_ADDRESS "10.9.0.1"
#define OUR_ADDRESS "10.9.0.2"
#define PEER_ADDRESS_V6 "2001:db8:9::1"
#define OUR_ADDRESS_V6 "2001:db8:9::2"
#define OUR_MAC "02:00:00:00:00:0a" /* as tshark writes it */

#define CONNECTIONS_MAX 128

struct peer_plan
{
  bool listens; /* else it connects */
  bool absent;  /* it does nothing: nobody listens */
  bool v6;
  unsigned connections;
  unsigned seconds;            /* it ends after so long, whatever has happened */
  unsigned receive_buffer;     /* octets; 0: its own choice */
  struct program_plan program; /* of each connection */
};

/* What the programs wait for. */
#define PEER_TOLD 't'

struct peer_report
{
  uint64_t read;
  unsigned good;    /* connections whose program is good */
  unsigned refused; /* connections that were refused */
  int error;        /* the first errno that was not planned */
  char ss[1024];    /* what ss says of a connection that has just been opened; empty for a peer without it */
};
