/* What a lesson says at one of its steps, with the numbers of this run put in. */
#pragma once

#include "trace/trace.h"

/* The words with each name in braces replaced:
 *
 *   {A}, {B}           the names of the hosts
 *   {A.SND.NXT}        a variable of host A at that moment, by its name in the Variables page: SND.UNA, cwnd, RTO …
 *   {A.state}          its state, "FIN-WAIT-2"
 *   {A.connections}    how many connections its programs have
 *   {A.memory}         the room in octets that it has promised for what they may still receive, together
 *   {seq}, {ack} …     a value of the event, as explain/value.h has them
 *
 * id EVENT_NONE: before anything has happened. A name that is not known stays as it is written, a value that there is
 * not is "–". Free with g_free. */
char *explain_narration (const struct trace *trace, event_id id, const char *words);
