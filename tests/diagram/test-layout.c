#include "diagram/format.h"
#include "picture.h"

#include <math.h>

static double
row (const struct picture *picture, enum trace_kind kind, size_t n)
{
  return row_of (picture->diagram, picture_event (picture, kind, n));
}

/* The client is ESTABLISHED where SYN,ACK arrives, the server one flight later. */
static void
check_handshake (struct diagram_options options)
{
  struct picture picture = picture_new (story_handshake (100, 300), &options);
  const struct band *client = picture_band (&picture, HOST_A, TCP_ESTABLISHED);
  const struct band *server = picture_band (&picture, HOST_B, TCP_ESTABLISHED);
  const struct arrow *arrows = picture.diagram->shapes.arrows.items;

  g_assert_cmpfloat (client->extent.top, ==, row (&picture, TRACE_ARRIVE, 1));
  g_assert_cmpfloat (client->extent.top, ==, arrows[1].y1);
  g_assert_cmpfloat (server->extent.top, ==, row (&picture, TRACE_ARRIVE, 2));
  g_assert_cmpfloat (server->extent.top, ==, arrows[2].y1);
  g_assert_cmpfloat (server->extent.top - client->extent.top, ==, 8 + picture.diagram->map.options.delay_height);
  g_assert_cmpfloat (picture_band (&picture, HOST_A, TCP_SYN_SENT)->extent.top, ==, arrows[0].y0);
  g_assert_cmpfloat (picture_band (&picture, HOST_B, TCP_SYN_RECEIVED)->extent.top, ==, arrows[0].y1);
  g_assert_cmpfloat (arrows[1].y0, ==, arrows[0].y1 + 8);

  /* Both in one instant, and the passive open stands above. */
  const struct band *listen = picture_band (&picture, HOST_B, TCP_LISTEN);
  g_assert_cmpfloat (listen->extent.top, <, arrows[0].y0);
  g_assert_cmpfloat (picture.diagram->shapes.bands[HOST_B].items[0].extent.bottom, ==, listen->extent.top);
  picture_clear (&picture);
}

static void
test_handshake (void)
{
  check_handshake (figure_options ());
  check_handshake (window_options ());
}

/* Bands follow each other without a gap and carry the state of the trace at each event. */
static void
test_bands_are_complete (void)
{
  struct diagram_options options = window_options ();

  for (uint64_t seed = 1; seed <= 8; seed++)
    {
      struct picture picture = picture_new (story_random (seed, 300), &options);

      for (unsigned host = 0; host < HOST_COUNT; host++)
        {
          size_t length = picture.diagram->shapes.bands[host].length;
          const struct band *bands = picture.diagram->shapes.bands[host].items;

          for (size_t i = 0; i + 1 < length; i++)
            g_assert_cmpfloat (bands[i].extent.bottom, ==, bands[i + 1].extent.top);
          for (size_t i = 1; i < length; i++)
            {
              g_assert_cmpuint (bands[i].event, !=, EVENT_NONE);
              g_assert_cmpint (bands[i].state, ==, trace_state_at (picture.trace, host, bands[i].event));
            }
          g_assert_cmpint (bands[length - 1].state, ==,
                           trace_state_at (picture.trace, host, (event_id) trace_length (picture.trace) - 1));
        }
      picture_clear (&picture);
    }
}

static void
test_state_without_time_has_no_band (void)
{
  struct diagram_options options = figure_options ();
  struct picture picture = picture_new (story_three_segment_close (), &options);

  g_assert_cmpuint (picture.diagram->shapes.bands[HOST_B].length, ==, 3);
  g_assert_cmpint (picture.diagram->shapes.bands[HOST_B].items[0].state, ==, TCP_ESTABLISHED);
  g_assert_cmpint (picture.diagram->shapes.bands[HOST_B].items[1].state, ==, TCP_LAST_ACK);
  g_assert_cmpint (picture.diagram->shapes.bands[HOST_B].items[2].state, ==, TCP_CLOSED);
  picture_clear (&picture);
}

/* A state of a connection that came to B's listener. */
static event_id
state_of_child (struct story *s, vtime at, enum tcp_state before, enum tcp_state after)
{
  const struct trace_event child = {
    .at = at,
    .until = VTIME_NEVER,
    .cause = EVENT_NONE,
    .by = EVENT_NONE,
    .kind = TRACE_STATE,
    .host = HOST_B,
    .connection = 2,
    .before = (uint8_t) before,
    .after = (uint8_t) after,
  };

  return trace_append (s->trace, &child, NULL, NULL, 0, NULL);
}

/* A listener beside the connection does not change what is shown. */
static void
test_newest_connection_is_shown (void)
{
  struct diagram_options options = window_options ();
  struct story *s = story_new (100, 300, MS (50));

  story_state (s, HOST_B, TCP_LISTEN);
  state_of_child (s, MS (10), TCP_LISTEN, TCP_SYN_RECEIVED);
  story_at (s, MS (200));
  story_state_known (s, HOST_B, TCP_LISTEN, TCP_CLOSED, KNOWLEDGE_PROVEN);
  struct picture picture = picture_new (story_end (s), &options);
  size_t length = picture.diagram->shapes.bands[HOST_B].length;
  g_assert_cmpuint (length, ==, 3);
  g_assert_cmpint (picture.diagram->shapes.bands[HOST_B].items[length - 1].state, ==, TCP_SYN_RECEIVED);
  picture_clear (&picture);
}

