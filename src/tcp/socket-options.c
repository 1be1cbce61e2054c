/* Sockets: options. Most are fields of the configuration that each connection has for itself; what else a change means
 * for a connection that is open is done at once. */
#include "tcp/socket.h"

#include "tcp/acknowledge.h"
#include "tcp/keepalive.h"
#include "tcp/options.h"
#include "tcp/output.h"
#include "tcp/receive.h"
#include "tcp/report.h"
#include "tcp/socket-private.h"
#include "tcp/user-timeout.h"

#include <string.h>

/* Buffers and segments that the options can ask for. */
#define BUFFER_MAX (INT64_C (1) << 30)
#define MAXSEG_MIN 28
#define MAXSEG_MAX 65495

#define IPV4_AND_TCP_HEADERS 40
#define IPV6_AND_TCP_HEADERS 60

/* ACKs that are not delayed after TCP_SO_QUICKACK, where the configuration has no number of its own: Linux's. */
#define QUICK_ACKS 16

/* What an option may be set to, and the field of the configuration that children take over. */
struct option
{
  int64_t least;
  int64_t most;
  size_t offset;
  size_t size; /* 0 when it is no field */
};

#define FIELD(name) offsetof (struct tcp_config, name), sizeof (((struct tcp_config *) NULL)->name)
#define SWITCH INT64_MIN, INT64_MAX
#define LONGEST (VTIME_NEVER - 1)

static const struct option OPTIONS[TCP_SOCKET_OPTIONS] = {
  [TCP_SO_ERROR] = { 1, 0, 0, 0 },
  [TCP_SO_ACCEPTING] = { 1, 0, 0, 0 },
  [TCP_SO_REUSE_ADDRESS] = { SWITCH, 0, 0 },
  [TCP_SO_LINGER] = { TCP_LINGER_OFF, LONGEST, 0, 0 },
  [TCP_SO_SEND_BUFFER] = { 1, BUFFER_MAX, FIELD (send_buffer) },
  [TCP_SO_RECEIVE_BUFFER] = { 1, BUFFER_MAX, FIELD (receive_buffer) },
  [TCP_SO_KEEPALIVE] = { SWITCH, FIELD (keepalive) },
  [TCP_SO_KEEPALIVE_IDLE] = { 1, LONGEST, FIELD (keepalive_idle) },
  [TCP_SO_KEEPALIVE_INTERVAL] = { 1, LONGEST, FIELD (keepalive_interval) },
  [TCP_SO_KEEPALIVE_COUNT] = { 2, UINT8_MAX, FIELD (keepalive_count) },
  [TCP_SO_MAXSEG] = { MAXSEG_MIN, MAXSEG_MAX, FIELD (mss) },
  [TCP_SO_NODELAY] = { SWITCH, FIELD (nagle) },
  [TCP_SO_CORK] = { SWITCH, FIELD (cork) },
  [TCP_SO_QUICKACK] = { SWITCH, FIELD (quick_acks) },
  [TCP_SO_USER_TIMEOUT] = { 0, LONGEST, FIELD (user_timeout) },
  [TCP_SO_CONGESTION] = { 0, TCP_CONGESTION_COUNT - 1, FIELD (congestion_name) },
};

/* What our interface carries shrinks with the segments that the program wants, so that we send no larger ones. */
static void
limit_mtu (struct tcp_config *config, enum ip_family family)
{
  uint32_t mtu = config->mss + (uint32_t) (family == IP_V6 ? IPV6_AND_TCP_HEADERS : IPV4_AND_TCP_HEADERS);
  config->mtu = mtu < config->mtu ? (uint16_t) mtu : config->mtu;
}

void
socket_inherit_options (const struct socket *listener, struct tcp_config *config)
{
  for (unsigned i = 0; i < TCP_SOCKET_OPTIONS; i++)
    if ((listener->options_set & UINT32_C (1) << i) != 0)
      memcpy ((char *) config + OPTIONS[i].offset, (const char *) &listener->tcb.config + OPTIONS[i].offset,
              OPTIONS[i].size);
  config->uto_changeable = config->uto_changeable && (listener->options_set & UINT32_C (1) << TCP_SO_USER_TIMEOUT) == 0;
  if ((listener->options_set & UINT32_C (1) << TCP_SO_MAXSEG) != 0)
    limit_mtu (config, (enum ip_family) listener->tcb.local.address.family);
}

/* --- setting --- */

static bool
is_waiting_for_peer (const struct tcb *tcb)
{
  return tcb->state != TCP_CLOSED && tcb->state != TCP_LISTEN;
}

