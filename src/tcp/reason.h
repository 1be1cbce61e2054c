/* Why something happened: the rule behind each event.
 *
 * reason.def lists them with the RFC and section; `explain` has the sentences. The engine knows no language. */
#pragma once

enum tcp_reason
{
#define REASON(id, rfc, section) REASON_##id,
#include "tcp/reason.def"
#undef REASON
  REASON_COUNT
};

/* "SEQ_OUT_OF_WINDOW" */
const char *reason_name (enum tcp_reason reason);

/* 9293; 0 when the reason is the simulator's or a capture's own. */
int reason_rfc (enum tcp_reason reason);

/* "3.10.7.4"; "" when there is none. */
const char *reason_section (enum tcp_reason reason);