/* The listener comes out again behind a connection that never opened. */
static void
test_listener_after_a_failed_opening (void)
{
  struct diagram_options options = window_options ();
  struct story *s = story_new (100, 300, MS (50));

  story_state (s, HOST_B, TCP_LISTEN);
  state_of_child (s, MS (10), TCP_LISTEN, TCP_SYN_RECEIVED);
  event_id end = state_of_child (s, SEC (3), TCP_SYN_RECEIVED, TCP_CLOSED);
  struct picture picture = picture_new (story_end (s), &options);
  size_t length = picture.diagram->shapes.bands[HOST_B].length;
  g_assert_cmpuint (length, ==, 4);
  g_assert_cmpint (picture.diagram->shapes.bands[HOST_B].items[length - 1].state, ==, TCP_LISTEN);
  g_assert_cmpuint (picture.diagram->shapes.bands[HOST_B].items[length - 1].event, ==, end);
  picture_clear (&picture);
}

static void
append_state (struct story *s, enum tcp_state after, bool pending)
{
  struct tcp_vars vars = { .state = (uint8_t) after, .fin_pending = pending, .fin_sent = !pending };
  struct trace_event event = {
    .at = s->now,
    .until = VTIME_NEVER,
    .cause = EVENT_NONE,
    .by = EVENT_NONE,
    .kind = TRACE_STATE,
    .host = HOST_A,
    .connection = 1,
    .before = TCP_ESTABLISHED,
    .after = (uint8_t) after,
  };

  trace_append (s->trace, &event, NULL, NULL, 0, &vars);
}

/* The send strand stays solid while the FIN waits behind data (D-04). */
static void
test_fin_pending (void)
{
  struct diagram_options options = window_options ();
  struct story *s = story_new (100, 300, MS (50));

  append_state (s, TCP_FIN_WAIT_1, true);
  story_at (s, MS (100));
  story_send (s, HOST_A, TCP_FIN | TCP_ACK, 1, 1, 0, 0);
  struct picture picture = picture_new (story_end (s), &options);
  const struct band *band = picture_band (&picture, HOST_A, TCP_FIN_WAIT_1);
  g_assert_true (band->fin_pending);
  g_assert_cmpfloat (band->fin_sent, ==, row (&picture, TRACE_CARRY, 0));
  picture_clear (&picture);

  /* In the ordinary close the FIN leaves in the same instant. */
  s = story_new (100, 300, MS (50));
  append_state (s, TCP_FIN_WAIT_1, true);
  story_send (s, HOST_A, TCP_FIN | TCP_ACK, 1, 1, 0, 0);
  picture = picture_new (story_end (s), &options);
  g_assert_false (picture_band (&picture, HOST_A, TCP_FIN_WAIT_1)->fin_pending);
  picture_clear (&picture);
}

static void
test_lost_segment_stops (void)
{
  struct diagram_options options = window_options ();
  struct picture picture = picture_new (story_loss (), &options);
  const struct arrow *lost = &picture.diagram->shapes.arrows.items[1];

  g_assert_cmpint (flights_get (picture.diagram->flights, 1)->fate, ==, FLIGHT_LOST);
  g_assert_cmpfloat (lost->stop, ==, 0.5); /* 40 of 80 ms */
  g_assert_cmpfloat (picture.diagram->shapes.arrows.items[0].stop, ==, 1);
  /* Nothing is drawn through the ✕. */
  for (size_t i = 0; i < picture.diagram->shapes.cuts.length; i++)
    g_assert_cmpfloat (picture.diagram->shapes.cuts.items[i].extent.top, >, arrow_y (lost, lost->stop) + 10);
  picture_clear (&picture);
}

/* A router's report begins at the ✕ of what it is about, and runs to the one who sent that. */
static void
test_report (void)
{
  for (unsigned from = 0; from < HOST_COUNT; from++)
    {
      struct diagram_options options = window_options ();
      struct story *s = story_new (100, 300, MS (50));
      event_id carry = story_send (s, from, TCP_ACK, 1, 1, 1460, 0);

      story_at (s, MS (25));
      event_id report = story_report (s, story_link (s, TRACE_LOSS, carry, VTIME_NEVER), 1400);
      story_at (s, MS (50));
      event_id arrival = story_arrive (s, report);
      struct picture picture = picture_new (story_end (s), &options);
      const struct arrow *lost = &picture.diagram->shapes.arrows.items[0], *arrow = lost + 1;
      const struct flight *flight = flights_get (picture.diagram->flights, 1);

      g_assert_cmpuint (picture.diagram->shapes.arrows.length, ==, 2);
      g_assert_true (flight->report);
      g_assert_cmpint (flight->fate, ==, FLIGHT_ARRIVED);
      g_assert_cmpfloat (arrow->x0, ==,
                         arrow_x (picture.diagram, flights_get (picture.diagram->flights, 0), lost, 0.5));
      g_assert_cmpfloat (arrow->y0, ==, arrow_y (lost, 0.5));
      g_assert_cmpfloat (arrow_x (picture.diagram, flight, arrow, 1), ==, picture.diagram->frame.hosts[from].edge);
      g_assert_cmpfloat (arrow->y1, ==, row_of (picture.diagram, arrival));
      g_assert_true ((picture.diagram->seen & SEEN_ACK) == 0); /* the legend has it as no ACK */
      picture_clear (&picture);
    }
}

