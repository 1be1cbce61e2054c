/* Every kind of segment in every state: no cell of the matrix is undefined. Each is a conversation of its own: an
 * opening into the state, the segment, what it must cause, what must leave with which numbers, and the next state. */
#include "bench.h"

#include <string.h>

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
  DATA_SHUT,      /* P. R+5 ack U, in SYN-RECEIVED ack S, and the window is closed */
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
  const char *rows; /* ids of what the cell is an instance of */
  enum tcp_reason saw;
  enum tcp_reason sent;
  int next;
} rules[] = {
  { SYN_IN_WINDOW, CLOSED, "SM-CLOSED-02", REASON_ARRIVE_SYN, REASON_SEND_RST_CLOSED, SAME },
  { SYN_IN_WINDOW, LISTEN, "SM-LISTEN-03", REASON_STATE_SYN_ARRIVED, REASON_SEND_SYN_ACK, SAME },
  { SYN_IN_WINDOW, SS, "SM-SYNSENT-07", REASON_STATE_SYN_CROSSED, REASON_SEND_SYN_ACK_SIMULTANEOUS, TCP_SYN_RECEIVED },
  { SYN_IN_WINDOW, SRP, "SM-SYN-01", REASON_STATE_BACK_TO_LISTEN, NOTHING, GONE },
  { SYN_IN_WINDOW, SRA | ES | F1 | F2 | CW | CG | LA, "SM-SYN-04", REASON_DISCARD_SYN, REASON_SEND_CHALLENGE_SYN,
    SAME },
  { SYN_IN_WINDOW, TW, "SM-TW-05", REASON_DISCARD_SYN_TIME_WAIT, NOTHING, SAME },

  { SYN_OUTSIDE, CLOSED, "SM-CLOSED-02", REASON_ARRIVE_SYN, REASON_SEND_RST_CLOSED, SAME },
  { SYN_OUTSIDE, LISTEN, "SM-LISTEN-03", REASON_STATE_SYN_ARRIVED, REASON_SEND_SYN_ACK, SAME },
  { SYN_OUTSIDE, SS, "SM-SYNSENT-07", REASON_STATE_SYN_CROSSED, REASON_SEND_SYN_ACK_SIMULTANEOUS, TCP_SYN_RECEIVED },
  { SYN_OUTSIDE, SRP, "SM-SYN-02", REASON_DISCARD_SEQ_OLD, REASON_RETRANSMIT_SYN_ACK_ASKED, SAME },
  { SYN_OUTSIDE, SRA, "SM-SEQ-05", REASON_DISCARD_SEQ_OLD, REASON_SEND_ACK_UNACCEPTABLE, SAME },
  { SYN_OUTSIDE, ES | F1 | F2 | CW | CG | LA, "SM-SYN-04", REASON_DISCARD_SYN, REASON_SEND_CHALLENGE_SYN, SAME },
  { SYN_OUTSIDE, TW, "SM-TW-05", REASON_DISCARD_SYN_TIME_WAIT, NOTHING, SAME },

  { SYN_ACK_GOOD, CLOSED, "SM-CLOSED-03", REASON_ARRIVE_SYN_ACK, REASON_SEND_RST_CLOSED, SAME },
  { SYN_ACK_GOOD, LISTEN, "SM-LISTEN-02", REASON_ARRIVE_SYN_ACK, REASON_SEND_RST_LISTEN, SAME },
  { SYN_ACK_GOOD, SS, "SM-SYNSENT-05", REASON_STATE_SYN_ACKED, REASON_SEND_ACK_OF_SYN, TCP_ESTABLISHED },
  { SYN_ACK_GOOD, SRP, "SM-SEQ-05", REASON_DISCARD_SEQ_OLD, REASON_SEND_ACK_UNACCEPTABLE, SAME },
  { SYN_ACK_GOOD, SRA, "SM-SYN-03", REASON_STATE_HANDSHAKE_DONE, NOTHING, TCP_ESTABLISHED },
  { SYN_ACK_GOOD, SYNCHRONIZED, "SM-SEQ-05", REASON_DISCARD_SEQ_OLD, REASON_SEND_ACK_UNACCEPTABLE, SAME },

  { SYN_ACK_BAD, CLOSED, "SM-CLOSED-03", REASON_ARRIVE_SYN_ACK, REASON_SEND_RST_CLOSED, SAME },
  { SYN_ACK_BAD, LISTEN, "SM-LISTEN-02", REASON_ARRIVE_SYN_ACK, REASON_SEND_RST_LISTEN, SAME },
  { SYN_ACK_BAD, SS, "SM-SYNSENT-01", REASON_DISCARD_SYN_SENT_BAD_ACK, REASON_SEND_RST_SYN_SENT, SAME },
  { SYN_ACK_BAD, WITH_PEER, "SM-SEQ-05", REASON_DISCARD_SEQ_OLD, REASON_SEND_ACK_UNACCEPTABLE, SAME },

  { ACK_NEW, CLOSED, "SM-CLOSED-03", REASON_ARRIVE_ACK, REASON_SEND_RST_CLOSED, SAME },
  { ACK_NEW, LISTEN, "SM-LISTEN-02", REASON_ARRIVE_ACK, REASON_SEND_RST_LISTEN, SAME },
  { ACK_NEW, SS, "SM-SYNSENT-09", REASON_DISCARD_SYN_SENT_OTHER, NOTHING, SAME },
  { ACK_NEW, SRP | SRA, "SM-ACK-04", REASON_STATE_HANDSHAKE_DONE, NOTHING, TCP_ESTABLISHED },
  { ACK_NEW, ES | CW, "SM-ACK-06", REASON_UPDATE_ACK_NEW, NOTHING, SAME },
  { ACK_NEW, F1, "SM-ACK-09", REASON_STATE_FIN_ACKED, NOTHING, TCP_FIN_WAIT_2 },
  { ACK_NEW, F2 | TW, "SM-ACK-07", REASON_ARRIVE_ACK, NOTHING, SAME },
  { ACK_NEW, CG, "SM-ACK-12", REASON_STATE_CLOSING_ACKED, NOTHING, TCP_TIME_WAIT },
  { ACK_NEW, LA, "SM-ACK-13", REASON_STATE_LAST_ACK_ACKED, NOTHING, TCP_CLOSED },

  { ACK_OLD, CLOSED, "SM-CLOSED-03", REASON_ARRIVE_ACK, REASON_SEND_RST_CLOSED, SAME },
  { ACK_OLD, LISTEN, "SM-LISTEN-02", REASON_ARRIVE_ACK, REASON_SEND_RST_LISTEN, SAME },
  { ACK_OLD, SS, "SM-SYNSENT-01", REASON_DISCARD_SYN_SENT_BAD_ACK, REASON_SEND_RST_SYN_SENT, SAME },
  { ACK_OLD, SRP | SRA, "SM-ACK-05", REASON_DISCARD_SYN_RECEIVED_BAD_ACK, REASON_SEND_RST_SYN_RECEIVED, SAME },
  { ACK_OLD, F1 | CG | LA, "SM-ACK-07", REASON_UPDATE_ACK_DUPLICATE, NOTHING, SAME },
  { ACK_OLD, ES | F2 | CW | TW, "SM-ACK-07", REASON_ARRIVE_ACK, NOTHING, SAME },

  { ACK_OF_UNSENT, CLOSED, "SM-CLOSED-03", REASON_ARRIVE_ACK, REASON_SEND_RST_CLOSED, SAME },
  { ACK_OF_UNSENT, LISTEN, "SM-LISTEN-02", REASON_ARRIVE_ACK, REASON_SEND_RST_LISTEN, SAME },
  { ACK_OF_UNSENT, SS, "SM-SYNSENT-01", REASON_DISCARD_SYN_SENT_BAD_ACK, REASON_SEND_RST_SYN_SENT, SAME },
  { ACK_OF_UNSENT, SRP | SRA, "SM-ACK-05", REASON_DISCARD_SYN_RECEIVED_BAD_ACK, REASON_SEND_RST_SYN_RECEIVED, SAME },
  { ACK_OF_UNSENT, SYNCHRONIZED, "SM-ACK-03", REASON_DISCARD_ACK_OF_UNSENT, REASON_SEND_ACK_OF_UNSENT, SAME },

  { DATA_IN_ORDER, CLOSED, "SM-CLOSED-03", REASON_ARRIVE_DATA, REASON_SEND_RST_CLOSED, SAME },
  { DATA_IN_ORDER, LISTEN, "SM-LISTEN-02", REASON_ARRIVE_DATA, REASON_SEND_RST_LISTEN, SAME },
  { DATA_IN_ORDER, SS, "SM-SYNSENT-01", REASON_DISCARD_SYN_SENT_BAD_ACK, REASON_SEND_RST_SYN_SENT, SAME },
  { DATA_IN_ORDER, SRP | SRA, "SM-ACK-04/SM-TXT-01", REASON_DELIVER_IN_ORDER, NOTHING, TCP_ESTABLISHED },
  { DATA_IN_ORDER, ES | F1 | F2, "SM-TXT-01", REASON_DELIVER_IN_ORDER, NOTHING, SAME },
  { DATA_IN_ORDER, CW | CG | LA | TW, "SM-TXT-03", REASON_DISCARD_TEXT_AFTER_FIN, NOTHING, SAME },

  { DATA_AFTER_GAP, CLOSED, "SM-CLOSED-03", REASON_ARRIVE_DATA, REASON_SEND_RST_CLOSED, SAME },
  { DATA_AFTER_GAP, LISTEN, "SM-LISTEN-02", REASON_ARRIVE_DATA, REASON_SEND_RST_LISTEN, SAME },
  { DATA_AFTER_GAP, SS, "SM-SYNSENT-01", REASON_DISCARD_SYN_SENT_BAD_ACK, REASON_SEND_RST_SYN_SENT, SAME },
  { DATA_AFTER_GAP, SRP | SRA, "SM-ACK-04/SM-SEQ-09", REASON_UPDATE_HELD_OUT_OF_ORDER, REASON_SEND_ACK_OUT_OF_ORDER,
    TCP_ESTABLISHED },
  { DATA_AFTER_GAP, ES | F1 | F2, "SM-SEQ-09", REASON_UPDATE_HELD_OUT_OF_ORDER, REASON_SEND_ACK_OUT_OF_ORDER, SAME },
  { DATA_AFTER_GAP, CW | CG | LA | TW, "SM-TXT-03", REASON_DISCARD_TEXT_AFTER_FIN, NOTHING, SAME },

  { DATA_OLD, CLOSED, "SM-CLOSED-03", REASON_ARRIVE_DATA, REASON_SEND_RST_CLOSED, SAME },
  { DATA_OLD, LISTEN, "SM-LISTEN-02", REASON_ARRIVE_DATA, REASON_SEND_RST_LISTEN, SAME },
  { DATA_OLD, SS, "SM-SYNSENT-01", REASON_DISCARD_SYN_SENT_BAD_ACK, REASON_SEND_RST_SYN_SENT, SAME },
  { DATA_OLD, SRP | SRA | ES | F1 | F2 | CW | CG | LA, "SM-SEQ-05", REASON_DISCARD_SEQ_OLD,
    REASON_SEND_ACK_UNACCEPTABLE, SAME },
  { DATA_OLD, TW, "SM-TW-06", REASON_DISCARD_SEQ_OLD, REASON_SEND_ACK_UNACCEPTABLE, SAME },

  { DATA_SHUT, CLOSED, "SM-CLOSED-03", REASON_ARRIVE_DATA, REASON_SEND_RST_CLOSED, SAME },
  { DATA_SHUT, LISTEN, "SM-LISTEN-02", REASON_ARRIVE_DATA, REASON_SEND_RST_LISTEN, SAME },
  { DATA_SHUT, SS, "SM-SYNSENT-01", REASON_DISCARD_SYN_SENT_BAD_ACK, REASON_SEND_RST_SYN_SENT, SAME },
  { DATA_SHUT, SRP | SRA, "SM-SEQ-03/SM-SEQ-07", REASON_DISCARD_SEQ_ZERO_WINDOW, REASON_SEND_ACK_ZERO_WINDOW,
    TCP_ESTABLISHED },
  { DATA_SHUT, SYNCHRONIZED, "SM-SEQ-03", REASON_DISCARD_SEQ_ZERO_WINDOW, REASON_SEND_ACK_ZERO_WINDOW, SAME },

  { FIN_UNACKED, CLOSED, "SM-CLOSED-03", REASON_ARRIVE_FIN, REASON_SEND_RST_CLOSED, SAME },
  { FIN_UNACKED, LISTEN, "SM-LISTEN-02", REASON_ARRIVE_FIN, REASON_SEND_RST_LISTEN, SAME },
  { FIN_UNACKED, SS, "SM-SYNSENT-01", REASON_DISCARD_SYN_SENT_BAD_ACK, REASON_SEND_RST_SYN_SENT, SAME },
  { FIN_UNACKED, SRP | SRA | ES, "SM-FIN-01", REASON_STATE_FIN_ARRIVED, REASON_SEND_ACK_OF_FIN, TCP_CLOSE_WAIT },
  { FIN_UNACKED, F1, "SM-FIN-03", REASON_STATE_FIN_CROSSED, REASON_SEND_ACK_OF_FIN, TCP_CLOSING },
  { FIN_UNACKED, F2, "SM-FIN-04", REASON_STATE_FIN_IN_FIN_WAIT_2, REASON_SEND_ACK_OF_FIN, TCP_TIME_WAIT },
  { FIN_UNACKED, CW | CG | LA, "SM-FIN-05", REASON_DISCARD_SEQ_OLD, REASON_SEND_ACK_UNACCEPTABLE, SAME },
  { FIN_UNACKED, TW, "SM-TW-01", REASON_TIMER_2MSL_RESTART, REASON_SEND_ACK_REPEATED_FIN, SAME },

  { FIN_ACKS_FIN, CLOSED, "SM-CLOSED-03", REASON_ARRIVE_FIN, REASON_SEND_RST_CLOSED, SAME },
  { FIN_ACKS_FIN, LISTEN, "SM-LISTEN-02", REASON_ARRIVE_FIN, REASON_SEND_RST_LISTEN, SAME },
  { FIN_ACKS_FIN, SS, "SM-SYNSENT-09", REASON_DISCARD_SYN_SENT_OTHER, NOTHING, SAME },
  { FIN_ACKS_FIN, SRP | SRA | ES, "SM-FIN-01", REASON_STATE_FIN_ARRIVED, REASON_SEND_ACK_OF_FIN, TCP_CLOSE_WAIT },
  { FIN_ACKS_FIN, F1, "SM-FIN-02", REASON_STATE_FIN_WITH_ACK, REASON_SEND_ACK_OF_FIN, TCP_TIME_WAIT },
  { FIN_ACKS_FIN, F2, "SM-FIN-04", REASON_STATE_FIN_IN_FIN_WAIT_2, REASON_SEND_ACK_OF_FIN, TCP_TIME_WAIT },
  { FIN_ACKS_FIN, CW | CG | LA, "SM-FIN-05", REASON_DISCARD_SEQ_OLD, REASON_SEND_ACK_UNACCEPTABLE, SAME },
  { FIN_ACKS_FIN, TW, "SM-TW-01", REASON_TIMER_2MSL_RESTART, REASON_SEND_ACK_REPEATED_FIN, SAME },

  { RST_EXACT, CLOSED, "SM-CLOSED-01", REASON_DISCARD_RST_CLOSED, NOTHING, SAME },
  { RST_EXACT, LISTEN, "SM-LISTEN-01", REASON_DISCARD_RST_LISTEN, NOTHING, SAME },
  { RST_EXACT, SS, "SM-SYNSENT-04", REASON_DISCARD_SYN_SENT_RST, NOTHING, SAME },
  { RST_EXACT, SRP, "SM-RST-02", REASON_STATE_BACK_TO_LISTEN, NOTHING, GONE },
  { RST_EXACT, SRA, "SM-RST-03", REASON_STATE_REFUSED, NOTHING, TCP_CLOSED },
  { RST_EXACT, ES | F1 | F2 | CW, "SM-RST-04", REASON_STATE_RESET, NOTHING, TCP_CLOSED },
  { RST_EXACT, CG | LA, "SM-RST-05", REASON_STATE_RESET, NOTHING, TCP_CLOSED },
  { RST_EXACT, TW, "SM-RST-06", REASON_STATE_RESET, NOTHING, TCP_CLOSED },

  { RST_IN_WINDOW, CLOSED, "SM-CLOSED-01", REASON_DISCARD_RST_CLOSED, NOTHING, SAME },
  { RST_IN_WINDOW, LISTEN, "SM-LISTEN-01", REASON_DISCARD_RST_LISTEN, NOTHING, SAME },
  { RST_IN_WINDOW, SS, "SM-SYNSENT-04", REASON_DISCARD_SYN_SENT_RST, NOTHING, SAME },
  { RST_IN_WINDOW, WITH_PEER, "SM-RST-07", REASON_DISCARD_RST_INEXACT, REASON_SEND_CHALLENGE_RST, SAME },

  { RST_OUTSIDE, CLOSED, "SM-CLOSED-01", REASON_DISCARD_RST_CLOSED, NOTHING, SAME },
  { RST_OUTSIDE, LISTEN, "SM-LISTEN-01", REASON_DISCARD_RST_LISTEN, NOTHING, SAME },
  { RST_OUTSIDE, SS, "SM-SYNSENT-04", REASON_DISCARD_SYN_SENT_RST, NOTHING, SAME },
  { RST_OUTSIDE, WITH_PEER, "SM-RST-01/SM-SEQ-06", REASON_DISCARD_RST_OUTSIDE, NOTHING, SAME },

  { NO_CONTROL, CLOSED, "SM-CLOSED-02", REASON_ARRIVE_DATA, REASON_SEND_RST_CLOSED, SAME },
  { NO_CONTROL, LISTEN, "SM-LISTEN-10", REASON_DISCARD_LISTEN_OTHER, NOTHING, SAME },
  { NO_CONTROL, SS, "SM-SYNSENT-10", REASON_DISCARD_SYN_SENT_OTHER, NOTHING, SAME },
  { NO_CONTROL, WITH_PEER, "SM-ACK-01", REASON_DISCARD_NO_ACK, NOTHING, SAME },
};

