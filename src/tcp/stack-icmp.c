/* ICMP on its way to the connection that it is about. */
#include "tcp/icmp.h"
#include "tcp/report.h"
#include "tcp/stack-sockets.h"

/* An error about a connection of ours. In TIME-WAIT nobody is left to be told. */
static struct socket *
find_quoted (const struct tcp_stack *stack, const struct icmp_error *error)
{
  struct socket *socket = stack_find_connection (stack, &error->source, &error->destination);
  return socket != NULL && socket->tcb.state != TCP_TIME_WAIT ? socket : NULL;
}

void
stack_icmp_input (struct tcp_stack *stack, const uint8_t *octets, size_t length, struct tcp_step *step)
{
  struct icmp_error error;
  struct wire_fault fault = icmp_error_read (octets, length, &error);
  bool about_nothing = fault.kind == WIRE_ICMP_NO_ERROR || fault.kind == WIRE_ICMP_NO_QUOTE;
  if (fault.kind != WIRE_OK && !about_nothing)
    {
      tcp_report_discard (NULL, REASON_DISCARD_MALFORMED, NULL, step);
      return;
    }
  if (!stack_owns (stack, &error.to))
    {
      tcp_report_discard (NULL, REASON_DISCARD_OTHER_HOST, NULL, step);
      return;
    }
  struct socket *socket = about_nothing ? NULL : find_quoted (stack, &error);
  if (socket == NULL)
    {
      enum tcp_reason reason = about_nothing ? REASON_DISCARD_ICMP_OTHER : REASON_DISCARD_ICMP_NO_CONNECTION;
      tcp_report_discard (NULL, reason, NULL, step);
      return;
    }
  tcp_icmp_error (&socket->tcb, &error, step);
  stack_settle (stack, socket, step);
}