/* What no host sent begins in the middle, and its instant has a row of its own. */
static void
test_injected (void)
{
  for (unsigned from = 0; from < HOST_COUNT; from++)
    {
      struct diagram_options options = window_options ();
      struct story *s = story_new (100, 300, MS (50));
      event_id carry = story_inject (s, from, TCP_RST, 400, 0);

      story_at (s, MS (25));
      event_id arrival = story_arrive (s, carry);
      struct picture picture = picture_new (story_end (s), &options);
      const struct arrow *arrow = &picture.diagram->shapes.arrows.items[0];
      const struct frame *frame = &picture.diagram->frame;
      const struct flight *flight = flights_get (picture.diagram->flights, 0);

      g_assert_cmpuint (picture.diagram->shapes.arrows.length, ==, 1);
      g_assert_cmpint (arrow->arrow_class, ==, ARROW_RST);
      g_assert_cmpfloat (arrow->x0, ==, (frame->hosts[HOST_A].edge + frame->hosts[HOST_B].edge) / 2);
      g_assert_cmpfloat (arrow_x (picture.diagram, flight, arrow, 1), ==, frame->hosts[from ^ 1u].edge);
      g_assert_cmpfloat (arrow->y0, ==, row_of (picture.diagram, carry));
      g_assert_cmpfloat (arrow->y1, ==, row_of (picture.diagram, arrival));
      picture_clear (&picture);
    }
}

/* Lost as it departs, and then silence: there is room for the ✕ above the cut. */
static void
test_lost_at_departure (void)
{
  struct diagram_options options = window_options ();
  struct story *s = story_new (100, 300, MS (50));
  event_id carry = story_send (s, HOST_A, TCP_SYN, 0, 0, 0, 0);

  story_link (s, TRACE_LOSS, carry, VTIME_NEVER);
  story_at (s, SEC (1));
  story_send (s, HOST_A, TCP_SYN, 0, 0, 0, MARK_RETRANSMISSION);
  struct picture picture = picture_new (story_end (s), &options);
  const struct arrow *lost = &picture.diagram->shapes.arrows.items[0];
  g_assert_cmpfloat (lost->stop, ==, 0.5);
  g_assert_cmpfloat (arrow_y (lost, lost->stop), >, lost->y0 + 10);
  g_assert_cmpuint (picture.diagram->shapes.cuts.length, ==, 1);
  g_assert_cmpfloat (picture.diagram->shapes.cuts.items[0].extent.top, >, arrow_y (lost, lost->stop) + 10);
  picture_clear (&picture);
}

static void
test_cuts (void)
{
  struct diagram_options options = window_options ();
  struct picture picture = picture_new (story_window (SEC (300)), &options);
  const struct cut *cuts = picture.diagram->shapes.cuts.items;

  g_assert_cmpuint (picture.diagram->shapes.cuts.length, ==, 2);
  g_assert_cmpint (cuts[0].to - cuts[0].from, ==, MS (950));
  g_assert_cmpint (cuts[1].to - cuts[1].from, ==, SEC (240) - MS (50));
  for (size_t i = 0; i < 2; i++)
    {
      double middle = (cuts[i].extent.top + cuts[i].extent.bottom) / 2;

      g_assert_cmpfloat_with_epsilon (middle - time_map_y (&picture.diagram->map, cuts[i].from), 32, 1e-6);
      g_assert_cmpfloat (cuts[i].extent.bottom - cuts[i].extent.top, ==, 14);
    }
  picture_clear (&picture);
}

static const struct timer_shape *
timer_of (const struct picture *picture, enum tcp_timer timer, size_t n)
{
  for (size_t i = 0; i < picture->diagram->shapes.timers.length; i++)
    if (picture->diagram->shapes.timers.items[i].timer == timer && n-- == 0)
      return &picture->diagram->shapes.timers.items[i];
  g_assert_not_reached ();
}

/* The brace spans TIME-WAIT and prints what the timer was really set to. */
static void
test_brace (void)
{
  struct diagram_options options = figure_options ();
  struct picture picture = picture_new (story_full (), &options);
  const struct timer_shape *timer = timer_of (&picture, TCP_TIMER_2MSL, 0);
  const struct band *band = picture_band (&picture, HOST_A, TCP_TIME_WAIT);
  char text[FORMAT_SIZE];

  g_assert_true (timer_is_brace (timer, VTIME_NEVER));
  g_assert_true (timer_is_drawn (picture.diagram, timer, VTIME_NEVER));
  g_assert_cmpfloat (timer->extent.top, ==, band->extent.top);
  g_assert_cmpfloat (timer->extent.bottom, ==, band->extent.bottom);
  g_assert_cmpstr (format_span (text, timer->until - timer->from), ==, "240 s");
  picture_clear (&picture);
}

/* A restart of 2MSL: the first run becomes a bracket that was stopped, the second one the brace. */
static void
test_restart (void)
{
  struct diagram_options options = window_options ();
  struct picture picture = picture_new (story_last_ack_lost (), &options);
  const struct timer_shape *first = timer_of (&picture, TCP_TIMER_2MSL, 0);
  const struct timer_shape *second = timer_of (&picture, TCP_TIMER_2MSL, 1);

  g_assert_cmpint (first->how, ==, TIMER_RESTARTED);
  g_assert_cmpint (second->how, ==, TIMER_FIRED);
  g_assert_false (timer_is_brace (first, VTIME_NEVER - 1));
  g_assert_true (timer_is_brace (second, VTIME_NEVER - 1));
  g_assert_cmpfloat (first->extent.bottom, ==, second->extent.top);
  g_assert_true (timer_is_drawn (picture.diagram, first, VTIME_NEVER));
  picture_clear (&picture);
}

