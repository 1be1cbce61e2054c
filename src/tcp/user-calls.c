/* User calls, RFC 9293 §3.10.1 to §3.10.5. STATUS (§3.10.6) is tcb_vars. */
#include "tcp/engine.h"
#include "tcp/fast-open.h"
#include "tcp/output.h"
#include "tcp/path-mtu.h"
#include "tcp/receive.h"
#include "tcp/report.h"
#include "tcp/retransmission.h"
#include "tcp/transmit.h"
#include "tcp/urgent.h"
#include "tcp/user-timeout.h"

#include <assert.h>

/* A call that is refused: told, and nothing changes. */
static int
refuse (struct tcb *tcb, enum tcp_reason reason, enum tcp_error error, struct tcp_step *step)
{
  tcp_report_call (tcb, reason, 0, step);
  return error;
}

/* A call that is carried out is the cause of all that follows. */
static void
begin (struct tcb *tcb, enum tcp_reason reason, uint32_t octets, struct tcp_step *step)
{
  step->cause = tcp_report_call (tcb, reason, octets, step);
}

/* MUST-46. */
static bool
is_invalid (const struct endpoint *remote)
{
  return remote->port == 0 || ip_address_is_invalid_peer (&remote->address);
}

/* A connection has one family of addresses at both ends. */
static bool
is_out_of_reach (const struct tcb *tcb, const struct endpoint *remote)
{
  return remote->address.family != tcb->local.address.family;
}

/* --- OPEN, §3.10.1 --- */

static void
note_sent (struct tcb *tcb, uint32_t seq, uint32_t len, uint8_t flags, struct tcp_step *step)
{
  bool noted = tcp_note_sent (tcb, seq, len, flags, step);
  assert (noted);
  (void) noted;
}

static enum tcp_reason
syn_reason (const struct tcb *tcb)
{
  if (tcb->fast_open.asks)
    return REASON_SEND_SYN_ASKS_COOKIE;
  return tcb->fast_open.octets > 0 ? REASON_SEND_SYN_FAST_OPEN : REASON_SEND_SYN;
}

/* The SYN and the text that goes with it are noted apart: what is sent again is the SYN alone (RFC 7413 §4.1.3). */
static void
open_active (struct tcb *tcb, const struct tcp_user_call *call, struct tcp_step *step)
{
  tcb->passive_open = false;
  tcb_set_remote (tcb, call->remote);
  tcp_path_mtu_begin (tcb, step);
  tcb_set_iss (tcb, call->iss);
  tcb_enter (tcb, TCP_SYN_SENT, REASON_STATE_OPEN_ACTIVE, step);
  tcp_path_mtu_report_known (tcb, step);
  tcp_user_timeout_arm (tcb, step);
  note_sent (tcb, tcb->iss, 1, TCP_SYN, step);
  uint32_t octets = tcp_fast_open_prepare (tcb, call->memory, step->now);
  if (octets > 0)
    note_sent (tcb, tcb->iss + 1, octets, 0, step);
  tcp_rto_arm (tcb, step);
  tcp_transmit_numbers (tcb, tcb->iss, 1 + octets, TCP_SYN, syn_reason (tcb), step);
}

static int
queue_octets (struct tcb *tcb, const struct tcp_user_call *call, struct tcp_step *step)
{
  size_t taken = byte_ring_append (&tcb->send_ring, call->octets, call->length);
  tcb->room_wanted = taken < call->length;
  if (taken == 0 && call->length > 0)
    return refuse (tcb, REASON_CALL_ERROR_NO_ROOM, TCP_ERROR_NO_ROOM, step);
  begin (tcb, REASON_CALL_SEND, (uint32_t) taken, step);
  tcp_user_timeout_arm (tcb, step);
  return (int) taken;
}

static int
call_open (struct tcb *tcb, const struct tcp_user_call *call, struct tcp_step *step)
{
  if (tcb->state != TCP_CLOSED && (tcb->state != TCP_LISTEN || call->remote == NULL))
    return refuse (tcb, REASON_CALL_ERROR_EXISTS, TCP_ERROR_EXISTS, step);
  if (call->remote == NULL)
    {
      begin (tcb, REASON_CALL_OPEN_PASSIVE, 0, step);
      tcb->passive_open = true;
      tcb_enter (tcb, TCP_LISTEN, REASON_STATE_OPEN_PASSIVE, step);
      return TCP_OK;
    }
  if (call->remote->address.family == IP_NONE)
    return refuse (tcb, REASON_CALL_ERROR_REMOTE_UNSPECIFIED, TCP_ERROR_REMOTE_UNSPECIFIED, step);
  if (is_invalid (call->remote))
    return refuse (tcb, REASON_CALL_ERROR_INVALID_PEER, TCP_ERROR_INVALID_PEER, step);
  if (is_out_of_reach (tcb, call->remote))
    return refuse (tcb, REASON_CALL_ERROR_ADDRESS, TCP_ERROR_INVALID_PEER, step);
  begin (tcb, REASON_CALL_OPEN_ACTIVE, 0, step);
  int taken = call->length > 0 ? queue_octets (tcb, call, step) : TCP_OK;
  open_active (tcb, call, step);
  return taken;
}

