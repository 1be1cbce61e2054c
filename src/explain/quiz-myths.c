/* The beliefs are those that teachers meet: about numbers by the slip behind each wrong choice, about states, senders
 * and bits by what was answered where. */
#include "explain/quiz-myths.h"

#include <glib/gi18n.h>

#define ANY (-1)

static const struct quiz_myth SLIPS[SLIP_COUNT] = {
  [SLIP_ACK_SAME] = { N_ ("ack repeats the number that came."),
                      N_ ("ack is the number that {host} expects next, not the one that has just come.") },
  [SLIP_ACK_LAST] = { N_ ("ack is the last number received."),
                      N_ ("ack is one past the last number that came, not that number itself.") },
  [SLIP_ACK_CONTROL]
  = { N_ ("SYN and FIN take no number."), N_ ("SYN and FIN take one number each, so ack counts them.") },
  [SLIP_ACK_OLD] = { N_ ("What comes is counted only in a later ack."),
                     N_ ("What has just come follows on what was there, so ack moves past it.") },
  [SLIP_ACK_GAP] = { N_ ("ack is the highest number that has come."),
                     N_ ("Something before it is missing: ack stays at the first number that {host} does not have.") },
  [SLIP_ACK_SEGMENT] = { N_ ("ack counts segments."), N_ ("ack counts octets, not segments.") },
  [SLIP_ACK_OWN] = { N_ ("seq and ack count the same octets."),
                     N_ ("That is a number of {host}’s own octets; ack counts those of {peer}.") },
  [SLIP_ACK_BACK] = { N_ ("A repeat is acknowledged with its own end."),
                      N_ ("ack names the first number that {host} does not have, whatever has come again.") },
  [SLIP_ACK_REFUSED]
  = { N_ ("Whatever comes is acknowledged."), N_ ("{host} does not accept that segment, so ack stays where it was.") },
  [SLIP_ACK_ZERO] = { N_ ("Numbers start at 0, as Wireshark shows them."),
                      N_ ("Such programs take the start number off; on the wire the numbers count on from it.") },
  [SLIP_SEQ_NEW]
  = { N_ ("What is sent again, or next, gets a new start number."),
      N_ ("A start number is chosen once, for the first SYN; everything after it, repeats as well, keeps to it.") },
  [SLIP_SEQ_PEER] = { N_ ("An answer counts on with the other side’s numbers."),
                      N_ ("That is a number of {peer}’s octets; seq counts those of {host}.") },
  [SLIP_SEQ_CONTROL] = { N_ ("The SYN takes no number, so the next seq is the same."),
                         N_ ("The start number is the SYN’s own; what follows the SYN counts on from it.") },
  [SLIP_SEQ_NEXT] = { N_ ("What is sent again counts on."), N_ ("What is sent again keeps the number that it had.") },
  [SLIP_SEQ_AGAIN] = { N_ ("seq stays where it was until the ACK comes."),
                       N_ ("Those numbers have been sent; what follows gets the next ones.") },
  [SLIP_SEQ_ECHO] = { N_ ("seq repeats the ack that came."),
                      N_ ("seq goes on where {host} has got to; the ack that came only says what {peer} has.") },
  [SLIP_SEQ_ZERO] = { N_ ("Sequence numbers start at 0."),
                      N_ ("Numbers do not begin at 0 or 1: each side chooses a start that is hard to guess.") },
  [SLIP_ONE_MORE] = { N_ ("An ACK without data takes a number, too."),
                      N_ ("Only SYN, FIN and octets of data take numbers; a pure ACK takes none.") },
};

static const struct quiz_myth OF_RESET
    = { N_ ("An RST has numbers of its own."),
        N_ ("An RST that answers an ACK takes its seq from that ack, so that the peer believes it.") };