static void
test_which_timers_are_drawn (void)
{
  struct diagram_options options = window_options ();
  struct picture picture = picture_new (story_loss (), &options);
  const struct diagram *diagram = picture.diagram;
  const struct timer_shape *stopped = timer_of (&picture, TCP_TIMER_RTO, 0);
  const struct timer_shape *fired = timer_of (&picture, TCP_TIMER_RTO, 1);

  g_assert_cmpint (stopped->how, ==, TIMER_RESTARTED);
  g_assert_cmpint (fired->how, ==, TIMER_FIRED);
  g_assert_false (timer_is_drawn (diagram, stopped, VTIME_NEVER));
  g_assert_true (timer_is_drawn (diagram, fired, VTIME_NEVER));
  /* While it runs it is drawn once an answer should have been back. */
  g_assert_false (timer_is_drawn (diagram, fired, fired->from + MS (100)));
  g_assert_true (timer_is_drawn (diagram, fired, fired->from + MS (300)));
  g_assert_false (timer_is_drawn (diagram, fired, fired->from - 1));
  picture_clear (&picture);

  options.all_timers = true;
  picture = picture_new (story_loss (), &options);
  g_assert_true (timer_is_drawn (picture.diagram, timer_of (&picture, TCP_TIMER_RTO, 0), VTIME_NEVER));
  picture_clear (&picture);
  options.show_timers = false;
  picture = picture_new (story_loss (), &options);
  g_assert_false (timer_is_drawn (picture.diagram, timer_of (&picture, TCP_TIMER_RTO, 1), VTIME_NEVER));
  g_assert_true (timer_is_drawn (picture.diagram, timer_of (&picture, TCP_TIMER_2MSL, 0), VTIME_NEVER));
  picture_clear (&picture);
}

/* What asks for an answer or sends again has a bracket, whichever recovery it belongs to; what merely waits for the
 * program or the peer has none. */
static void
test_timers_with_brackets (void)
{
  static const enum tcp_timer drawn[]
      = { TCP_TIMER_RTO, TCP_TIMER_PERSIST, TCP_TIMER_DELAYED_ACK, TCP_TIMER_REORDERING, TCP_TIMER_PTO };
  static const enum tcp_timer bare[] = { TCP_TIMER_USER, TCP_TIMER_SWS, TCP_TIMER_FIN_WAIT_2, TCP_TIMER_KEEPALIVE };

  struct diagram_options options = window_options ();
  struct story *s = story_new (100, 300, MS (50));
  for (gsize i = 0; i < G_N_ELEMENTS (drawn); i++)
    story_timer (s, HOST_A, TRACE_TIMER_START, drawn[i], MS (400));
  for (gsize i = 0; i < G_N_ELEMENTS (bare); i++)
    story_timer (s, HOST_A, TRACE_TIMER_START, bare[i], MS (400));
  story_at (s, MS (400));
  for (gsize i = 0; i < G_N_ELEMENTS (drawn); i++)
    story_timer (s, HOST_A, TRACE_TIMER_EXPIRE, drawn[i], 0);
  struct picture picture = picture_new (story_end (s), &options);
  for (gsize i = 0; i < G_N_ELEMENTS (drawn); i++)
    g_assert_true (timer_is_drawn (picture.diagram, timer_of (&picture, drawn[i], 0), VTIME_NEVER));
  g_assert_cmpuint (picture.diagram->shapes.timers.length, ==, G_N_ELEMENTS (drawn));
  picture_clear (&picture);
}

/* Timers of one host that run at the same time stand beside each other. */
static void
test_nested_timers (void)
{
  struct diagram_options options = window_options ();
  struct story *s = story_new (100, 300, MS (50));

  story_timer (s, HOST_A, TRACE_TIMER_START, TCP_TIMER_RTO, SEC (1));
  story_at (s, MS (100));
  story_timer (s, HOST_A, TRACE_TIMER_START, TCP_TIMER_PERSIST, SEC (1));
  story_timer (s, HOST_B, TRACE_TIMER_START, TCP_TIMER_RTO, SEC (1));
  story_at (s, MS (1000));
  story_timer (s, HOST_A, TRACE_TIMER_EXPIRE, TCP_TIMER_RTO, 0);
  story_at (s, MS (1100));
  story_timer (s, HOST_A, TRACE_TIMER_EXPIRE, TCP_TIMER_PERSIST, 0);
  story_timer (s, HOST_B, TRACE_TIMER_EXPIRE, TCP_TIMER_RTO, 0);
  struct picture picture = picture_new (story_end (s), &options);
  const struct timer_shape *timers = picture.diagram->shapes.timers.items;
  g_assert_cmpfloat (timers[0].offset, ==, 16);
  g_assert_cmpfloat (timers[1].offset, ==, 28);
  g_assert_cmpfloat (timers[2].offset, ==, 16); /* the other host's */
  picture_clear (&picture);

  /* Also when the outer one ends last. */
  s = story_new (100, 300, MS (50));
  story_timer (s, HOST_A, TRACE_TIMER_START, TCP_TIMER_RTO, SEC (1));
  story_at (s, MS (100));
  story_timer (s, HOST_A, TRACE_TIMER_START, TCP_TIMER_DELAYED_ACK, MS (200));
  story_at (s, MS (300));
  story_timer (s, HOST_A, TRACE_TIMER_EXPIRE, TCP_TIMER_DELAYED_ACK, 0);
  story_at (s, MS (1000));
  story_timer (s, HOST_A, TRACE_TIMER_EXPIRE, TCP_TIMER_RTO, 0);
  picture = picture_new (story_end (s), &options);
  timers = picture.diagram->shapes.timers.items;
  g_assert_cmpfloat (timers[0].offset, !=, timers[1].offset);
  picture_clear (&picture);
}

