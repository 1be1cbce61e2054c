/* What stands on an arrow. */
#include "diagram/format.h"
#include "diagram/layout.h"

#include <inttypes.h>
#include <stdio.h>

#define MINUS "\xe2\x88\x92"

static const char *
flag_text (const struct diagram *diagram, const char *symbolic, const char *plain)
{
  return diagram->options.numbers == NUMBERS_SYMBOLIC ? symbolic : plain;
}

/* Appends ", " before all but the first part. */
static void
add_part (struct text *text, const char *part, enum text_font font, enum text_role role)
{
  bool first = text->length == 0;
  bool after_flag = !first && text->runs[text->run_count - 1].font == FONT_BOLD;

  if (!first)
    text_add (text, ", ", font == FONT_BOLD && after_flag ? FONT_BOLD : FONT_REGULAR,
              font == FONT_BOLD && after_flag ? ROLE_CLASS : ROLE_PLAIN);
  text_add (text, part, font, role);
}

static void
add_number (const struct diagram *diagram, struct text *text, const char *name, unsigned space, uint32_t number,
            event_id send)
{
  const struct trace_host *host = trace_host_const (diagram->trace, space);
  char digits[32];

  add_part (text, name, FONT_REGULAR, ROLE_PLAIN);
  if (diagram->options.numbers == NUMBERS_SYMBOLIC)
    {
      struct symbolic symbolic = symbols_number (&diagram->symbols, diagram->trace, space, number, send);
      char letter[2] = { symbolic.letter, '\0' };

      text_add (text, letter, FONT_VARIABLE, ROLE_PLAIN);
      if (symbolic.letter == '\0')
        snprintf (digits, sizeof digits, "%" PRId64, symbolic.offset);
      else if (symbolic.offset > 0)
        snprintf (digits, sizeof digits, "+%" PRId64, symbolic.offset);
      else if (symbolic.offset < 0)
        snprintf (digits, sizeof digits, MINUS "%" PRId64, -symbolic.offset);
      else
        digits[0] = '\0';
    }
  else if (diagram->options.numbers == NUMBERS_RELATIVE)
    snprintf (digits, sizeof digits, "%" PRIu32, number - host->iss);
  else
    snprintf (digits, sizeof digits, "%" PRIu32, number);
  text_add (text, digits, FONT_REGULAR, ROLE_PLAIN);
}

static void
add_octets (const struct diagram *diagram, struct text *text, uint32_t length)
{
  const char *word = length == 1 ? diagram->words.word (diagram->words.user, WORD_OCTET) : NULL;
  char digits[16], words[64];

  if (word == NULL || word[0] == '\0')
    word = diagram_word (diagram, WORD_OCTETS);
  snprintf (digits, sizeof digits, "%" PRIu32, length);
  add_part (text, format_word (words, sizeof words, word, digits), FONT_BOLD, ROLE_CLASS);
}

/* The textbook writes the ACK of a FIN only when it acknowledges the other FIN. */
static bool
hides_ack_of_fin (const struct diagram *diagram, unsigned from, const struct segment *segment)
{
  const struct symbols *symbols = &diagram->symbols;

  if (diagram->options.style != STYLE_CLASSIC || diagram->options.numbers != NUMBERS_SYMBOLIC
      || (segment->flags & TCP_FIN) == 0 || symbols->closer == HOST_NONE)
    return false;
  if (symbols->closer != from)
    return seq_leq (segment->ack, symbols->u);
  uint32_t peer_fin = symbols->w_from != EVENT_NONE ? symbols->w : symbols->v;
  return !symbols->peer_fin || seq_leq (segment->ack, peer_fin);
}

static void
add_bits (const struct diagram *diagram, struct text *text, uint8_t flags)
{
  if ((flags & TCP_RST) != 0)
    add_part (text, flag_text (diagram, "RST=1", "RST"), FONT_BOLD, ROLE_CLASS);
  if ((flags & TCP_SYN) != 0)
    add_part (text, flag_text (diagram, "SYN=1", "SYN"), FONT_BOLD, ROLE_CLASS);
  if ((flags & TCP_FIN) != 0)
    add_part (text, flag_text (diagram, "FIN=1", "FIN"), FONT_BOLD, ROLE_CLASS);
  if ((flags & TCP_ACK) != 0)
    add_part (text, flag_text (diagram, "ACK=1", "ACK"), FONT_BOLD, ROLE_CLASS);
}

/* The flags; what a segment is, for its class. */
static void
add_flags (const struct diagram *diagram, struct text *text, const struct segment *segment, bool hides_ack)
{
  bool control = (segment->flags & (TCP_SYN | TCP_FIN | TCP_RST)) != 0;
  bool shows_ack = !hides_ack && (control || segment->length == 0);

  add_bits (diagram, text, shows_ack ? segment->flags : segment->flags & (uint8_t) ~TCP_ACK);
  if (segment->length > 0)
    add_octets (diagram, text, segment->length);
}

/* Whether the window is part of the story. */
static bool
tells_window (const struct segment *segment, uint16_t marks)
{
  if ((segment->flags & (TCP_SYN | TCP_RST)) != 0)
    return false;
  return (marks & (MARK_ZERO_WINDOW | MARK_WINDOW_UPDATE)) != 0 || segment->wnd == 0;
}

