#include "diagram/words.h"

#include <assert.h>
#include <stddef.h>

static const char *const english[WORD_COUNT] = {
  [WORD_CLIENT] = "Client {name}",
  [WORD_SERVER] = "Server {name}",
  [WORD_HOST] = "Host {name}",
  [WORD_PORT] = "port {port}",
  [WORD_ACTIVE_OPEN] = "active open",
  [WORD_PASSIVE_OPEN] = "passive open",
  [WORD_ACTIVE_CLOSE] = "active close",
  [WORD_PASSIVE_CLOSE] = "passive close",
  [WORD_NOTIFY_APPLICATION] = "notify application",
  [WORD_CONNECT] = "connect",
  [WORD_LISTEN] = "listen",
  [WORD_SEND] = "send {octets}",
  [WORD_READ] = "read {octets}",
  [WORD_CLOSE] = "close",
  [WORD_SHUTDOWN] = "shutdown",
  [WORD_ABORT] = "abort",
  [WORD_END_OF_FILE] = "end of file",
  [WORD_RESET] = "reset",
  [WORD_REFUSED] = "refused",
  [WORD_TIMED_OUT] = "timed out",
  [WORD_NO_DESCRIPTOR] = "accept fails: too many open files",
  [WORD_ACCEPT] = "accept",
  [WORD_POWER_LOST] = "power lost",
  [WORD_OUT_OF_ORDER] = "out of order: kept, not delivered",
  [WORD_GAP_FILLED] = "hole filled: {octets} octets delivered",
  [WORD_DATA_TRANSFER] = "data transfer",
  [WORD_DATA_TRANSFER_A_TO_B] = "data transfer, A to B only",
  [WORD_DATA_TRANSFER_B_TO_A] = "data transfer, B to A only",
  [WORD_WAIT_2MSL] = "wait 2MSL",
  [WORD_RTO] = "RTO",
  [WORD_PERSIST] = "persist",
  [WORD_DELAYED_ACK] = "delayed ACK",
  [WORD_REORDERING] = "reordering",
  [WORD_PTO] = "PTO",
  [WORD_RESTARTED] = "restarted",
  [WORD_NOT_DRAWN] = "{time} not drawn",
  [WORD_OCTETS] = "{octets} octets",
  [WORD_OCTET] = "{octets} octet",
  [WORD_DUPLICATE_ACK] = "dup {n}",
  [WORD_COPY] = "copy",
  [WORD_CORRUPTED] = "corrupted",
  [WORD_HELD] = "held",
  [WORD_INJECTED] = "injected",
  [WORD_NOT_SEEN] = "not seen",
  [WORD_UNKNOWN] = "unknown",
  [WORD_FIN_PENDING] = "FIN pending",
  [WORD_GUESS] = "your answer",
  [WORD_GUESS_NOBODY] = "nobody sends",
  [WORD_GUESS_DATA] = "data",
  [WORD_GUESS_REST] = "The rest is hidden until you answer.",
  [WORD_TIMES_ESTIMATED] = "times estimated",
  [WORD_CAPTURED_HERE] = "captured here",
  [WORD_LEGEND_STRANDS] = "Lifeline strands: inner = sends, outer = receives.",
  [WORD_LEGEND_OPEN] = "direction open",
  [WORD_LEGEND_UNACKNOWLEDGED] = "SYN or FIN sent, not yet acknowledged",
  [WORD_LEGEND_CLOSED] = "direction closed",
  [WORD_LEGEND_DATA] = "data",
  [WORD_LEGEND_ACK] = "ACK only",
  [WORD_LEGEND_FIN] = "FIN",
  [WORD_LEGEND_RETRANSMISSION] = "retransmission",
  [WORD_LEGEND_LOST] = "lost",
  [WORD_LEGEND_TIMER] = "timer runs, then fires",
  [WORD_LEGEND_PROVEN] = "proven",
  [WORD_LEGEND_INFERRED] = "inferred",
  [WORD_LEGEND_UNKNOWN] = "unknown",
  [WORD_CHART_LISTEN] = "listen",
  [WORD_CHART_CONNECT] = "connect / SYN",
  [WORD_CHART_SEND] = "send / SYN",
  [WORD_CHART_CLOSE_LISTEN] = "close",
  [WORD_CHART_CLOSE_SYN_SENT] = "close",
  [WORD_CHART_SYN] = "SYN / SYN,ACK",
  [WORD_CHART_SYN_ACK] = "SYN,ACK / ACK",
  [WORD_CHART_ACK] = "ACK / nothing",
  [WORD_CHART_RESET] = "RST / nothing",
  [WORD_CHART_CLOSE] = "close / FIN",
  [WORD_CHART_FIN] = "FIN / ACK",
  [WORD_CHART_FIN_ACK] = "FIN,ACK / ACK",
  [WORD_CHART_ACK_OF_FIN] = "ACK of FIN / nothing",
  [WORD_CHART_2MSL] = "2MSL over",
  [WORD_CHART_USUAL_CLIENT] = "usual path of a client",
  [WORD_CHART_USUAL_SERVER] = "usual path of a server",
  [WORD_CHART_UNUSUAL] = "unusual",
  [WORD_CHART_WALKED] = "walked in this run",
  [WORD_CHART_LEFT_OUT] = "left out in the figure of the RFC",
  [WORD_CHART_ENDING] = "reset, abort or timeout: CLOSED",
};

static const char *
english_word (void *user, enum diagram_word word)
{
  (void) user;
  assert ((size_t) word < WORD_COUNT);
  return english[word];
}

static const char *
english_state_note (void *user, enum tcp_state state)
{
  (void) user;
  (void) state;
  return NULL;
}

const struct diagram_words DIAGRAM_WORDS_ENGLISH = {
  .word = english_word,
  .state_note = english_state_note,
};

const char *
words_say (const struct diagram_words *words, enum diagram_word word)
{
  const char *said = words->word (words->user, word);

  return said != NULL && said[0] != '\0' ? said : english[word];
}