static char *
note_text (const struct note *note)
{
  GString *text = g_string_new (NULL);

  for (size_t i = 0; i < note->line_count; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "|" : "", note->lines[i]);
  return g_string_free (text, FALSE);
}

static void
assert_note (const struct picture *picture, size_t n, unsigned host, enum note_direction direction, const char *text)
{
  const struct note *note = &picture->diagram->shapes.notes.items[n];
  g_autofree char *said = note_text (note);

  g_assert_cmpuint (n, <, picture->diagram->shapes.notes.length);
  g_assert_cmpuint (note->host, ==, host);
  g_assert_cmpint (note->direction, ==, direction);
  g_assert_cmpstr (said, ==, text);
}

static void
test_notes (void)
{
  struct diagram_options options = figure_options ();
  struct picture picture = picture_new (story_full (), &options);

  g_assert_cmpuint (picture.diagram->shapes.notes.length, ==, 5);
  assert_note (&picture, 0, HOST_B, NOTE_CALL, "passive open");
  assert_note (&picture, 1, HOST_A, NOTE_CALL, "active open");
  assert_note (&picture, 2, HOST_A, NOTE_CALL, "active close");
  assert_note (&picture, 3, HOST_B, NOTE_NOTICE, "notify application");
  assert_note (&picture, 4, HOST_B, NOTE_CALL, "passive close");
  picture_clear (&picture);

  options = window_options ();
  picture = picture_new (story_window (SEC (300)), &options);
  g_assert_cmpuint (picture.diagram->shapes.notes.length, ==, 7);
  assert_note (&picture, 0, HOST_B, NOTE_CALL, "listen");
  assert_note (&picture, 2, HOST_A, NOTE_CALL, "send 10");
  assert_note (&picture, 3, HOST_B, NOTE_NOTICE, "read 10|send 300");
  assert_note (&picture, 5, HOST_B, NOTE_NOTICE, "end of file");
  picture_clear (&picture);

  picture = picture_new (story_loss (), &options);
  assert_note (&picture, 0, HOST_B, NOTE_NOTICE, "out of order: |kept, not delivered");
  picture_clear (&picture);
}

static const char *
program_word (void *user, enum diagram_word word)
{
  const char *const *words = user;

  return word == WORD_REFUSED ? words[0] : word == WORD_RESET ? words[1] : NULL;
}

static const char *
no_note (void *user, enum tcp_state state)
{
  (void) user;
  (void) state;
  return NULL;
}

/* The words that the program has for these, in two languages. */
static const char *PROGRAM_ENGLISH[] = { "connection refused", "connection reset" };
static const char *PROGRAM_CHINESE[] = { "连接被拒绝", "连接被复位" };

/* Words that find no room beside the band are broken; those that do are not. */
static void
test_notes_fit (void)
{
  struct diagram_options options = window_options ();
  static const struct
  {
    double width;
    const char **said;
    const char *a, *b;
  } ROWS[] = {
    { 1200, PROGRAM_ENGLISH, "connection refused", "connection reset" },
    { 832, PROGRAM_ENGLISH, "connection|refused", "connection reset" },
    { 1200, PROGRAM_CHINESE, "连接被拒绝", "连接被复位" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ROWS); i++)
    {
      struct diagram_words words = { ROWS[i].said, program_word, no_note };
      struct story *s = story_new (100, 300, MS (50));

      options.width = ROWS[i].width;
      story_tell (s, HOST_A, TRACE_NOTICE, REASON_NOTICE_REFUSED, 0);
      story_tell (s, HOST_B, TRACE_NOTICE, REASON_NOTICE_RESET, 0);
      struct picture picture = picture_new_said (story_end (s), &options, &words);
      assert_note (&picture, 0, HOST_A, NOTE_NOTICE, ROWS[i].a);
      assert_note (&picture, 1, HOST_B, NOTE_NOTICE, ROWS[i].b);
      picture_clear (&picture);
    }
}