static void
add_window (struct text *text, uint16_t wnd)
{
  char window[24];

  snprintf (window, sizeof window, "win=%" PRIu16, wnd);
  add_part (text, window, FONT_REGULAR, ROLE_PLAIN);
}

static void
add_not_seen (const struct diagram *diagram, struct text *text, unsigned from, const struct segment *segment,
              event_id send)
{
  char words[64];
  struct text number;

  snprintf (words, sizeof words, "%s: ", diagram_word (diagram, WORD_NOT_SEEN));
  text_add (text, words, FONT_REGULAR, ROLE_PLAIN);
  text_init (&number);
  add_number (diagram, &number, "seq=", from, segment->seq, send);
  for (size_t i = 0; i < number.run_count; i++)
    {
      char part[TEXT_SIZE];

      snprintf (part, sizeof part, "%.*s", number.runs[i].end - number.runs[i].start,
                number.octets + number.runs[i].start);
      text_add (text, part, number.runs[i].font, number.runs[i].role);
    }
}

/* "ICMP, mtu=1400": of a router, so it has no numbers of the hosts. */
static void
add_report (struct text *text, uint32_t mtu)
{
  char words[24];

  snprintf (words, sizeof words, "mtu=%" PRIu32, mtu);
  add_part (text, "ICMP", FONT_BOLD, ROLE_CLASS);
  add_part (text, words, FONT_REGULAR, ROLE_PLAIN);
}

void
label_text (const struct diagram *diagram, size_t arrow, bool shortened, struct text *text)
{
  const struct flight *flight = flights_get (diagram->flights, arrow);
  const struct arrow *shape = &diagram->shapes.arrows.items[arrow];
  event_id send = flight->send != EVENT_NONE ? flight->send : flight->carry;
  const struct segment *segment = trace_segment (diagram->trace, send);
  bool all = diagram->options.numbers == NUMBERS_SYMBOLIC || diagram->options.style == STYLE_WIRE;

  text_init (text);
  if (flight->report)
    add_report (text, trace_get (diagram->trace, flight->carry)->octets);
  if (segment == NULL)
    return;
  if (flight->fate == FLIGHT_NOT_SEEN)
    {
      add_not_seen (diagram, text, flight->from, segment, send);
      return;
    }
  bool hides_ack = hides_ack_of_fin (diagram, flight->from, segment);
  add_flags (diagram, text, segment, hides_ack);
  if (!shortened || text->length == 0)
    {
      if (all || shape->show_seq)
        add_number (diagram, text, "seq=", flight->from, segment->seq, send);
      if ((segment->flags & TCP_ACK) != 0 && !hides_ack && (all || shape->show_ack))
        add_number (diagram, text, "ack=", flight->from ^ 1u, segment->ack, send);
    }
  if (tells_window (segment, flight->marks))
    add_window (text, segment->wnd);
}

/* A letter of the book is a variable, whatever stands behind it. */
static void
add_guessed (const struct diagram *diagram, struct text *text, const char *name, const char *number)
{
  bool symbol = diagram->options.numbers == NUMBERS_SYMBOLIC && (number[0] == 'x' || number[0] == 'y');
  char letter[2] = { number[0], '\0' };

  if (number[0] == '\0')
    return;
  add_part (text, name, FONT_REGULAR, ROLE_PLAIN);
  if (symbol)
    text_add (text, letter, FONT_VARIABLE, ROLE_PLAIN);
  text_add (text, number + (symbol ? 1 : 0), FONT_REGULAR, ROLE_PLAIN);
}

void
label_guess (const struct diagram *diagram, const struct diagram_guess *guess, struct text *text)
{
  text_init (text);
  if (guess->nobody)
    {
      text_add (text, diagram_word (diagram, WORD_GUESS_NOBODY), FONT_BOLD, ROLE_PLAIN);
      return;
    }
  add_bits (diagram, text, guess->flags);
  if (guess->data)
    add_part (text, diagram_word (diagram, WORD_GUESS_DATA), FONT_BOLD, ROLE_CLASS);
  if (text->length == 0)
    text_add (text, "?", FONT_BOLD, ROLE_CLASS);
  add_guessed (diagram, text, "seq=", guess->seq);
  add_guessed (diagram, text, "ack=", guess->ack);
}

bool
label_pill (const struct diagram *diagram, const struct flight *flight, char *buffer, size_t size)
{
  char number[8];

  if (flight->fate == FLIGHT_HELD)
    snprintf (buffer, size, "%s", diagram_word (diagram, WORD_HELD));
  else if (flight->corrupted)
    snprintf (buffer, size, "%s", diagram_word (diagram, WORD_CORRUPTED));
  else if (flight->injected)
    snprintf (buffer, size, "%s", diagram_word (diagram, WORD_INJECTED));
  else if (flight->duplicate)
    snprintf (buffer, size, "%s", diagram_word (diagram, WORD_COPY));
  else if ((flight->marks & MARK_DUPLICATE_ACK) != 0 && flight->ordinal > 0)
    {
      snprintf (number, sizeof number, "%u", flight->ordinal);
      format_word (buffer, size, diagram_word (diagram, WORD_DUPLICATE_ACK), number);
    }
  else
    return false;
  return true;
}

bool
label_has_icon (const struct flight *flight)
{
  return (flight->marks & (MARK_RETRANSMISSION | MARK_FAST_RETRANSMISSION)) != 0;
}
