/* Every kind of segment in every state: no cell of the matrix is undefined. */
#include "bench.h"

enum column
{
  CLOSED = 1 << 0,
  LISTEN = 1 << 1,
  SS = 1 << 2,
  SRP = 1 << 3, /* SYN-RECEIVED from a passive open */
  SRA = 1 << 4, /* from an active one */
  ES = 1 << 5,
  F1 = 1 << 6,
  F2 = 1 << 7,
  CW = 1 << 8,
  CG = 1 << 9,
  LA = 1 << 10,
  TW = 1 << 11,
};

#define COLUMNS 12
#define SYNCHRONIZED (ES | F1 | F2 | CW | CG | LA | TW)
#define WITH_PEER (SRP | SRA | SYNCHRONIZED)
#define SAME (-1)
#define GONE (-2) /* the child is no more */
#define NOTHING REASON_COUNT

/* R is RCV.NXT, S SND.NXT, U SND.UNA, all relative; P is the number of the peer's FIN where it has arrived, else R. */
enum kind
{
  SYN_IN_WINDOW,  /* S R+100 */
  SYN_OUTSIDE,    /* S 0 */
  SYN_ACK_GOOD,   /* S. 0 ack S */
  SYN_ACK_BAD,    /* S. 0 ack S+5 */
  ACK_NEW,        /* . R ack S */
  ACK_OLD,        /* . R ack U */
  ACK_OF_UNSENT,  /* . R ack S+1 */
  DATA_IN_ORDER,  /* P. R+5 ack U, in SYN-RECEIVED ack S */
  DATA_AFTER_GAP, /* the same 10 later */
  DATA_OLD,       /* the same 6 earlier */
  FIN_UNACKED,    /* F. P ack U, in SYN-RECEIVED ack S */
  FIN_ACKS_FIN,   /* F. P ack S */
  RST_EXACT,      /* R R */
  RST_IN_WINDOW,  /* R R+100 */
  RST_OUTSIDE,    /* R R+20000 */
  NO_CONTROL,     /* none R+5 */
  KINDS,
};