/* At every width of the window they stay between the time axis and its edge. */
static void
test_notes_stay_inside (void)
{
  struct diagram_options options = window_options ();

  for (double width = 820; width <= 1400; width += 20)
    {
      struct diagram_words words = { PROGRAM_ENGLISH, program_word, no_note };
      struct story *s = story_new (100, 300, MS (50));

      options.width = width;
      for (unsigned host = 0; host < HOST_COUNT; host++)
        {
          story_tell (s, host, TRACE_NOTICE, REASON_NOTICE_REFUSED, 0);
          story_tell (s, host, TRACE_NOTICE, REASON_NOTICE_RESET, 0);
        }
      struct picture picture = picture_new_said (story_end (s), &options, &words);
      const struct frame *frame = &picture.diagram->frame;
      for (size_t i = 0; i < picture.diagram->shapes.notes.length; i++)
        {
          const struct note *note = &picture.diagram->shapes.notes.items[i];
          double start = frame->hosts[note->host].outer + frame->hosts[note->host].outward * NOTE_TEXT;
          double room = note->host == HOST_A ? start - frame->axis : frame->width - start;

          for (size_t line = 0; line < note->line_count; line++)
            g_assert_cmpfloat (string_width (picture.diagram->measure, note->lines[line], FONT_REGULAR, NOTE_FONT_SIZE),
                               <, room + 18);
        }
      picture_clear (&picture);
    }
}

static void
test_note_of_crash (void)
{
  struct diagram_options options = window_options ();
  struct story *s = story_new (100, 300, MS (50));

  story_tell (s, HOST_B, TRACE_STATE, REASON_STATE_CRASHED, 0);
  struct picture picture = picture_new (story_end (s), &options);
  assert_note (&picture, 0, HOST_B, NOTE_CALL, "power lost");
  picture_clear (&picture);
}

/* Beside the connection that accept cannot give yet, and where it gives it; a call that concerns none has no note. */
static void
test_notes_of_accept (void)
{
  struct diagram_options options = window_options ();
  struct story *s = story_new (100, 300, MS (50));

  story_tell (s, HOST_B, TRACE_CALL, REASON_PROGRAM_OUT_OF_DESCRIPTORS, 0);
  story_at (s, SEC (1));
  story_tell (s, HOST_B, TRACE_CALL, REASON_PROGRAM_ACCEPTS_LATE, 0);
  struct picture picture = picture_new (story_end (s), &options);
  g_assert_cmpuint (picture.diagram->shapes.notes.length, ==, 2);
  assert_note (&picture, 0, HOST_B, NOTE_NOTICE, "accept fails: |too many open files");
  assert_note (&picture, 1, HOST_B, NOTE_CALL, "accept");
  picture_clear (&picture);
}

static void
assert_notes_apart (const struct diagram *diagram)
{
  double bottom[HOST_COUNT] = { 0, 0 };

  for (size_t i = 0; i < diagram->shapes.notes.length; i++)
    {
      const struct note *note = &diagram->shapes.notes.items[i];

      if (note->line_count == 0)
        continue;
      g_assert_cmpfloat (note->extent.top, >=, bottom[note->host] - 1e-9);
      bottom[note->host] = note->extent.bottom;
    }
}

/* Notes of a side never overlap, also when one grows by a line after it was placed. */
static void
test_notes_keep_apart (void)
{
  struct diagram_options options = window_options ();
  struct story *s = story_new (100, 300, MS (50));

  for (guint i = 0; i < 2; i++)
    {
      story_at (s, MS (300) + MS (10) * (vtime) i);
      story_tell (s, HOST_B, TRACE_DELIVER, REASON_DELIVER_GAP_FILLED, 2000);
      story_tell (s, HOST_B, TRACE_CALL, REASON_CALL_RECEIVE, 2000 + i);
    }
  struct picture grown = picture_new (story_end (s), &options);
  g_assert_cmpuint (grown.diagram->shapes.notes.length, >=, 2);
  g_assert_cmpuint (grown.diagram->shapes.notes.items[0].line_count, ==, 3);
  assert_notes_apart (grown.diagram);
  picture_clear (&grown);

  for (uint64_t seed = 1; seed <= 8; seed++)
    {
      struct picture picture = picture_new (story_random (seed, 400), &options);
      assert_notes_apart (picture.diagram);
      picture_clear (&picture);
    }
}

static void
test_fold (void)
{
  struct diagram_options options = figure_options ();
  struct picture picture = picture_new (story_full (), &options);
  const struct shapes *shapes = &picture.diagram->shapes;

  g_assert_cmpuint (shapes->blocks.length, ==, 2);
  g_assert_cmpint (shapes->blocks.items[0].direction, ==, BLOCK_BOTH);
  g_assert_cmpint (shapes->blocks.items[1].direction, ==, BLOCK_B_TO_A);
  /* Between the handshake and the FIN, and between its ACK and the other FIN. */
  g_assert_cmpfloat (shapes->blocks.items[0].extent.top, >, shapes->arrows.items[2].y1);
  g_assert_cmpfloat (shapes->blocks.items[0].extent.bottom, <, shapes->arrows.items[6].y0);
  g_assert_cmpfloat (shapes->blocks.items[1].extent.top, >, shapes->arrows.items[7].y1);
  g_assert_cmpfloat (shapes->blocks.items[1].extent.bottom, <, shapes->arrows.items[10].y0);
  for (size_t i = 0; i < shapes->arrows.length; i++)
    g_assert_cmpint (shapes->arrows.items[i].left_out, ==, (i >= 3 && i <= 5) || i == 8 || i == 9);
  picture_clear (&picture);

  /* What is eventful is not folded. */
  picture = picture_new (story_loss (), &options);
  g_assert_cmpuint (picture.diagram->shapes.blocks.length, ==, 0);
  picture_clear (&picture);
}

/* The ACK that ends the handshake is lost, and a data segment does its work: that one is drawn, what follows is folded.
 */
