#include "cli/picture-words.h"

#include "explain/state.h"

#include <glib/gi18n.h>

/* Names in braces are values that the painter puts in; they stay as they are in every language. */
static const char *const words[WORD_COUNT] = {
  [WORD_CLIENT] = N_ ("Client {name}"),
  [WORD_SERVER] = N_ ("Server {name}"),
  [WORD_HOST] = N_ ("Host {name}"),
  [WORD_PORT] = N_ ("port {port}"),
  [WORD_ACTIVE_OPEN] = N_ ("active open"),
  [WORD_PASSIVE_OPEN] = N_ ("passive open"),
  [WORD_ACTIVE_CLOSE] = N_ ("active close"),
  [WORD_PASSIVE_CLOSE] = N_ ("passive close"),
  [WORD_NOTIFY_APPLICATION] = N_ ("notify application"),
  [WORD_CONNECT] = N_ ("connect"),
  [WORD_LISTEN] = N_ ("listen"),
  [WORD_SEND] = N_ ("send {octets}"),
  [WORD_READ] = N_ ("read {octets}"),
  [WORD_CLOSE] = N_ ("close"),
  [WORD_SHUTDOWN] = N_ ("end sending"),
  [WORD_ABORT] = N_ ("abort"),
  [WORD_END_OF_FILE] = N_ ("end of file"),
  [WORD_RESET] = N_ ("connection reset"),
  [WORD_REFUSED] = N_ ("connection refused"),
  [WORD_TIMED_OUT] = N_ ("timed out"),
  [WORD_NO_DESCRIPTOR] = N_ ("accept fails: too many open files"),
  [WORD_ACCEPT] = N_ ("accept"),
  [WORD_POWER_LOST] = N_ ("power lost"),
  [WORD_OUT_OF_ORDER] = N_ ("out of order: kept, not delivered"),
  [WORD_GAP_FILLED] = N_ ("hole filled: {octets} octets delivered"),
  [WORD_DATA_TRANSFER] = N_ ("data transfer"),
  [WORD_DATA_TRANSFER_A_TO_B] = N_ ("data transfer, A to B only"),
  [WORD_DATA_TRANSFER_B_TO_A] = N_ ("data transfer, B to A only"),
  [WORD_WAIT_2MSL] = N_ ("wait 2MSL"),
  [WORD_RTO] = N_ ("RTO"),
  [WORD_PERSIST] = N_ ("persist"),
  [WORD_DELAYED_ACK] = N_ ("delayed ACK"),
  [WORD_REORDERING] = N_ ("reordering"),
  [WORD_PTO] = N_ ("PTO"),
  [WORD_RESTARTED] = N_ ("restarted"),
  [WORD_NOT_DRAWN] = N_ ("{time} not drawn"),
  [WORD_OCTETS] = N_ ("{octets} octets"),
  [WORD_OCTET] = N_ ("{octets} octet"),
  [WORD_DUPLICATE_ACK] = N_ ("dup {n}"),
  [WORD_COPY] = N_ ("copy"),
  [WORD_CORRUPTED] = N_ ("corrupted"),
  [WORD_HELD] = N_ ("held"),
  [WORD_INJECTED] = N_ ("injected"),
  [WORD_NOT_SEEN] = N_ ("not seen"),
  [WORD_UNKNOWN] = N_ ("unknown"),
  [WORD_FIN_PENDING] = N_ ("FIN pending"),
  [WORD_GUESS] = N_ ("your answer"),
  [WORD_GUESS_NOBODY] = N_ ("nobody sends"),
  [WORD_GUESS_DATA] = N_ ("data"),
  [WORD_GUESS_REST] = N_ ("The rest is hidden until you answer."),
  [WORD_TIMES_ESTIMATED] = N_ ("times estimated"),
  [WORD_CAPTURED_HERE] = N_ ("captured here"),
  [WORD_LEGEND_STRANDS] = N_ ("Lifeline strands: inner = sends, outer = receives."),
  [WORD_LEGEND_OPEN] = N_ ("direction open"),
  [WORD_LEGEND_UNACKNOWLEDGED] = N_ ("SYN or FIN sent, not yet acknowledged"),
  [WORD_LEGEND_CLOSED] = N_ ("direction closed"),
  [WORD_LEGEND_DATA] = N_ ("data"),
  [WORD_LEGEND_ACK] = N_ ("ACK only"),
  [WORD_LEGEND_FIN] = N_ ("FIN"),
  [WORD_LEGEND_RETRANSMISSION] = N_ ("retransmission"),
  [WORD_LEGEND_LOST] = N_ ("lost"),
  [WORD_LEGEND_TIMER] = N_ ("timer runs, then fires"),
  [WORD_LEGEND_PROVEN] = N_ ("proven"),
  [WORD_LEGEND_INFERRED] = N_ ("inferred"),
  [WORD_LEGEND_UNKNOWN] = N_ ("unknown"),
  [WORD_CHART_LISTEN] = N_ ("listen"),
  [WORD_CHART_CONNECT] = N_ ("connect / SYN"),
  [WORD_CHART_SEND] = N_ ("send / SYN"),
  [WORD_CHART_CLOSE_LISTEN] = N_ ("close"),
  [WORD_CHART_CLOSE_SYN_SENT] = N_ ("close"),
  [WORD_CHART_SYN] = N_ ("SYN / SYN,ACK"),
  [WORD_CHART_SYN_ACK] = N_ ("SYN,ACK / ACK"),
  [WORD_CHART_ACK] = N_ ("ACK / nothing"),
  [WORD_CHART_RESET] = N_ ("RST / nothing"),
  [WORD_CHART_CLOSE] = N_ ("close / FIN"),
  [WORD_CHART_FIN] = N_ ("FIN / ACK"),
  [WORD_CHART_FIN_ACK] = N_ ("FIN,ACK / ACK"),
  [WORD_CHART_ACK_OF_FIN] = N_ ("ACK of FIN / nothing"),
  [WORD_CHART_2MSL] = N_ ("2MSL over"),
  [WORD_CHART_USUAL_CLIENT] = N_ ("usual path of a client"),
  [WORD_CHART_USUAL_SERVER] = N_ ("usual path of a server"),
  [WORD_CHART_UNUSUAL] = N_ ("unusual"),
  [WORD_CHART_WALKED] = N_ ("walked in this run"),
  [WORD_CHART_LEFT_OUT] = N_ ("left out in the figure of the RFC"),
  [WORD_CHART_ENDING] = N_ ("reset, abort or timeout: CLOSED"),
};

static const char *
say (void *user, enum diagram_word word)
{
  return words[word] != NULL ? _ (words[word]) : "";
}

static const char *
note_state (void *user, enum tcp_state state)
{
  const char *note = explain_state_second_line (state);

  return *note != '\0' ? note : NULL;
}

const struct diagram_words PICTURE_WORDS = { .word = say, .state_note = note_state };