static const struct rule
{
  enum kind kind;
  guint columns;
  enum tcp_reason saw;
  enum tcp_reason sent;
  int next;
} rules[] = {
  { SYN_IN_WINDOW, CLOSED, REASON_ARRIVE_SYN, REASON_SEND_RST_CLOSED, SAME },
  { SYN_IN_WINDOW, LISTEN, REASON_STATE_SYN_ARRIVED, REASON_SEND_SYN_ACK, SAME },
  { SYN_IN_WINDOW, SS, REASON_STATE_SYN_CROSSED, REASON_SEND_SYN_ACK_SIMULTANEOUS, TCP_SYN_RECEIVED },
  { SYN_IN_WINDOW, SRP, REASON_STATE_BACK_TO_LISTEN, NOTHING, GONE },
  { SYN_IN_WINDOW, SRA | ES | F1 | F2 | CW | CG | LA, REASON_DISCARD_SYN, REASON_SEND_CHALLENGE_SYN, SAME },
  { SYN_IN_WINDOW, TW, REASON_DISCARD_SYN_TIME_WAIT, NOTHING, SAME },

  { SYN_OUTSIDE, CLOSED, REASON_ARRIVE_SYN, REASON_SEND_RST_CLOSED, SAME },
  { SYN_OUTSIDE, LISTEN, REASON_STATE_SYN_ARRIVED, REASON_SEND_SYN_ACK, SAME },
  { SYN_OUTSIDE, SS, REASON_STATE_SYN_CROSSED, REASON_SEND_SYN_ACK_SIMULTANEOUS, TCP_SYN_RECEIVED },
  { SYN_OUTSIDE, SRP, REASON_DISCARD_SEQ_OLD, REASON_RETRANSMIT_SYN_ACK_ASKED, SAME },
  { SYN_OUTSIDE, SRA, REASON_DISCARD_SEQ_OLD, REASON_SEND_ACK_UNACCEPTABLE, SAME },
  { SYN_OUTSIDE, ES | F1 | F2 | CW | CG | LA, REASON_DISCARD_SYN, REASON_SEND_CHALLENGE_SYN, SAME },
  { SYN_OUTSIDE, TW, REASON_DISCARD_SYN_TIME_WAIT, NOTHING, SAME },

  { SYN_ACK_GOOD, CLOSED, REASON_ARRIVE_SYN_ACK, REASON_SEND_RST_CLOSED, SAME },
  { SYN_ACK_GOOD, LISTEN, REASON_ARRIVE_SYN_ACK, REASON_SEND_RST_LISTEN, SAME },
  { SYN_ACK_GOOD, SS, REASON_STATE_SYN_ACKED, REASON_SEND_ACK_OF_SYN, TCP_ESTABLISHED },
  { SYN_ACK_GOOD, SRP, REASON_DISCARD_SEQ_OLD, REASON_SEND_ACK_UNACCEPTABLE, SAME },
  { SYN_ACK_GOOD, SRA, REASON_STATE_HANDSHAKE_DONE, NOTHING, TCP_ESTABLISHED },
  { SYN_ACK_GOOD, SYNCHRONIZED, REASON_DISCARD_SEQ_OLD, REASON_SEND_ACK_UNACCEPTABLE, SAME },

  { SYN_ACK_BAD, CLOSED, REASON_ARRIVE_SYN_ACK, REASON_SEND_RST_CLOSED, SAME },
  { SYN_ACK_BAD, LISTEN, REASON_ARRIVE_SYN_ACK, REASON_SEND_RST_LISTEN, SAME },
  { SYN_ACK_BAD, SS, REASON_DISCARD_SYN_SENT_BAD_ACK, REASON_SEND_RST_SYN_SENT, SAME },
  { SYN_ACK_BAD, WITH_PEER, REASON_DISCARD_SEQ_OLD, REASON_SEND_ACK_UNACCEPTABLE, SAME },

  { ACK_NEW, CLOSED, REASON_ARRIVE_ACK, REASON_SEND_RST_CLOSED, SAME },
  { ACK_NEW, LISTEN, REASON_ARRIVE_ACK, REASON_SEND_RST_LISTEN, SAME },
  { ACK_NEW, SS, REASON_DISCARD_SYN_SENT_OTHER, NOTHING, SAME },
  { ACK_NEW, SRP | SRA, REASON_STATE_HANDSHAKE_DONE, NOTHING, TCP_ESTABLISHED },
  { ACK_NEW, ES | CW, REASON_UPDATE_ACK_NEW, NOTHING, SAME },
  { ACK_NEW, F1, REASON_STATE_FIN_ACKED, NOTHING, TCP_FIN_WAIT_2 },
  { ACK_NEW, F2 | TW, REASON_ARRIVE_ACK, NOTHING, SAME },
  { ACK_NEW, CG, REASON_STATE_CLOSING_ACKED, NOTHING, TCP_TIME_WAIT },
  { ACK_NEW, LA, REASON_STATE_LAST_ACK_ACKED, NOTHING, TCP_CLOSED },

  { ACK_OLD, CLOSED, REASON_ARRIVE_ACK, REASON_SEND_RST_CLOSED, SAME },
  { ACK_OLD, LISTEN, REASON_ARRIVE_ACK, REASON_SEND_RST_LISTEN, SAME },
  { ACK_OLD, SS, REASON_DISCARD_SYN_SENT_BAD_ACK, REASON_SEND_RST_SYN_SENT, SAME },
  { ACK_OLD, SRP | SRA, REASON_DISCARD_SYN_RECEIVED_BAD_ACK, REASON_SEND_RST_SYN_RECEIVED, SAME },
  { ACK_OLD, F1 | CG | LA, REASON_UPDATE_ACK_DUPLICATE, NOTHING, SAME },
  { ACK_OLD, ES | F2 | CW | TW, REASON_ARRIVE_ACK, NOTHING, SAME },

  { ACK_OF_UNSENT, CLOSED, REASON_ARRIVE_ACK, REASON_SEND_RST_CLOSED, SAME },
  { ACK_OF_UNSENT, LISTEN, REASON_ARRIVE_ACK, REASON_SEND_RST_LISTEN, SAME },
  { ACK_OF_UNSENT, SS, REASON_DISCARD_SYN_SENT_BAD_ACK, REASON_SEND_RST_SYN_SENT, SAME },
  { ACK_OF_UNSENT, SRP | SRA, REASON_DISCARD_SYN_RECEIVED_BAD_ACK, REASON_SEND_RST_SYN_RECEIVED, SAME },
  { ACK_OF_UNSENT, SYNCHRONIZED, REASON_DISCARD_ACK_OF_UNSENT, REASON_SEND_ACK_OF_UNSENT, SAME },

  { DATA_IN_ORDER, CLOSED, REASON_ARRIVE_DATA, REASON_SEND_RST_CLOSED, SAME },
  { DATA_IN_ORDER, LISTEN, REASON_ARRIVE_DATA, REASON_SEND_RST_LISTEN, SAME },
  { DATA_IN_ORDER, SS, REASON_DISCARD_SYN_SENT_BAD_ACK, REASON_SEND_RST_SYN_SENT, SAME },
  { DATA_IN_ORDER, SRP | SRA, REASON_DELIVER_IN_ORDER, NOTHING, TCP_ESTABLISHED },
  { DATA_IN_ORDER, ES | F1 | F2, REASON_DELIVER_IN_ORDER, NOTHING, SAME },
  { DATA_IN_ORDER, CW | CG | LA | TW, REASON_DISCARD_TEXT_AFTER_FIN, NOTHING, SAME },

  { DATA_AFTER_GAP, CLOSED, REASON_ARRIVE_DATA, REASON_SEND_RST_CLOSED, SAME },
  { DATA_AFTER_GAP, LISTEN, REASON_ARRIVE_DATA, REASON_SEND_RST_LISTEN, SAME },
  { DATA_AFTER_GAP, SS, REASON_DISCARD_SYN_SENT_BAD_ACK, REASON_SEND_RST_SYN_SENT, SAME },
  { DATA_AFTER_GAP, SRP | SRA, REASON_UPDATE_HELD_OUT_OF_ORDER, REASON_SEND_ACK_OUT_OF_ORDER, TCP_ESTABLISHED },
  { DATA_AFTER_GAP, ES | F1 | F2, REASON_UPDATE_HELD_OUT_OF_ORDER, REASON_SEND_ACK_OUT_OF_ORDER, SAME },
  { DATA_AFTER_GAP, CW | CG | LA | TW, REASON_DISCARD_TEXT_AFTER_FIN, NOTHING, SAME },

  { DATA_OLD, CLOSED, REASON_ARRIVE_DATA, REASON_SEND_RST_CLOSED, SAME },
  { DATA_OLD, LISTEN, REASON_ARRIVE_DATA, REASON_SEND_RST_LISTEN, SAME },
  { DATA_OLD, SS, REASON_DISCARD_SYN_SENT_BAD_ACK, REASON_SEND_RST_SYN_SENT, SAME },
  { DATA_OLD, WITH_PEER, REASON_DISCARD_SEQ_OLD, REASON_SEND_ACK_UNACCEPTABLE, SAME },

  { FIN_UNACKED, CLOSED, REASON_ARRIVE_FIN, REASON_SEND_RST_CLOSED, SAME },
  { FIN_UNACKED, LISTEN, REASON_ARRIVE_FIN, REASON_SEND_RST_LISTEN, SAME },
  { FIN_UNACKED, SS, REASON_DISCARD_SYN_SENT_BAD_ACK, REASON_SEND_RST_SYN_SENT, SAME },
  { FIN_UNACKED, SRP | SRA | ES, REASON_STATE_FIN_ARRIVED, REASON_SEND_ACK_OF_FIN, TCP_CLOSE_WAIT },
  { FIN_UNACKED, F1, REASON_STATE_FIN_CROSSED, REASON_SEND_ACK_OF_FIN, TCP_CLOSING },
  { FIN_UNACKED, F2, REASON_STATE_FIN_IN_FIN_WAIT_2, REASON_SEND_ACK_OF_FIN, TCP_TIME_WAIT },
  { FIN_UNACKED, CW | CG | LA, REASON_DISCARD_SEQ_OLD, REASON_SEND_ACK_UNACCEPTABLE, SAME },
  { FIN_UNACKED, TW, REASON_TIMER_2MSL_RESTART, REASON_SEND_ACK_REPEATED_FIN, SAME },

  { FIN_ACKS_FIN, CLOSED, REASON_ARRIVE_FIN, REASON_SEND_RST_CLOSED, SAME },
  { FIN_ACKS_FIN, LISTEN, REASON_ARRIVE_FIN, REASON_SEND_RST_LISTEN, SAME },
  { FIN_ACKS_FIN, SS, REASON_DISCARD_SYN_SENT_OTHER, NOTHING, SAME },
  { FIN_ACKS_FIN, SRP | SRA | ES, REASON_STATE_FIN_ARRIVED, REASON_SEND_ACK_OF_FIN, TCP_CLOSE_WAIT },
  { FIN_ACKS_FIN, F1, REASON_STATE_FIN_WITH_ACK, REASON_SEND_ACK_OF_FIN, TCP_TIME_WAIT },
  { FIN_ACKS_FIN, F2, REASON_STATE_FIN_IN_FIN_WAIT_2, REASON_SEND_ACK_OF_FIN, TCP_TIME_WAIT },
  { FIN_ACKS_FIN, CW | CG | LA, REASON_DISCARD_SEQ_OLD, REASON_SEND_ACK_UNACCEPTABLE, SAME },
  { FIN_ACKS_FIN, TW, REASON_TIMER_2MSL_RESTART, REASON_SEND_ACK_REPEATED_FIN, SAME },

  { RST_EXACT, CLOSED, REASON_DISCARD_RST_CLOSED, NOTHING, SAME },
  { RST_EXACT, LISTEN, REASON_DISCARD_RST_LISTEN, NOTHING, SAME },
  { RST_EXACT, SS, REASON_DISCARD_SYN_SENT_RST, NOTHING, SAME },
  { RST_EXACT, SRP, REASON_STATE_BACK_TO_LISTEN, NOTHING, GONE },
  { RST_EXACT, SRA, REASON_STATE_REFUSED, NOTHING, TCP_CLOSED },
  { RST_EXACT, SYNCHRONIZED, REASON_STATE_RESET, NOTHING, TCP_CLOSED },

  { RST_IN_WINDOW, CLOSED, REASON_DISCARD_RST_CLOSED, NOTHING, SAME },
  { RST_IN_WINDOW, LISTEN, REASON_DISCARD_RST_LISTEN, NOTHING, SAME },
  { RST_IN_WINDOW, SS, REASON_DISCARD_SYN_SENT_RST, NOTHING, SAME },
  { RST_IN_WINDOW, WITH_PEER, REASON_DISCARD_RST_INEXACT, REASON_SEND_CHALLENGE_RST, SAME },

  { RST_OUTSIDE, CLOSED, REASON_DISCARD_RST_CLOSED, NOTHING, SAME },
  { RST_OUTSIDE, LISTEN, REASON_DISCARD_RST_LISTEN, NOTHING, SAME },
  { RST_OUTSIDE, SS, REASON_DISCARD_SYN_SENT_RST, NOTHING, SAME },
  { RST_OUTSIDE, WITH_PEER, REASON_DISCARD_RST_OUTSIDE, NOTHING, SAME },

  { NO_CONTROL, CLOSED, REASON_ARRIVE_DATA, REASON_SEND_RST_CLOSED, SAME },
  { NO_CONTROL, LISTEN, REASON_DISCARD_LISTEN_OTHER, NOTHING, SAME },
  { NO_CONTROL, SS, REASON_DISCARD_SYN_SENT_OTHER, NOTHING, SAME },
  { NO_CONTROL, WITH_PEER, REASON_DISCARD_NO_ACK, NOTHING, SAME },
};