static void
test_fold_after_opening (void)
{
  struct diagram_options options = figure_options ();
  struct story *s = story_new (100, 300, MS (50));
  event_id syn, syn_ack, ack, data, reply;

  story_state (s, HOST_B, TCP_LISTEN);
  story_state (s, HOST_A, TCP_SYN_SENT);
  syn = story_send (s, HOST_A, TCP_SYN, 0, 0, 0, 0);
  story_at (s, MS (50));
  story_arrive (s, syn);
  story_state (s, HOST_B, TCP_SYN_RECEIVED);
  syn_ack = story_send (s, HOST_B, TCP_SYN | TCP_ACK, 0, 1, 0, 0);
  story_at (s, MS (100));
  story_arrive (s, syn_ack);
  story_state (s, HOST_A, TCP_ESTABLISHED);
  ack = story_send (s, HOST_A, TCP_ACK, 1, 1, 0, 0);
  story_link (s, TRACE_LOSS, ack, VTIME_NEVER);
  story_at (s, MS (110));
  data = story_send (s, HOST_A, TCP_ACK, 1, 1, 5, 0);
  story_at (s, MS (160));
  story_arrive (s, data);
  story_state (s, HOST_B, TCP_ESTABLISHED);
  reply = story_send (s, HOST_B, TCP_ACK, 1, 6, 300, 0);
  story_at (s, MS (210));
  story_arrive (s, reply);
  struct picture picture = picture_new (story_end (s), &options);
  const struct shapes *shapes = &picture.diagram->shapes;
  g_assert_cmpuint (shapes->arrows.length, ==, 5);
  for (size_t i = 0; i < 5; i++)
    g_assert_cmpint (shapes->arrows.items[i].left_out, ==, i == 4);
  g_assert_cmpuint (shapes->blocks.length, ==, 1);
  picture_clear (&picture);
}

/* The same when the ACK comes too late: the receiver is still opening when the data arrives. */
static void
test_fold_overtaking (void)
{
  struct diagram_options options = figure_options ();
  struct story *s = story_new (100, 300, MS (50));
  event_id ack, data;

  story_state_known (s, HOST_B, TCP_LISTEN, TCP_SYN_RECEIVED, KNOWLEDGE_PROVEN);
  story_state_known (s, HOST_A, TCP_SYN_SENT, TCP_ESTABLISHED, KNOWLEDGE_PROVEN);
  ack = story_send (s, HOST_A, TCP_ACK, 1, 1, 0, 0);
  story_at (s, MS (10));
  data = story_send (s, HOST_A, TCP_ACK, 1, 1, 5, 0);
  story_at (s, MS (60));
  story_arrive (s, data);
  story_state (s, HOST_B, TCP_ESTABLISHED);
  story_at (s, MS (70));
  story_arrive (s, ack);
  struct picture picture = picture_new (story_end (s), &options);
  g_assert_cmpuint (picture.diagram->shapes.blocks.length, ==, 0);
  g_assert_false (picture.diagram->shapes.arrows.items[1].left_out);
  picture_clear (&picture);
}

/* What a capture does not have was lost only if it was sent again. */
static void
test_not_seen (void)
{
  struct diagram_options options = window_options ();
  struct picture picture = picture_new (story_capture (), &options);

  g_assert_cmpint (flights_get (picture.diagram->flights, 5)->fate, ==, FLIGHT_NOT_SEEN);
  g_assert_true (picture.diagram->shapes.arrows.items[5].came_again);
  g_assert_false (picture.diagram->shapes.arrows.items[4].came_again);
  picture_clear (&picture);

  struct story *s = story_new (100, 300, MS (50));
  event_id syn = story_send_only (s, HOST_A, TCP_SYN, 0, 0, 0, 0);
  story_carry (s, HOST_A, syn, MS (50), KNOWLEDGE_UNKNOWN);
  story_at (s, MS (50));
  story_send (s, HOST_B, TCP_SYN | TCP_ACK, 0, 1, 0, 0);
  picture = picture_new (story_end (s), &options);
  g_assert_false (picture.diagram->shapes.arrows.items[0].came_again);
  picture_clear (&picture);
}

static void
test_suit (void)
{
  struct diagram_options options = figure_options ();
  struct trace *trace = story_full ();

  diagram_options_suit (&options, trace);
  g_assert_false (options.show_gutter);
  g_assert_true (options.fold_data);
  trace_free (trace);
  trace = story_loss ();
  diagram_options_suit (&options, trace);
  g_assert_true (options.show_gutter);
  g_assert_false (options.fold_data);
  g_assert_cmpint (options.notes, ==, NOTES_CALLS);
  trace_free (trace);
}

/* A host that loses its power is no ordinary course either, and so is what no host sent. */
static void
test_suit_crash (void)
{
  for (unsigned kind = 0; kind < 3; kind++)
    {
      struct diagram_options options = figure_options ();
      struct story *s = story_new (100, 300, MS (50));

      if (kind == 1)
        story_tell (s, HOST_B, TRACE_STATE, REASON_STATE_CRASHED, 0);
      else if (kind == 2)
        story_inject (s, HOST_A, TCP_RST, 1, 0);
      else
        story_state (s, HOST_B, TCP_LISTEN);
      struct trace *trace = story_end (s);
      diagram_options_suit (&options, trace);
      g_assert_cmpint (options.show_gutter, ==, kind > 0);
      g_assert_cmpint (options.fold_data, ==, kind == 0);
      trace_free (trace);
    }
}

