/* The words of the picture. The painter knows no language: whoever draws gives a function that says them. */
#pragma once

#include "tcp/state.h"

enum diagram_word
{
  WORD_CLIENT, /* "Client {name}": the host that opened actively */
  WORD_SERVER, /* "Server {name}": the host that listened */
  WORD_HOST,   /* "Host {name}": both opened actively */
  WORD_PORT,   /* "port {port}" */
  WORD_ACTIVE_OPEN,
  WORD_PASSIVE_OPEN,
  WORD_ACTIVE_CLOSE,
  WORD_PASSIVE_CLOSE,
  WORD_NOTIFY_APPLICATION,
  WORD_CONNECT, /* margin notes of the window: what the program called or was told */
  WORD_LISTEN,
  WORD_SEND, /* "send {octets}" */
  WORD_READ, /* "read {octets}" */
  WORD_CLOSE,
  WORD_SHUTDOWN,
  WORD_ABORT,
  WORD_END_OF_FILE,
  WORD_RESET,
  WORD_REFUSED,
  WORD_TIMED_OUT,
  WORD_NO_DESCRIPTOR, /* accept fails */
  WORD_ACCEPT,        /* what waited because of that */
  WORD_POWER_LOST,    /* the host crashed */
  WORD_OUT_OF_ORDER,  /* "out of order: kept, not delivered": a note goes on in a second line behind the colon */
  WORD_GAP_FILLED,    /* "hole filled: {octets} octets delivered" */
  WORD_DATA_TRANSFER,
  WORD_DATA_TRANSFER_A_TO_B,
  WORD_DATA_TRANSFER_B_TO_A,
  WORD_WAIT_2MSL,
  WORD_RTO,
  WORD_PERSIST,
  WORD_DELAYED_ACK,
  WORD_REORDERING,
  WORD_PTO,
  WORD_RESTARTED,     /* a timer that was set again before it fired */
  WORD_NOT_DRAWN,     /* "{time} not drawn" */
  WORD_OCTETS,        /* "{octets} octets" */
  WORD_OCTET,         /* "{octets} octet": of one; "" or NULL takes WORD_OCTETS */
  WORD_DUPLICATE_ACK, /* "dup {n}" */
  WORD_COPY,          /* a copy that the link made */
  WORD_CORRUPTED,
  WORD_HELD,
  WORD_INJECTED, /* no host sent it */
  WORD_NOT_SEEN, /* capture: "not seen" */
  WORD_UNKNOWN,  /* capture: state unknown */
  WORD_FIN_PENDING,
  WORD_GUESS,        /* "your answer": what someone says comes next */
  WORD_GUESS_NOBODY, /* "nobody sends" */
  WORD_GUESS_DATA,
  WORD_GUESS_REST, /* what is not shown before the guess is made */
  WORD_TIMES_ESTIMATED,
  WORD_CAPTURED_HERE,
  WORD_LEGEND_STRANDS, /* "Lifeline strands: inner = sends, outer = receives." */
  WORD_LEGEND_OPEN,
  WORD_LEGEND_UNACKNOWLEDGED,
  WORD_LEGEND_CLOSED,
  WORD_LEGEND_DATA,
  WORD_LEGEND_ACK,
  WORD_LEGEND_FIN,
  WORD_LEGEND_RETRANSMISSION,
  WORD_LEGEND_LOST,
  WORD_LEGEND_TIMER,
  WORD_LEGEND_PROVEN,
  WORD_LEGEND_INFERRED,
  WORD_LEGEND_UNKNOWN,
  WORD_CHART_LISTEN, /* edges of the chart: "{what happens} / {what is done}" */
  WORD_CHART_CONNECT,
  WORD_CHART_SEND,
  WORD_CHART_CLOSE_LISTEN,
  WORD_CHART_CLOSE_SYN_SENT,
  WORD_CHART_SYN,
  WORD_CHART_SYN_ACK,
  WORD_CHART_ACK,
  WORD_CHART_RESET,
  WORD_CHART_CLOSE,
  WORD_CHART_FIN,
  WORD_CHART_FIN_ACK,
  WORD_CHART_ACK_OF_FIN,
  WORD_CHART_2MSL,
  WORD_CHART_USUAL_CLIENT, /* its legend */
  WORD_CHART_USUAL_SERVER,
  WORD_CHART_UNUSUAL,
  WORD_CHART_WALKED,
  WORD_CHART_LEFT_OUT,
  WORD_CHART_ENDING,
  WORD_COUNT,
};

struct diagram_words
{
  void *user;

  /* The text of a word, with its {name} placeholder still in it; static or owned by user. "" or NULL: the English one
   * is taken. */
  const char *(*word) (void *user, enum diagram_word word);

  /* The second line of a state's band ("同步已发送"), or NULL when the language needs none. */
  const char *(*state_note) (void *user, enum tcp_state state);
};

/* Plain English without any library: what tests use, and the fallback. */
extern const struct diagram_words DIAGRAM_WORDS_ENGLISH;

/* The text of a word: what `words` says, else the English one. */
const char *words_say (const struct diagram_words *words, enum diagram_word word);