static struct bench *
bench_in_column (guint column)
{
  static const enum tcp_state states[COLUMNS]
      = { TCP_CLOSED,     TCP_LISTEN,     TCP_SYN_SENT,   TCP_SYN_RECEIVED, TCP_SYN_RECEIVED, TCP_ESTABLISHED,
          TCP_FIN_WAIT_1, TCP_FIN_WAIT_2, TCP_CLOSE_WAIT, TCP_CLOSING,      TCP_LAST_ACK,     TCP_TIME_WAIT };

  return bench_in (NULL, states[column], 1 << column == SRP);
}

/* The numbers of an empty CLOSED or LISTEN are 0. */
static struct tcp_vars
numbers (struct bench *b, guint column)
{
  struct tcp_vars vars = { 0 };

  if (column >= 2)
    {
      vars = bench_vars (b);
      vars.snd_nxt -= vars.iss;
      vars.snd_una -= vars.iss;
      vars.rcv_nxt = vars.irs != 0 ? vars.rcv_nxt - vars.irs : 0;
    }
  return vars;
}

static char *
segment_of (enum kind kind, guint column, const struct tcp_vars *vars)
{
  guint32 r = vars->rcv_nxt;
  guint32 s = vars->snd_nxt;
  guint32 p = vars->fin_received ? r - 1 : r;
  guint32 u = (1u << column & (SRP | SRA)) != 0 && kind != ACK_OLD ? s : vars->snd_una;
  guint32 d = r + (kind == DATA_AFTER_GAP ? 10 : kind == DATA_OLD ? 0u - 6 : 0);

  switch (kind)
    {
    case SYN_IN_WINDOW:
      return g_strdup_printf ("S %u:%u(0)", r + 100, r + 100);
    case SYN_OUTSIDE:
      return g_strdup ("S 0:0(0)");
    case SYN_ACK_GOOD:
      return g_strdup_printf ("S. 0:0(0) ack %u", s);
    case SYN_ACK_BAD:
      return g_strdup_printf ("S. 0:0(0) ack %u", s + 5);
    case ACK_NEW:
      return g_strdup_printf (". %u:%u(0) ack %u", r, r, s);
    case ACK_OLD:
      return g_strdup_printf (". %u:%u(0) ack %u", r, r, u);
    case ACK_OF_UNSENT:
      return g_strdup_printf (". %u:%u(0) ack %u", r, r, s + 1);
    case DATA_IN_ORDER:
    case DATA_AFTER_GAP:
    case DATA_OLD:
      return g_strdup_printf ("P. %u:%u(5) ack %u", d, d + 5, u);
    case FIN_UNACKED:
      return g_strdup_printf ("F. %u:%u(0) ack %u", p, p, u);
    case FIN_ACKS_FIN:
      return g_strdup_printf ("F. %u:%u(0) ack %u", p, p, s);
    case RST_EXACT:
      return g_strdup_printf ("R %u:%u(0)", r, r);
    case RST_IN_WINDOW:
      return g_strdup_printf ("R %u:%u(0)", r + 100, r + 100);
    case RST_OUTSIDE:
      return g_strdup_printf ("R %u:%u(0)", r + 20000, r + 20000);
    default:
      return g_strdup_printf ("none %u:%u(5)", r, r + 5);
    }
}