/* The lane keeps its limits at every width, and the picture fits into it from 640 px on. */
static void
test_widths (void)
{
  struct diagram_options options = window_options ();

  for (double width = 640; width <= 2400; width += 7)
    {
      struct frame frame;

      options.width = width;
      frame_init (&frame, &options, 0, false);
      g_assert_cmpfloat_with_epsilon (frame.width, width, 1e-6);
      g_assert_cmpfloat (frame_lane (&frame), >=, 260);
      g_assert_cmpfloat (frame_lane (&frame), <=, 460);
      g_assert_cmpint (frame.narrow, ==, width < 820);
    }
}

static void
test_format (void)
{
  char text[FORMAT_SIZE], word[64];

  g_assert_cmpstr (format_clock (text, 0), ==, "0 ms");
  g_assert_cmpstr (format_clock (text, MS (50)), ==, "50 ms");
  g_assert_cmpstr (format_clock (text, US (424)), ==, "0.424 ms");
  g_assert_cmpstr (format_clock (text, US (34871)), ==, "34.9 ms");
  g_assert_cmpstr (format_clock (text, US (140351)), ==, "140 ms");
  g_assert_cmpstr (format_clock (text, MS (1300)), ==, "1.300 s");
  g_assert_cmpstr (format_clock (text, NS (999999999)), ==, "1.000 s");
  g_assert_cmpstr (format_clock (text, MS (241310)), ==, "241.310 s");
  g_assert_cmpstr (format_clock_fine (text, US (140351)), ==, "140.351 ms");
  g_assert_cmpstr (format_clock_fine (text, US (1000424)), ==, "1.000424 s");
  g_assert_cmpstr (format_span (text, MS (950)), ==, "950 ms");
  g_assert_cmpstr (format_span (text, SEC (240)), ==, "240 s");
  g_assert_cmpstr (format_span (text, MS (239950)), ==, "239.95 s");
  g_assert_cmpstr (format_span (text, MS (58200)), ==, "58.2 s");
  g_assert_cmpstr (format_word (word, sizeof word, "{time} not drawn", "3 s"), ==, "3 s not drawn");
  g_assert_cmpstr (format_word (word, sizeof word, "close", "3 s"), ==, "close");
  g_assert_cmpstr (format_word (word, sizeof word, "a {b", "3 s"), ==, "a {b");
}

static void
test_words_are_complete (void)
{
  for (int word = 0; word < WORD_COUNT; word++)
    {
      const char *said = DIAGRAM_WORDS_ENGLISH.word (NULL, (enum diagram_word) word);

      g_assert_nonnull (said);
      g_assert_cmpstr (said, !=, "");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagram/layout/handshake", test_handshake);
  g_test_add_func ("/diagram/layout/bands-are-complete", test_bands_are_complete);
  g_test_add_func ("/diagram/layout/state-without-time-has-no-band", test_state_without_time_has_no_band);
  g_test_add_func ("/diagram/layout/newest-connection-is-shown", test_newest_connection_is_shown);
  g_test_add_func ("/diagram/layout/listener-after-a-failed-opening", test_listener_after_a_failed_opening);
  g_test_add_func ("/diagram/layout/fin-pending", test_fin_pending);
  g_test_add_func ("/diagram/layout/report", test_report);
  g_test_add_func ("/diagram/layout/injected", test_injected);
  g_test_add_func ("/diagram/layout/lost-segment-stops", test_lost_segment_stops);
  g_test_add_func ("/diagram/layout/lost-at-departure", test_lost_at_departure);
  g_test_add_func ("/diagram/layout/cuts", test_cuts);
  g_test_add_func ("/diagram/layout/brace", test_brace);
  g_test_add_func ("/diagram/layout/restart", test_restart);
  g_test_add_func ("/diagram/layout/which-timers-are-drawn", test_which_timers_are_drawn);
  g_test_add_func ("/diagram/layout/timers-with-brackets", test_timers_with_brackets);
  g_test_add_func ("/diagram/layout/nested-timers", test_nested_timers);
  g_test_add_func ("/diagram/layout/notes-fit", test_notes_fit);
  g_test_add_func ("/diagram/layout/notes-inside", test_notes_stay_inside);
  g_test_add_func ("/diagram/layout/notes", test_notes);
  g_test_add_func ("/diagram/layout/note-of-crash", test_note_of_crash);
  g_test_add_func ("/diagram/layout/notes-of-accept", test_notes_of_accept);
  g_test_add_func ("/diagram/layout/notes-keep-apart", test_notes_keep_apart);
  g_test_add_func ("/diagram/layout/fold", test_fold);
  g_test_add_func ("/diagram/layout/fold-after-opening", test_fold_after_opening);
  g_test_add_func ("/diagram/layout/fold-overtaking", test_fold_overtaking);
  g_test_add_func ("/diagram/layout/not-seen", test_not_seen);
  g_test_add_func ("/diagram/layout/suit", test_suit);
  g_test_add_func ("/diagram/layout/suit-crash", test_suit_crash);
  g_test_add_func ("/diagram/layout/widths", test_widths);
  g_test_add_func ("/diagram/layout/format", test_format);
  g_test_add_func ("/diagram/layout/words-are-complete", test_words_are_complete);
  return g_test_run ();
}