/* --- SEND, §3.10.2 --- */

/* SEND to a listener opens it actively when it says to whom. */
static int
send_from_listen (struct tcb *tcb, const struct tcp_user_call *call, struct tcp_step *step)
{
  if (call->remote == NULL)
    return refuse (tcb, REASON_CALL_ERROR_REMOTE_UNSPECIFIED, TCP_ERROR_REMOTE_UNSPECIFIED, step);
  if (is_invalid (call->remote))
    return refuse (tcb, REASON_CALL_ERROR_INVALID_PEER, TCP_ERROR_INVALID_PEER, step);
  if (is_out_of_reach (tcb, call->remote))
    return refuse (tcb, REASON_CALL_ERROR_ADDRESS, TCP_ERROR_INVALID_PEER, step);
  int taken = queue_octets (tcb, call, step);
  if (taken >= 0)
    open_active (tcb, call, step);
  return taken;
}

static int
call_send (struct tcb *tcb, const struct tcp_user_call *call, struct tcp_step *step)
{
  if (tcb->state == TCP_CLOSED)
    return refuse (tcb, REASON_CALL_ERROR_NO_CONNECTION, TCP_ERROR_NO_CONNECTION, step);
  if (tcb->state == TCP_LISTEN)
    return send_from_listen (tcb, call, step);
  bool may_send = tcb->state == TCP_SYN_SENT || tcb->state == TCP_SYN_RECEIVED || tcb->state == TCP_ESTABLISHED
                  || tcb->state == TCP_CLOSE_WAIT;
  if (!may_send || tcb->close_called)
    return refuse (tcb, REASON_CALL_ERROR_CLOSING, TCP_ERROR_CLOSING, step);
  tcp_output_waiting (tcb, step);
  int taken = queue_octets (tcb, call, step);
  if (call->urgent && taken > 0)
    tcp_urgent_mark (tcb, step);
  tcp_output (tcb, step);
  tcp_urgent_tell (tcb, step);
  return taken;
}

/* --- RECEIVE, §3.10.3 --- */

/* Nothing is there: an end, an error, or not yet. */
static int
receive_nothing (struct tcb *tcb, struct tcp_step *step)
{
  if (tcb->error != TCP_OK)
    return tcb->error;
  if ((tcb->fin_received || tcb->reading_shut) && !tcb->receive_closed)
    return 0;
  if (tcb->state == TCP_CLOSED || tcb->receive_closed)
    return refuse (tcb, REASON_CALL_ERROR_NO_CONNECTION, TCP_ERROR_NO_CONNECTION, step);
  return TCP_ERROR_NO_ROOM;
}

/* What was received in order can be read in every state, even after the connection ended well: only "connection does
 * not exist" and the end of data differ by state. */
static int
call_receive (struct tcb *tcb, const struct tcp_user_call *call, struct tcp_step *step)
{
  if (tcb->receive_ring.length == 0 || tcb->receive_closed)
    return receive_nothing (tcb, step);
  uint32_t taken = tcp_receive_read (tcb, call->buffer, tcp_urgent_limit (tcb, call->length));
  begin (tcb, REASON_CALL_RECEIVE, taken, step);
  tcp_urgent_read (tcb, step);
  tcp_receive_offer (tcb, step);
  return (int) taken;
}

/* --- CLOSE, §3.10.4 --- */

/* Says that the FIN waits: behind octets, for the window, or for ESTABLISHED (D-04). */
static void
report_pending_fin (struct tcb *tcb, struct tcp_step *step)
{
  if (tcb->state != TCP_CLOSED && !tcb->fin_sent)
    tcp_report_update (tcb, REASON_WAIT_FIN_PENDING, tcb_unsent (tcb), step);
}

/* Ends our sending in a state in which that makes a difference. */
static void
end_sending (struct tcb *tcb, struct tcp_step *step)
{
  bool unsent = tcb_unsent (tcb) > 0;
  tcb->close_called = true;
  if (tcb->state == TCP_ESTABLISHED || (tcb->state == TCP_SYN_RECEIVED && !unsent))
    tcb_enter (tcb, TCP_FIN_WAIT_1, REASON_STATE_CLOSE_ACTIVE, step);
  tcp_user_timeout_arm (tcb, step);
  tcp_output (tcb, step);
  report_pending_fin (tcb, step);
}

