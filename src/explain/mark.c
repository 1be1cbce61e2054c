#include "explain/mark.h"

#include <glib/gi18n.h>

struct mark_words
{
  enum trace_mark mark;
  const char *name;
  const char *text;
};

static const struct mark_words marks[] = {
  { MARK_RETRANSMISSION, N_ ("retransmission"), N_ ("Its octets were seen before: it is sent again.") },
  { MARK_FAST_RETRANSMISSION, N_ ("fast retransmission"),
    N_ ("It follows on three duplicate ACKs: the sender did not wait for its timer.") },
  { MARK_DUPLICATE_ACK, N_ ("duplicate ACK"),
    N_ ("It repeats an earlier ACK while octets are outstanding: something arrived out of order.") },
  { MARK_OUT_OF_ORDER, N_ ("out of order"), N_ ("It was overtaken by segments that were sent after it.") },
  { MARK_ZERO_WINDOW, N_ ("zero window"), N_ ("Its sender has no room: the other side must stop.") },
  { MARK_WINDOW_PROBE, N_ ("window probe"), N_ ("It asks whether the closed window has opened.") },
  { MARK_KEEPALIVE, N_ ("keep-alive"), N_ ("It repeats an old number, so that the other side must answer.") },
  { MARK_WINDOW_UPDATE, N_ ("window update"), N_ ("It acknowledges nothing new but offers more room.") },
  { MARK_GAP_BEFORE, N_ ("gap before"), N_ ("Octets before it were not captured.") },
  { MARK_SPURIOUS, N_ ("needless"), N_ ("Everything in it had been acknowledged already.") },
  { MARK_ESTIMATED_TIME, N_ ("time estimated"), N_ ("The time at this end is an estimate.") },
  { MARK_KEEPALIVE_ACK, N_ ("keep-alive answer"), N_ ("It answers a keep-alive: this side is still there.") },
  { MARK_WINDOW_PROBE_ACK, N_ ("probe answer"), N_ ("It answers a window probe: there is still no room.") },
  { MARK_WINDOW_FULL, N_ ("window full"), N_ ("It fills the window that the other side offered.") },
  { MARK_ACK_OF_UNSEEN, N_ ("ACK of unseen octets"), N_ ("It acknowledges octets that were not captured.") },
  { MARK_REUSED_PORTS, N_ ("ports used again"), N_ ("An older connection had the same addresses and ports.") },
};

const char *
explain_mark_name (enum trace_mark mark)
{
  for (size_t i = 0; i < G_N_ELEMENTS (marks); i++)
    if (marks[i].mark == mark)
      return _ (marks[i].name);
  return "";
}

const char *
explain_mark_text (enum trace_mark mark)
{
  for (size_t i = 0; i < G_N_ELEMENTS (marks); i++)
    if (marks[i].mark == mark)
      return _ (marks[i].text);
  return "";
}
