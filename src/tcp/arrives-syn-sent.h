/* SEGMENT ARRIVES in SYN-SENT, RFC 9293 §3.10.7.3. */
#pragma once

#include "tcp/tcb.h"

/* segment is a copy that is trimmed on the way. */
void tcp_arrives_syn_sent (struct tcb *tcb, struct segment *segment, struct tcp_step *step);