static int
set_send_buffer (struct tcb *tcb, uint32_t size)
{
  uint32_t least = (uint32_t) tcb->send_ring.length;
  size = size > least ? size : least;
  if (tcb->send_ring.octets != NULL && !byte_ring_resize (&tcb->send_ring, size))
    return TCP_ERROR_NO_MEMORY;
  tcb->config.send_buffer = size;
  return TCP_OK;
}

/* The window that the peer was promised is kept, and the shift that it was told. */
static int
set_receive_buffer (struct tcb *tcb, uint32_t size, struct tcp_step *step)
{
  uint32_t least = (uint32_t) tcb->receive_ring.length + tcb->rcv_wnd;
  size = size > least ? size : least;
  if (!byte_ring_resize (&tcb->receive_ring, size))
    return TCP_ERROR_NO_MEMORY;
  if (is_waiting_for_peer (tcb))
    tcb->config.window_scale_shift = tcp_options_shift (&tcb->config);
  tcb->config.receive_buffer = size;
  tcp_receive_offer (tcb, step);
  return TCP_OK;
}

static int
set_maxseg (struct tcb *tcb, uint16_t size)
{
  if (is_waiting_for_peer (tcb))
    return TCP_ERROR_INVALID;
  tcb->config.mss = size;
  limit_mtu (&tcb->config, (enum ip_family) tcb->local.address.family);
  return TCP_OK;
}

/* What was held back for a fuller segment goes when nothing asks for that any more. */
static int
set_cork (struct tcb *tcb, bool on, struct tcp_step *step)
{
  tcb->config.cork = on;
  if (!on)
    tcp_output (tcb, step);
  return TCP_OK;
}

/* Linux's tcp(7): what waits goes now, even for the cork, which stays. */
static int
set_nodelay (struct tcb *tcb, bool on, struct tcp_step *step)
{
  bool cork = tcb->config.cork;
  tcb->config.nagle = !on;
  tcb->config.cork = cork && !on;
  if (on)
    tcp_output (tcb, step);
  tcb->config.cork = cork;
  return TCP_OK;
}

static int
set_quick_ack (struct tcb *tcb, bool on, struct tcp_step *step)
{
  if (on && tcb->config.quick_acks == 0)
    tcb->config.quick_acks = QUICK_ACKS;
  if (!on && !is_waiting_for_peer (tcb))
    tcb->config.quick_acks = 0;
  tcb->quick_acks = on ? tcb->config.quick_acks : 0;
  if (on)
    tcp_ack_delayed_now (tcb, step);
  return TCP_OK;
}

static int
set_keepalive_idle (struct tcb *tcb, vtime idle, struct tcp_step *step)
{
  tcb->config.keepalive_idle = idle;
  tcp_keepalive_retime (tcb, step);
  return TCP_OK;
}

/* RFC 5482 §3: what the program sets itself is not for the peer to change any more. */
static int
set_user_timeout (struct tcb *tcb, vtime timeout, struct tcp_step *step)
{
  tcb->config.uto_changeable = false;
  tcp_user_timeout_change (tcb, timeout, step);
  return TCP_OK;
}

static int
set_of_connection (struct tcb *tcb, enum tcp_socket_option option, int64_t value, struct tcp_step *step)
{
  switch (option)
    {
    case TCP_SO_SEND_BUFFER:
      return set_send_buffer (tcb, (uint32_t) value);
    case TCP_SO_RECEIVE_BUFFER:
      return set_receive_buffer (tcb, (uint32_t) value, step);
    case TCP_SO_KEEPALIVE:
      tcp_keepalive_switch (tcb, value != 0, step);
      return TCP_OK;
    case TCP_SO_KEEPALIVE_IDLE:
      return set_keepalive_idle (tcb, value, step);
    case TCP_SO_KEEPALIVE_INTERVAL:
      tcb->config.keepalive_interval = value;
      return TCP_OK;
    case TCP_SO_KEEPALIVE_COUNT:
      tcb->config.keepalive_count = (uint8_t) value;
      return TCP_OK;
    case TCP_SO_MAXSEG:
      return set_maxseg (tcb, (uint16_t) value);
    case TCP_SO_NODELAY:
      return set_nodelay (tcb, value != 0, step);
    case TCP_SO_CORK:
      return set_cork (tcb, value != 0, step);
    case TCP_SO_QUICKACK:
      return set_quick_ack (tcb, value != 0, step);
    case TCP_SO_USER_TIMEOUT:
      return set_user_timeout (tcb, value, step);
    case TCP_SO_CONGESTION:
      tcb->config.congestion_name = (enum tcp_congestion_name) value;
      congestion_choose (&tcb->congestion, tcb->config.congestion_name);
      return TCP_OK;
    default:
      return TCP_ERROR_INVALID;
    }
}