/* CLOSE with octets unread: they are lost, and the peer must know (SHLD-3). */
static bool
loses_data (const struct tcb *tcb)
{
  bool reads = tcp_state_receives (tcb->state) || tcb->state == TCP_CLOSE_WAIT || tcb_is_early (tcb);
  return reads && tcb->receive_ring.length > 0;
}

/* The program itself gives up: what is unread is not for it any more. */
static void
end_by_program (struct tcb *tcb, enum tcp_reason reason, struct tcp_step *step)
{
  byte_ring_drop (&tcb->receive_ring, tcb->receive_ring.length);
  tcb_end (tcb, TCP_ERROR_RESET, reason, step);
}

/* A second CLOSE, or one when our FIN is already out; the first full CLOSE after a shutdown is no error. */
static bool
is_late_close (const struct tcb *tcb, bool full)
{
  return tcb->close_called && (!full || tcb->receive_closed);
}

static int
call_close (struct tcb *tcb, bool full, struct tcp_step *step)
{
  if (tcb->state == TCP_CLOSED)
    return refuse (tcb, REASON_CALL_ERROR_NO_CONNECTION, TCP_ERROR_NO_CONNECTION, step);
  if (is_late_close (tcb, full))
    return refuse (tcb, REASON_CALL_ERROR_CLOSING, TCP_ERROR_CLOSING, step);
  tcp_output_waiting (tcb, step);
  begin (tcb, full ? REASON_CALL_CLOSE : REASON_CALL_SHUTDOWN, 0, step);
  if (tcb->state == TCP_LISTEN || tcb->state == TCP_SYN_SENT)
    {
      tcb_end (tcb, TCP_OK, REASON_STATE_CLOSED_BY_CALL, step);
      return TCP_OK;
    }
  if (full && loses_data (tcb))
    {
      tcp_transmit_abort (tcb, REASON_SEND_RST_DATA_LOST, step);
      end_by_program (tcb, REASON_STATE_DATA_LOST, step);
      return TCP_OK;
    }
  tcb->receive_closed = tcb->receive_closed || full;
  if (!tcb->close_called)
    end_sending (tcb, step);
  else
    tcp_orphan_arm (tcb, step);
  return TCP_OK;
}

/* The other half of a half-close, which the RFC leaves to the user interface: octets that nobody will read are as if
 * read, so that the peer can go on to its end. */
static int
call_shutdown_read (struct tcb *tcb, struct tcp_step *step)
{
  if (tcb->state == TCP_CLOSED)
    return refuse (tcb, REASON_CALL_ERROR_NO_CONNECTION, TCP_ERROR_NO_CONNECTION, step);
  if (tcb->reading_shut)
    return TCP_OK;
  uint32_t unread = (uint32_t) tcb->receive_ring.length;
  begin (tcb, REASON_CALL_SHUTDOWN_READ, unread, step);
  tcb->reading_shut = true;
  if (unread > 0)
    {
      tcp_receive_read (tcb, NULL, unread);
      tcp_receive_offer (tcb, step);
    }
  return TCP_OK;
}

/* --- ABORT, §3.10.5 --- */

static int
call_abort (struct tcb *tcb, struct tcp_step *step)
{
  if (tcb->state == TCP_CLOSED)
    return refuse (tcb, REASON_CALL_ERROR_NO_CONNECTION, TCP_ERROR_NO_CONNECTION, step);
  begin (tcb, REASON_CALL_ABORT, 0, step);
  bool tell_peer = tcb->state == TCP_SYN_RECEIVED || tcp_state_receives (tcb->state) || tcb->state == TCP_CLOSE_WAIT;
  if (tell_peer)
    tcp_transmit_abort (tcb, REASON_SEND_RST_ABORT, step);
  end_by_program (tcb, REASON_STATE_ABORTED, step);
  return TCP_OK;
}

int
tcp_call (struct tcb *tcb, const struct tcp_user_call *call, struct tcp_step *step)
{
  switch (call->kind)
    {
    case TCP_CALL_OPEN:
      return call_open (tcb, call, step);
    case TCP_CALL_SEND:
      return call_send (tcb, call, step);
    case TCP_CALL_RECEIVE:
      return call_receive (tcb, call, step);
    case TCP_CALL_SHUTDOWN:
      return call_close (tcb, false, step);
    case TCP_CALL_SHUTDOWN_READ:
      return call_shutdown_read (tcb, step);
    case TCP_CALL_CLOSE:
      return call_close (tcb, true, step);
    case TCP_CALL_ABORT:
      return call_abort (tcb, step);
    }
  assert (!"a kind of call");
  return TCP_ERROR_NO_CONNECTION;
}