static void
check_next (struct bench *b, guint column, enum tcp_state before, int next)
{
  struct tcp_vars vars;

  if (1 << column == CLOSED)
    g_assert_cmpuint (tcp_stack_list (bench_stack (b), NULL, 0), ==, 0);
  else if (next == GONE)
    g_assert_false (tcp_stack_vars (bench_stack (b), bench_socket (b), &vars));
  else
    bench_state (b, next == SAME ? before : (enum tcp_state) next);
}

static void
check_cell (const struct rule *rule, guint column)
{
  struct bench *b = bench_in_column (column);
  gboolean needs_text = rule->kind == ACK_NEW && (1u << column & (ES | CW)) != 0;

  if (needs_text)
    {
      bench_send (b, 5);
      bench_take_all (b);
    }
  struct tcp_vars vars = numbers (b, column);
  enum tcp_state before = 1 << column == LISTEN ? TCP_LISTEN : (enum tcp_state) vars.state;
  g_autofree char *text = segment_of (rule->kind, column, &vars);
  bench_arrives (b, text);
  bench_saw (b, rule->saw);
  if (rule->sent == NOTHING)
    bench_quiet (b);
  else
    bench_saw (b, rule->sent);
  bench_take_all (b);
  check_next (b, column, before, rule->next);
  bench_free (b);
}

static void
test_matrix (void)
{
  guint covered[KINDS] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_assert_cmpuint (covered[rules[i].kind] & rules[i].columns, ==, 0);
      covered[rules[i].kind] |= rules[i].columns;
      for (guint column = 0; column < COLUMNS; column++)
        if ((rules[i].columns >> column & 1) != 0)
          check_cell (&rules[i], column);
    }
  for (guint kind = 0; kind < KINDS; kind++)
    g_assert_cmpuint (covered[kind], ==, (1 << COLUMNS) - 1);
}

const struct dialogue dialogues_matrix[] = {
  { "/tcp/matrix/every-segment-in-every-state", test_matrix },
  { 0 },
};
