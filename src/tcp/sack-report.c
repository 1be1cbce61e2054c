#include "tcp/sack-report.h"

#include "tcp/options.h"

/* Kind, length and two NOPs; each block. */
#define SACK_OCTETS 4
#define SACK_BLOCK_OCTETS 8

void
tcp_sack_note_arrival (struct tcb *tcb, uint32_t seq)
{
  struct tcp_sack_report *report = &tcb->sack_report;
  if (!tcb->sack_ok)
    return;
  if (report->recent_count < TCP_SACK_BLOCKS_MAX)
    report->recent_count++;
  for (unsigned i = report->recent_count - 1; i > 0; i--)
    report->recent[i] = report->recent[i - 1];
  report->recent[0] = seq;
}

void
tcp_sack_note_duplicate (struct tcb *tcb, uint32_t left, uint32_t right)
{
  if (!tcb->sack_ok || left == right)
    return;
  tcb->sack_report.duplicate = true;
  tcb->sack_report.twice = (struct tcp_sack_block){ left, right };
}

void
tcp_sack_note_overlap (struct tcb *tcb, uint32_t left, uint32_t right)
{
  for (size_t i = 0; tcb->sack_ok && i < tcb->held.length; i++)
    {
      uint32_t first = seq_max (left, tcb->held.ranges[i].left);
      uint32_t end = seq_min (right, tcb->held.ranges[i].right);
      if (!seq_lt (first, end))
        continue;
      tcp_sack_note_duplicate (tcb, first, end);
      return;
    }
}

/* A held range as a block, with the FIN that follows it. */
static struct tcp_sack_block
block_at (const struct tcb *tcb, size_t index)
{
  const struct seq_range *range = &tcb->held.ranges[index];
  bool fin = tcb->fin_held && range->right == tcb->fin_seq;
  return (struct tcp_sack_block){ range->left, range->right + fin };
}

/* The block that a number is in. Only what lies above a gap is told. */
static bool
find_block (const struct tcb *tcb, uint32_t number, struct tcp_sack_block *block)
{
  for (size_t i = 0; i < tcb->held.length; i++)
    {
      *block = block_at (tcb, i);
      if (seq_in_window (number, block->left, block->right - block->left))
        return seq_gt (block->left, tcb->rcv_nxt);
    }
  *block = (struct tcp_sack_block){ tcb->fin_seq, tcb->fin_seq + 1 };
  return tcb->fin_held && number == tcb->fin_seq && seq_gt (number, tcb->rcv_nxt);
}

static bool
is_there (const struct tcp_options *options, unsigned first, struct tcp_sack_block block)
{
  for (unsigned i = first; i < options->sack_count; i++)
    if (options->sack[i].left == block.left)
      return true;
  return false;
}

/* Adds the block that a number is in, unless it is there: first is the index of the first that is no duplicate. */
static void
add_block (const struct tcb *tcb, struct tcp_options *options, unsigned first, unsigned most, uint32_t number)
{
  struct tcp_sack_block block;
  if (options->sack_count < most && find_block (tcb, number, &block) && !is_there (options, first, block))
    options->sack[options->sack_count++] = block;
}

/* The duplicate, then the block that arrived last, those before it, and the rest (RFC 2018 §4, RFC 2883 §4). */
static void
list_blocks (const struct tcb *tcb, unsigned most, struct tcp_options *options)
{
  const struct tcp_sack_report *report = &tcb->sack_report;
  if (report->duplicate && most > 0)
    options->sack[options->sack_count++] = report->twice;
  unsigned first = options->sack_count;
  for (unsigned i = 0; i < report->recent_count; i++)
    add_block (tcb, options, first, most, report->recent[i]);
  for (size_t i = 0; i < tcb->held.length && options->sack_count < most; i++)
    add_block (tcb, options, first, most, tcb->held.ranges[i].left);
  if (tcb->fin_held)
    add_block (tcb, options, first, most, tcb->fin_seq);
}

/* How many blocks octets have room for beside the other options. */
static unsigned
blocks_in (const struct tcb *tcb, uint32_t octets)
{
  unsigned most = tcp_options_overhead (tcb) > 0 ? TCP_SACK_BLOCKS_MAX - 1 : TCP_SACK_BLOCKS_MAX;
  uint32_t room = octets > SACK_OCTETS ? (octets - SACK_OCTETS) / SACK_BLOCK_OCTETS : 0;
  return room < most ? room : most;
}

static bool
has_something_to_tell (const struct tcb *tcb)
{
  return tcb->sack_ok && (tcb->held.length > 0 || tcb->fin_held || tcb->sack_report.duplicate);
}

uint32_t
tcp_sack_reserve (const struct tcb *tcb)
{
  struct tcp_options options = { 0 };
  if (!has_something_to_tell (tcb))
    return 0;
  /* However small a segment is, half of it stays for text. */
  list_blocks (tcb, blocks_in (tcb, tcb->eff_snd_mss / 2), &options);
  return options.sack_count > 0 ? SACK_OCTETS + SACK_BLOCK_OCTETS * (uint32_t) options.sack_count : 0;
}

void
tcp_sack_add (const struct tcb *tcb, struct segment *segment)
{
  if (!has_something_to_tell (tcb) || segment->length >= tcb->eff_snd_mss)
    return;
  list_blocks (tcb, blocks_in (tcb, tcb->eff_snd_mss - segment->length), &segment->options);
  if (segment->options.sack_count > 0)
    segment->options.present |= TCP_OPTION_SACK;
}

void
tcp_sack_told (struct tcb *tcb)
{
  tcb->sack_report.duplicate = false;
}
