#include "explain/state.h"

#include <glib/gi18n.h>
#include <string.h>

struct state_words
{
  const char *second_line; /* the name itself: a language without a second line leaves it as it is */
  const char *text;
  const char *other_names;
  const char *written[6]; /* every way it is written anywhere, for a search; ended by NULL */
};

static const struct state_words states[TCP_STATE_COUNT] = {
  [TCP_CLOSED]
  = { NC_ ("second line of a state", "CLOSED"),
      N_ ("There is no connection: both roles start here and end here. Any segment that arrives gets an RST, "
          "unless it is one."),
      N_ ("netstat: not listed · ss: UNCONN"),
      { "CLOSED", "UNCONN" } },
  [TCP_LISTEN]
  = { NC_ ("second line of a state", "LISTEN"),
      N_ ("The passive side waits for a SYN from anyone. It holds a port and two queues, not a connection, "
          "until the program closes it."),
      N_ ("netstat, ss: LISTEN · Windows: LISTENING"),
      { "LISTEN", "LISTENING", "收听" } },
  [TCP_SYN_SENT]
  = { NC_ ("second line of a state", "SYN-SENT"),
      N_ ("The active side has sent its SYN and waits for the answer: normally one round trip. If SYN or "
          "answer are lost, or a firewall drops them, up to about 3 minutes."),
      N_ ("netstat, Windows: SYN_SENT · ss: SYN-SENT"),
      { "SYN-SENT", "SYN_SENT", "SYN_SEND" } },
  [TCP_SYN_RECEIVED]
  = { NC_ ("second line of a state", "SYN-RECEIVED"),
      N_ ("A SYN came in, and our SYN and ACK are out; usually the passive side, in a simultaneous open "
          "both. It lasts when the third segment is lost, or in a SYN flood, until the repeats run "
          "out."),
      N_ ("netstat: SYN_RECV · ss: SYN-RECV · Windows: SYN_RECEIVED · in the figure: SYN-RCVD"),
      { "SYN-RECEIVED", "SYN_RECEIVED", "SYN_RECV", "SYN-RCVD" } },
  [TCP_ESTABLISHED]
  = { NC_ ("second line of a state", "ESTABLISHED"),
      N_ ("Both start numbers are known and confirmed; data can flow both ways. No timer ends it: without "
          "keep-alive an idle connection may stay for days, even if the other end is gone."),
      N_ ("netstat, Windows: ESTABLISHED · ss: ESTAB"),
      { "ESTABLISHED", "ESTAB" } },
  [TCP_FIN_WAIT_1]
  = { NC_ ("second line of a state", "FIN-WAIT-1"),
      N_ ("This side has closed; its FIN is out, or waits behind data, and is not yet acknowledged: normally one round "
          "trip. It lasts if the peer is unreachable or leaves no room."),
      N_ ("netstat: FIN_WAIT1 · ss: FIN-WAIT-1 · Windows: FIN_WAIT_1"),
      { "FIN-WAIT-1", "FIN_WAIT1" } },
  [TCP_FIN_WAIT_2]
  = { NC_ ("second line of a state", "FIN-WAIT-2"),
      N_ ("Our FIN is acknowledged, the peer has not sent its own, and we can still receive. It lasts until the peer’s "
          "program closes; the RFC sets no limit, systems often take 60 s once no program is left."),
      N_ ("netstat: FIN_WAIT2 · ss: FIN-WAIT-2 · Windows: FIN_WAIT_2"),
      { "FIN-WAIT-2", "FIN_WAIT2" } },
  [TCP_CLOSE_WAIT] = { NC_ ("second line of a state", "CLOSE-WAIT"),
                       N_ ("The peer’s FIN is here and acknowledged; now our own program should close, and until then "
                           "may still send. It "
                           "lasts as long as the program forgets to close: no timer helps."),
                       N_ ("netstat, Windows: CLOSE_WAIT · ss: CLOSE-WAIT"),
                       { "CLOSE-WAIT" } },
  [TCP_CLOSING] = { NC_ ("second line of a state", "CLOSING"),
                    N_ ("Both FINs crossed: we acknowledged theirs, ours is not acknowledged yet. Rare, at one host or "
                        "both, and normally over within a round trip."),
                    N_ ("netstat, ss, Windows: CLOSING"),
                    { "CLOSING" } },
  [TCP_LAST_ACK]
  = { NC_ ("second line of a state", "LAST-ACK"),
      N_ ("The side that closed second has sent its FIN and waits for the last ACK. It ends by that ACK, by "
          "an RST, or when the repeats run out."),
      N_ ("netstat, Windows: LAST_ACK · ss: LAST-ACK"),
      { "LAST-ACK" } },
  [TCP_TIME_WAIT] = { NC_ ("second line of a state", "TIME-WAIT"),
                      N_ ("The side that closed first (both, after a simultaneous close) has done everything and waits "
                          "2MSL: to acknowledge "
                          "a repeated FIN, and to let old segments die out. 240 s by the RFC, 60 s in Linux; a "
                          "repeated FIN restarts it."),
                      N_ ("netstat, Windows: TIME_WAIT · ss: TIME-WAIT"),
                      { "TIME-WAIT" } },
};

const char *
explain_state_second_line (enum tcp_state state)
{
  const char *name = states[state].second_line;
  const char *line = g_dpgettext2 (NULL, "second line of a state", name);

  return strcmp (line, name) != 0 ? line : "";
}

const char *
explain_state_text (enum tcp_state state)
{
  return _ (states[state].text);
}

const char *
explain_state_other_names (enum tcp_state state)
{
  return _ (states[state].other_names);
}

char *
explain_state_card (enum tcp_state state)
{
  return g_strdup_printf ("%s\n%s", explain_state_text (state), explain_state_other_names (state));
}

/* --- searching --- */

/* Octets: one letter is in nearly every name, one Chinese sign is not. */
#define LETTERS_MIN 2

/* Lower case letters and digits only. */
static char *
letters_of (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  GString *letters = g_string_new (NULL);

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isalnum (g_utf8_get_char (at)))
      g_string_append_unichar (letters, g_utf8_get_char (at));
  return g_string_free (letters, FALSE);
}

static bool
has_letters (const char *name, const char *letters)
{
  g_autofree char *its = letters_of (name);

  return strstr (its, letters) != NULL;
}

bool
explain_state_is_called (enum tcp_state state, const char *words)
{
  g_autofree char *letters = letters_of (words);

  if (strlen (letters) < LETTERS_MIN)
    return false;
  for (size_t i = 0; states[state].written[i] != NULL; i++)
    if (has_letters (states[state].written[i], letters))
      return true;
  return has_letters (explain_state_second_line (state), letters);
}