static const struct
{
  int right;    /* enum tcp_state */
  int answered; /* enum tcp_state */
  int before;
  int moment; /* enum tcp_reason */
  struct quiz_myth myth;
} STATES[] = {
  { TCP_SYN_RECEIVED,
    TCP_ESTABLISHED,
    ANY,
    ANY,
    { N_ ("Who has answered the SYN is connected."),
      N_ ("{host} waits for the ACK of its own SYN: only that proves that {peer} is there and knows {host}’s start "
          "number.") } },
  { TCP_SYN_SENT,
    TCP_ESTABLISHED,
    ANY,
    REASON_ARRIVE_SYN_ACK,
    { N_ ("Any SYN with an ACK connects."),
      N_ ("Its ack does not confirm {host}’s SYN: it answers something else, and gets an RST.") } },
  { TCP_SYN_SENT,
    TCP_ESTABLISHED,
    ANY,
    ANY,
    { N_ ("connect is done when the SYN is out."), N_ ("{host} has only asked; it waits for the answer.") } },
  { TCP_SYN_SENT,
    TCP_CLOSED,
    ANY,
    REASON_ARRIVE_RST,
    { N_ ("Any RST ends a connection."),
      N_ ("This one acknowledges nothing, so it is no answer to the SYN: {host} ignores it.") } },
  { TCP_ESTABLISHED,
    TCP_CLOSED,
    ANY,
    REASON_ARRIVE_RST,
    { N_ ("Any RST ends a connection."),
      N_ ("Only an RST with exactly the number expected next does; for another one {host} asks {peer} first.") } },
  { TCP_ESTABLISHED,
    TCP_CLOSED,
    ANY,
    REASON_ARRIVE_SYN,
    { N_ ("A SYN resets a connection that is there."),
      N_ ("Anyone could forge it: {host} keeps the connection and asks {peer} with an ACK.") } },
  { TCP_ESTABLISHED,
    TCP_SYN_RECEIVED,
    ANY,
    REASON_ARRIVE_SYN,
    { N_ ("A SYN between the same ends opens a second connection."),
      N_ ("Addresses and ports are the connection: {host} keeps it and asks {peer} with an ACK.") } },
  { TCP_ESTABLISHED,
    TCP_SYN_RECEIVED,
    TCP_SYN_RECEIVED,
    REASON_ARRIVE_DATA,
    { N_ ("Data cannot come before the third segment of the handshake."),
      N_ ("Its ack confirms {host}’s SYN: any such segment completes the handshake.") } },
  { TCP_LISTEN,
    TCP_CLOSED,
    TCP_SYN_RECEIVED,
    ANY,
    { N_ ("An RST closes the listener, too."), N_ ("The attempt is gone; {host}’s program goes on listening.") } },
  { TCP_LISTEN,
    TCP_ESTABLISHED,
    ANY,
    REASON_ARRIVE_ACK,
    { N_ ("An ACK can open a connection."), N_ ("Only a SYN can; {host} refuses with an RST.") } },
  { TCP_CLOSE_WAIT,
    TCP_CLOSED,
    TCP_CLOSE_WAIT,
    ANY,
    { N_ ("A timeout ends CLOSE-WAIT."),
      N_ ("No timer runs here: only {host}’s own program can go on, by closing.") } },
  { TCP_CLOSE_WAIT,
    TCP_LAST_ACK,
    TCP_CLOSE_WAIT,
    ANY,
    { N_ ("A timeout ends CLOSE-WAIT."),
      N_ ("No timer runs here: only {host}’s own program can go on, by closing.") } },
  { TCP_CLOSE_WAIT,
    TCP_CLOSED,
    ANY,
    ANY,
    { N_ ("A FIN closes the connection."),
      N_ ("It ends one direction: {host} may still send until its own program closes.") } },
  { TCP_CLOSE_WAIT,
    TCP_LAST_ACK,
    ANY,
    ANY,
    { N_ ("A FIN is answered with a FIN."),
      N_ ("LAST-ACK comes when {host}’s own program has closed; until then it is CLOSE-WAIT.") } },
  { TCP_CLOSE_WAIT,
    TCP_TIME_WAIT,
    ANY,
    ANY,
    { N_ ("Who gets the FIN waits in TIME-WAIT."), N_ ("TIME-WAIT is for the side that closed first.") } },
  { TCP_LAST_ACK,
    TCP_TIME_WAIT,
    ANY,
    ANY,
    { N_ ("Both sides wait in TIME-WAIT."), N_ ("Only who closed first does; {host} is done with the last ACK.") } },
  { TCP_CLOSED,
    TCP_TIME_WAIT,
    TCP_LAST_ACK,
    ANY,
    { N_ ("Both sides wait in TIME-WAIT."), N_ ("Only who closed first does; {host} is done with the last ACK.") } },
  { TCP_CLOSED,
    TCP_TIME_WAIT,
    ANY,
    ANY,
    { N_ ("Every end goes through TIME-WAIT."), N_ ("Only an orderly close does, at the side that closed first.") } },
  { TCP_TIME_WAIT,
    TCP_CLOSED,
    ANY,
    ANY,
    { N_ ("After the last ACK all is over."),
      N_ ("That ACK may be lost, and the FIN come again: {host} stays for 2MSL to answer it.") } },
  { TCP_TIME_WAIT,
    TCP_CLOSING,
    ANY,
    ANY,
    { N_ ("CLOSING is the usual state of a close."),
      N_ ("It is there only when the two FINs cross; this one confirms {host}’s own.") } },
  { TCP_TIME_WAIT,
    TCP_FIN_WAIT_2,
    TCP_FIN_WAIT_1,
    ANY,
    { N_ ("A close always has four segments."), N_ ("A FIN that also confirms {host}’s own jumps over FIN-WAIT-2.") } },
  { TCP_CLOSING,
    TCP_TIME_WAIT,
    ANY,
    ANY,
    { N_ ("The other side’s FIN confirms one’s own."),
      N_ ("Look at its ack: {host}’s own FIN is not confirmed yet.") } },
  { TCP_FIN_WAIT_2,
    TCP_CLOSED,
    ANY,
    REASON_ARRIVE_DATA,
    { N_ ("After one’s own FIN no data may come."), N_ ("A FIN ends only {host}’s direction; {peer} may send on.") } },
  { TCP_FIN_WAIT_2,
    TCP_CLOSED,
    ANY,
    ANY,
    { N_ ("The ACK of the FIN ends the connection."),
      N_ ("A FIN ends only {host}’s direction; {peer} may send on.") } },
  { TCP_FIN_WAIT_2,
    TCP_TIME_WAIT,
    ANY,
    ANY,
    { N_ ("TIME-WAIT begins with the ACK of the FIN."), N_ ("It begins when the FIN of {peer} has come, too.") } },
  { TCP_FIN_WAIT_1,
    TCP_CLOSED,
    ANY,
    ANY,
    { N_ ("close ends the connection at once."), N_ ("{host} has sent its FIN, and waits for the ACK of it.") } },
};

