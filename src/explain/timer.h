/* Timers and phases by name. */
#pragma once

#include "tcp/vars.h"

/* "RTO", "2MSL", "delayed ACK". */
const char *explain_timer_name (enum tcp_timer timer);

/* What happens when it runs out. */
const char *explain_timer_text (enum tcp_timer timer);

/* "slow start". */
const char *explain_phase_name (enum tcp_phase phase);