static int
set (struct socket *socket, enum tcp_socket_option option, int64_t value, struct tcp_step *step)
{
  if (option == TCP_SO_REUSE_ADDRESS)
    socket->reuse_address = value != 0;
  else if (option == TCP_SO_LINGER)
    socket->linger = value;
  else
    {
      step->cause = tcp_report_call (&socket->tcb, REASON_CALL_SET_OPTION, 0, step);
      return set_of_connection (&socket->tcb, option, value, step);
    }
  return TCP_OK;
}

int
tcp_socket_set (struct tcp_stack *stack, int number, enum tcp_socket_option option, int64_t value, vtime now,
                event_id cause)
{
  struct tcp_step step = stack_step (stack, now, cause);
  struct socket *socket = socket_find (stack, number);
  if (socket == NULL)
    return TCP_ERROR_BAD_SOCKET;
  if ((unsigned) option >= TCP_SOCKET_OPTIONS || value < OPTIONS[option].least || value > OPTIONS[option].most)
    return TCP_ERROR_INVALID;
  int result = set (socket, option, value, &step);
  if (result == TCP_OK && OPTIONS[option].size > 0)
    socket->options_set |= UINT32_C (1) << option;
  stack_touch (stack, socket);
  return result;
}

int
tcp_socket_set_congestion (struct tcp_stack *stack, int socket, const char *name, vtime now, event_id cause)
{
  for (int word = 0; word < TCP_CONGESTION_COUNT; word++)
    if (strcmp (tcp_congestion_word ((enum tcp_congestion_name) word), name) == 0)
      return tcp_socket_set (stack, socket, TCP_SO_CONGESTION, word, now, cause);
  return socket_find (stack, socket) != NULL ? TCP_ERROR_UNKNOWN_NAME : TCP_ERROR_BAD_SOCKET;
}

/* --- getting --- */

/* The pending error, or else the soft one; either is told once. */
static enum tcp_error
take_any_error (struct socket *socket)
{
  enum tcp_error error = socket_take_error (socket);
  if (error != TCP_OK)
    return error;
  error = socket->tcb.soft_error;
  socket->tcb.soft_error = TCP_OK;
  return error;
}

static int64_t
get_of_connection (const struct tcb *tcb, enum tcp_socket_option option)
{
  const struct tcp_config *config = &tcb->config;
  switch (option)
    {
    case TCP_SO_SEND_BUFFER:
      return config->send_buffer;
    case TCP_SO_RECEIVE_BUFFER:
      return config->receive_buffer;
    case TCP_SO_KEEPALIVE:
      return config->keepalive;
    case TCP_SO_KEEPALIVE_IDLE:
      return config->keepalive_idle;
    case TCP_SO_KEEPALIVE_INTERVAL:
      return config->keepalive_interval;
    case TCP_SO_KEEPALIVE_COUNT:
      return config->keepalive_count;
    case TCP_SO_MAXSEG:
      return is_waiting_for_peer (tcb) ? tcb->eff_snd_mss : config->mss;
    case TCP_SO_NODELAY:
      return !config->nagle;
    case TCP_SO_CORK:
      return config->cork;
    case TCP_SO_QUICKACK:
      return !config->delayed_ack || tcb->quick_acks > 0;
    case TCP_SO_USER_TIMEOUT:
      return config->user_timeout;
    default:
      return config->congestion_name;
    }
}

int
tcp_socket_get (struct tcp_stack *stack, int number, enum tcp_socket_option option, int64_t *value)
{
  struct socket *socket = socket_find (stack, number);
  if (socket == NULL)
    return TCP_ERROR_BAD_SOCKET;
  if ((unsigned) option >= TCP_SOCKET_OPTIONS)
    return TCP_ERROR_INVALID;
  if (option == TCP_SO_ERROR)
    *value = take_any_error (socket);
  else if (option == TCP_SO_ACCEPTING)
    *value = socket->tcb.state == TCP_LISTEN;
  else if (option == TCP_SO_REUSE_ADDRESS)
    *value = socket->reuse_address;
  else if (option == TCP_SO_LINGER)
    *value = socket->linger;
  else
    *value = get_of_connection (&socket->tcb, option);
  return TCP_OK;
}

const char *
tcp_socket_congestion (const struct tcp_stack *stack, int number)
{
  const struct socket *socket = socket_find (stack, number);
  return socket != NULL ? tcp_congestion_word (socket->tcb.config.congestion_name) : NULL;
}