/* By what the engine did. */
static const struct
{
  int reason;  /* enum tcp_reason of the moment, the segment sent or what was noted */
  bool nobody; /* "nobody sends" is the wrong answer; else that somebody does */
  struct quiz_myth myth;
} SENDERS[] = {
  { REASON_DISCARD_SEQ_OLD,
    true,
    { N_ ("A duplicate is ignored in silence."),
      N_ ("The ACK may be what was lost, so {host} says again how far it is.") } },
  { REASON_SEND_ACK_REPEATED_FIN,
    true,
    { N_ ("A duplicate is ignored in silence."),
      N_ ("The ACK may be what was lost, so {host} says again how far it is.") } },
  { REASON_SEND_ACK_OUT_OF_ORDER,
    true,
    { N_ ("What comes too early is thrown away."),
      N_ ("{host} keeps it, and says at once what is missing before it.") } },
  { REASON_SEND_RST_CLOSED,
    true,
    { N_ ("Where nobody listens nobody answers."), N_ ("{host} is up and has no such connection: an RST says so.") } },
  { REASON_TIMER_PERSIST_EXPIRED,
    true,
    { N_ ("A closed window is waited for in silence."),
      N_ ("The news that it is open again may be lost, so {host} must ask.") } },
  { REASON_SEND_CHALLENGE_RST,
    true,
    { N_ ("Any RST ends a connection."),
      N_ ("Only an RST with exactly the number expected next does; for another one {host} asks {peer} first.") } },
  { REASON_DISCARD_CHECKSUM,
    false,
    { N_ ("TCP complains about damaged segments."),
      N_ ("Nothing in it can be trusted, so it is dropped in silence; what is not acknowledged is sent again.") } },
  { REASON_ARRIVE_RST, false, { N_ ("An RST is answered."), N_ ("Nothing answers an RST.") } },
  { REASON_ARRIVE_ACK,
    false,
    { N_ ("Every segment is acknowledged, ACKs as well."),
      N_ ("A pure ACK is not acknowledged: otherwise ACKs would never end.") } },
  { REASON_CALL_SEND,
    false,
    { N_ ("What the program writes is sent at once."),
      N_ ("It may have to wait: for an ACK, for room in the window, or for a full segment.") } },
};