/* A window of no octet from the beginning; with a buffer of one the peer's FIN fills it. */
static struct tcp_config
config_of (enum kind kind, guint column)
{
  struct tcp_config config = bench_config ();

  if (kind == DATA_SHUT)
    config.receive_buffer = (1u << column & (CW | CG | LA | TW)) != 0 ? 1 : 0;
  return config;
}

static struct bench *
bench_in_column (enum kind kind, guint column)
{
  static const enum tcp_state states[COLUMNS]
      = { TCP_CLOSED,     TCP_LISTEN,     TCP_SYN_SENT,   TCP_SYN_RECEIVED, TCP_SYN_RECEIVED, TCP_ESTABLISHED,
          TCP_FIN_WAIT_1, TCP_FIN_WAIT_2, TCP_CLOSE_WAIT, TCP_CLOSING,      TCP_LAST_ACK,     TCP_TIME_WAIT };
  struct tcp_config config = config_of (kind, column);
  struct bench *b = bench_in (&config, states[column], 1 << column == SRP);

  /* Nobody's numbers are absolute. */
  if (1 << column == CLOSED)
    bench_our_iss (b, 0);
  if (kind == ACK_NEW && (1u << column & (ES | CW)) != 0)
    {
      bench_send (b, 5);
      bench_take_all (b);
    }
  return b;
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

struct shape
{
  const char *flags;
  guint32 seq;
  guint32 length;
  guint32 ack;
};

static struct shape
shape_of (enum kind kind, guint column, const struct tcp_vars *vars)
{
  guint32 r = vars->rcv_nxt;
  guint32 s = vars->snd_nxt;
  guint32 p = vars->fin_received ? r - 1 : r;
  guint32 u = (1u << column & (SRP | SRA)) != 0 && kind != ACK_OLD ? s : vars->snd_una;

  switch (kind)
    {
    case SYN_IN_WINDOW:
      return (struct shape){ "S", r + 100, 0, 0 };
    case SYN_OUTSIDE:
      return (struct shape){ "S", 0, 0, 0 };
    case SYN_ACK_GOOD:
      return (struct shape){ "S.", 0, 0, s };
    case SYN_ACK_BAD:
      return (struct shape){ "S.", 0, 0, s + 5 };
    case ACK_NEW:
      return (struct shape){ ".", r, 0, s };
    case ACK_OLD:
      return (struct shape){ ".", r, 0, u };
    case ACK_OF_UNSENT:
      return (struct shape){ ".", r, 0, s + 1 };
    case DATA_IN_ORDER:
    case DATA_SHUT:
      return (struct shape){ "P.", r, 5, u };
    case DATA_AFTER_GAP:
      return (struct shape){ "P.", r + 10, 5, u };
    case DATA_OLD:
      return (struct shape){ "P.", r - 6, 5, u };
    case FIN_UNACKED:
      return (struct shape){ "F.", p, 0, u };
    case FIN_ACKS_FIN:
      return (struct shape){ "F.", p, 0, s };
    case RST_EXACT:
      return (struct shape){ "R", r, 0, 0 };
    case RST_IN_WINDOW:
      return (struct shape){ "R", r + 100, 0, 0 };
    case RST_OUTSIDE:
      return (struct shape){ "R", r + 20000, 0, 0 };
    default:
      return (struct shape){ "none", r, 5, 0 };
    }
}

/* The answer, from what is known before the segment. */
static char *
reply_to (const struct shape *shape, enum tcp_reason reason, const struct tcp_vars *vars)
{
  guint32 s = vars->snd_nxt;
  guint32 len = shape->length + (strchr (shape->flags, 'S') != NULL) + (strchr (shape->flags, 'F') != NULL);

  switch (reason)
    {
    case REASON_SEND_RST_CLOSED:
    case REASON_SEND_RST_LISTEN:
    case REASON_SEND_RST_SYN_SENT:
    case REASON_SEND_RST_SYN_RECEIVED:
      if (strchr (shape->flags, '.') == NULL)
        return g_strdup_printf ("R. 0:0(0) ack %u win 0", shape->seq + len);
      return g_strdup_printf ("R %u:%u(0) win 0", shape->ack, shape->ack);
    case REASON_SEND_SYN_ACK:
    case REASON_SEND_SYN_ACK_SIMULTANEOUS:
    case REASON_RETRANSMIT_SYN_ACK_ASKED:
      return g_strdup_printf ("S. 0:0(0) ack %u <mss 1000>", shape->seq + 1);
    case REASON_SEND_ACK_OF_SYN:
    case REASON_SEND_ACK_OF_FIN:
      return g_strdup_printf (". %u:%u(0) ack %u", s, s, shape->seq + len);
    default:
      return g_strdup_printf (". %u:%u(0) ack %u", s, s, vars->rcv_nxt);
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

/* --- the cells --- */

static const struct rule *
rule_of (guint kind, guint column)
{
  const struct rule *found = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    if (rules[i].kind == kind && (rules[i].columns >> column & 1) != 0)
      {
        g_assert_null (found);
        found = &rules[i];
      }
  g_assert_nonnull (found);
  return found;
}

static char *
cell_name (guint index)
{
  static const char *const kinds[KINDS]
      = { "SYN-in-window", "SYN-outside", "SYN.ACK-good",  "SYN.ACK-bad", "ACK-new",   "ACK-old",
          "ACK-of-unsent", "data-next",   "data-above",    "data-old",    "data-shut", "FIN-unacked",
          "FIN-acks-FIN",  "RST-exact",   "RST-in-window", "RST-outside", "no-control" };
  static const char *const columns[COLUMNS]
      = { "CLOSED", "LISTEN", "SS", "SRp", "SRa", "ES", "F1", "F2", "CW", "CG", "LA", "TW" };

  return g_strdup_printf ("%s/%s/%s", kinds[index / COLUMNS], columns[index % COLUMNS],
                          rule_of (index / COLUMNS, index % COLUMNS)->rows);
}

static void
test_cell (gconstpointer index)
{
  guint column = GPOINTER_TO_UINT (index) % COLUMNS;
  const struct rule *rule = rule_of (GPOINTER_TO_UINT (index) / COLUMNS, column);
  struct bench *b = bench_in_column (rule->kind, column);
  struct tcp_vars vars = numbers (b, column);
  enum tcp_state before = 1 << column == LISTEN ? TCP_LISTEN : (enum tcp_state) vars.state;
  struct shape shape = shape_of (rule->kind, column, &vars);

  bench_arrives_numbers (b, shape.flags, shape.seq, shape.length, shape.ack);
  bench_saw (b, rule->saw);
  if (rule->sent != NOTHING)
    {
      g_autofree char *reply = reply_to (&shape, rule->sent, &vars);
      bench_sends (b, reply);
      bench_reason (b, rule->sent);
    }
  bench_quiet (b);
  check_next (b, column, before, rule->next);
  bench_free (b);
}

const struct dialogue dialogues_matrix[] = {
  { "/tcp/matrix/", NULL, KINDS *COLUMNS, cell_name, test_cell },
  { 0 },
};