static const struct quiz_myth FIN_WITH_FIN
    = { N_ ("A FIN is answered with a FIN."),
        N_ ("The ACK is due at once; the FIN is for {host}’s program to send, which may still have data.") };

static const struct quiz_myth NONE = { NULL, NULL };

static int
reason_of (const struct trace *trace, event_id id)
{
  return id != EVENT_NONE ? trace_get (trace, id)->reason : ANY;
}

/* The newest thing that happened; ANY in silence. */
static int
moment_of (const struct trace *trace, const struct quiz_question *question)
{
  return question->moment_count > 0 ? reason_of (trace, question->moments[question->moment_count - 1]) : ANY;
}

static struct quiz_myth
of_state (const struct trace *trace, const struct quiz_question *question, const struct quiz_answer *answer)
{
  int moment = moment_of (trace, question);

  for (gsize i = 0; i < G_N_ELEMENTS (STATES); i++)
    if (STATES[i].right == question->key.state && STATES[i].answered == answer->state
        && (STATES[i].before == ANY || STATES[i].before == question->before)
        && (STATES[i].moment == ANY || STATES[i].moment == moment))
      return STATES[i].myth;
  return NONE;
}

static struct quiz_myth
of_sender (const struct trace *trace, const struct quiz_question *question, const struct quiz_answer *answer)
{
  bool nobody = answer->sender == HOST_NONE;
  const int reasons[]
      = { reason_of (trace, question->remark), reason_of (trace, question->send), moment_of (trace, question) };

  if (!nobody && question->key.sender != HOST_NONE)
    return NONE;
  for (gsize i = 0; i < G_N_ELEMENTS (SENDERS); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (reasons); j++)
      if (SENDERS[i].nobody == nobody && SENDERS[i].reason == reasons[j])
        return SENDERS[i].myth;
  return NONE;
}

static struct quiz_myth
of_bits (const struct trace *trace, const struct quiz_question *question, const struct quiz_answer *answer)
{
  bool extra_fin = (answer->flags & ~question->key.flags & TCP_FIN) != 0;

  return extra_fin && moment_of (trace, question) == REASON_ARRIVE_FIN ? FIN_WITH_FIN : NONE;
}

static struct quiz_myth
of_number (const struct quiz_choice *choices, int taken)
{
  return taken >= 0 ? SLIPS[choices[taken].slip] : NONE;
}

struct quiz_myth
quiz_find_myth (const struct trace *trace, const struct quiz_question *question, const struct quiz_answer *answer,
                enum quiz_field field)
{
  switch (field)
    {
    case QUIZ_SENDER:
      return of_sender (trace, question, answer);
    case QUIZ_BITS:
      return answer->sender != HOST_NONE ? of_bits (trace, question, answer) : NONE;
    case QUIZ_SEQ:
      if (answer->seq >= 0 && (question->key.flags & (TCP_RST | TCP_ACK)) == TCP_RST)
        return OF_RESET;
      return of_number (question->seqs, answer->seq);
    case QUIZ_ACK:
      return of_number (question->acks, answer->ack);
    case QUIZ_STATE:
      return of_state (trace, question, answer);
    case QUIZ_FIELD_COUNT:
      break;
    }
  return NONE;
}
