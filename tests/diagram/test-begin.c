/* Pictures that leave out what was before a moment. */
#include "picture.h"

static struct picture
picture_from (struct trace *trace, vtime from)
{
  struct diagram_options options = figure_options ();

  options.from = from;
  return picture_new (trace, &options);
}

static const struct band *
first_band (const struct picture *picture, unsigned host)
{
  return &picture->diagram->shapes.bands[host].items[0];
}

/* Arrows that departed before are not drawn, unless they come in from above. */
static void
assert_nothing_before (const struct picture *picture)
{
  const struct diagram *diagram = picture->diagram;

  for (size_t i = 0; i < diagram->shapes.arrows.length; i++)
    {
      const struct arrow *arrow = &diagram->shapes.arrows.items[i];

      if (!arrow->left_out)
        g_assert_true (arrow->cut == (flights_get (diagram->flights, i)->start < diagram->options.from));
    }
  for (size_t i = 0; i < diagram->shapes.notes.length; i++)
    g_assert_cmpint (diagram->shapes.notes.items[i].at, >=, diagram->options.from);
  for (size_t i = 0; i < diagram->shapes.ticks.length; i++)
    g_assert_cmpint (diagram->shapes.ticks.items[i].at, >=, diagram->options.from);
}

/* The close alone, as the textbook has it: data and handshake are over. */
static void
test_close (void)
{
  static const char *const labels[] = {
    [6] = "FIN=1, seq=u",
    [7] = "ACK=1, seq=v, ack=u+1",
    [10] = "FIN=1, ACK=1, seq=w, ack=u+1",
    [11] = "ACK=1, seq=u+1, ack=w+1",
  };
  struct picture picture = picture_from (story_full (), MS (380));
  const struct diagram *diagram = picture.diagram;

  assert_nothing_before (&picture);
  g_assert_cmpuint (diagram->shapes.arrows.length, ==, G_N_ELEMENTS (labels));
  for (size_t i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_assert_cmpint (diagram->shapes.arrows.items[i].left_out, ==, labels[i] == NULL);
      g_autofree char *label = picture_label (&picture, i);
      if (labels[i] != NULL)
        g_assert_cmpstr (label, ==, labels[i]);
    }
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      g_assert_cmpint (first_band (&picture, host)->state, ==, TCP_ESTABLISHED);
      g_assert_cmpfloat (first_band (&picture, host)->extent.top, ==, diagram->frame.top);
    }
  g_assert_cmpfloat (first_band (&picture, HOST_A)->extent.bottom, ==, diagram->frame.top + diagram->frame.lead);
  /* The one block is that of the half-closed connection. */
  g_assert_cmpuint (diagram->shapes.blocks.length, ==, 1);
  g_assert_cmpint (diagram->shapes.blocks.items[0].direction, ==, BLOCK_B_TO_A);
  g_assert_true (diagram->hosts[HOST_A].opened_actively);
  g_assert_false (diagram->hosts[HOST_B].opened_actively);
  picture_clear (&picture);
}

/* Data that goes on after the beginning stands at the top as a block arrow. */
static void
test_data_partly_inside (void)
{
  struct picture picture = picture_from (story_full (), MS (200));
  const struct shapes *shapes = &picture.diagram->shapes;

  assert_nothing_before (&picture);
  g_assert_cmpuint (shapes->blocks.length, ==, 2);
  g_assert_cmpint (shapes->blocks.items[0].direction, ==, BLOCK_BOTH);
  g_assert_cmpfloat (shapes->blocks.items[0].extent.top, >, picture.diagram->frame.top);
  g_assert_cmpfloat (shapes->blocks.items[0].extent.bottom, <, shapes->arrows.items[6].y0);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    g_assert_cmpint (first_band (&picture, host)->state, ==, TCP_ESTABLISHED);
  picture_clear (&picture);
}

/* At the very instant the handshake ends it is over. */
static void
test_at_an_arrival (void)
{
  struct picture picture = picture_from (story_full (), MS (150));

  assert_nothing_before (&picture);
  for (size_t i = 0; i < 3; i++)
    g_assert_true (picture.diagram->shapes.arrows.items[i].left_out);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    g_assert_cmpint (first_band (&picture, host)->state, ==, TCP_ESTABLISHED);
  picture_clear (&picture);
}

/* What departs at that instant is drawn, also when it answers what arrives then. */
static void
test_at_a_departure (void)
{
  struct picture picture = picture_from (story_full (), MS (50));

  assert_nothing_before (&picture);
  g_assert_true (picture.diagram->shapes.arrows.items[0].left_out);
  g_assert_false (picture.diagram->shapes.arrows.items[1].left_out);
  g_assert_cmpint (first_band (&picture, HOST_A)->state, ==, TCP_SYN_SENT);
  g_assert_cmpint (first_band (&picture, HOST_B)->state, ==, TCP_SYN_RECEIVED);
  picture_clear (&picture);
}

/* A segment that is under way when the picture begins comes in from above, from where it is. */
static void
test_under_way (void)
{
  struct picture picture = picture_from (story_full (), MS (120));
  const struct diagram *diagram = picture.diagram;
  const struct arrow *ack = &diagram->shapes.arrows.items[2];
  const struct frame_host *hosts = diagram->frame.hosts;

  assert_nothing_before (&picture);
  g_assert_true (ack->cut);
  g_assert_cmpfloat_with_epsilon (ack->x0, hosts[HOST_A].edge + 0.4 * frame_lane (&diagram->frame), 1e-6);
  g_assert_cmpfloat (ack->y0, ==, diagram->frame.top + diagram->frame.lead);
  g_assert_cmpfloat (ack->y1, ==, first_band (&picture, HOST_B)->extent.bottom);
  g_assert_cmpint (first_band (&picture, HOST_A)->state, ==, TCP_ESTABLISHED);
  g_assert_cmpint (first_band (&picture, HOST_B)->state, ==, TCP_SYN_RECEIVED);
  double x, y;
  g_assert_true (diagram_token (diagram, 2, MS (135), &x, &y));
  g_assert_cmpfloat_with_epsilon (x, hosts[HOST_A].edge + 0.7 * frame_lane (&diagram->frame), 1);
  g_assert_false (diagram_token (diagram, 0, MS (20), &x, &y));
  picture_clear (&picture);
}

/* What is lost after the beginning ends where it would. */
static void
test_lost_under_way (void)
{
  struct story *s = story_new (100, 300, MS (50));
  event_id data = story_send (s, HOST_A, TCP_ACK, 1, 1, 100, 0);

  story_at (s, MS (40));
  story_link (s, TRACE_LOSS, data, VTIME_NEVER);
  story_at (s, MS (100));
  story_call (s, HOST_A, REASON_CALL_CLOSE, 0);
  struct picture picture = picture_from (story_end (s), MS (20));
  const struct arrow *arrow = &picture.diagram->shapes.arrows.items[0];
  const struct flight *flight = flights_get (picture.diagram->flights, 0);
  double left = picture.diagram->frame.hosts[HOST_A].edge, lane = frame_lane (&picture.diagram->frame);
  g_assert_true (arrow->cut);
  g_assert_cmpfloat_with_epsilon (arrow_x (picture.diagram, flight, arrow, arrow->stop), left + 0.8 * lane, 1e-6);
  picture_clear (&picture);
}

/* Timers that run on begin at the top with their real value; those that ended before are not drawn. */
static void
test_timers (void)
{
  struct picture picture = picture_from (story_last_ack_lost (), MS (500));
  const struct shapes *shapes = &picture.diagram->shapes;
  size_t drawn = 0;

  assert_nothing_before (&picture);
  g_assert_cmpint (first_band (&picture, HOST_A)->state, ==, TCP_TIME_WAIT);
  g_assert_cmpint (first_band (&picture, HOST_B)->state, ==, TCP_LAST_ACK);
  for (size_t i = 0; i < shapes->timers.length; i++)
    if (shapes->timers.items[i].from < MS (500))
      {
        g_assert_cmpfloat (shapes->timers.items[i].extent.top, ==, picture.diagram->frame.top);
        drawn += timer_is_drawn (picture.diagram, &shapes->timers.items[i], VTIME_NEVER);
      }
  g_assert_cmpuint (drawn, ==, 2);
  picture_clear (&picture);

  struct diagram_options options = figure_options ();
  options.from = MS (380);
  options.all_timers = true;
  picture = picture_new (story_full (), &options);
  for (size_t i = 0; i < picture.diagram->shapes.timers.length; i++)
    if (picture.diagram->shapes.timers.items[i].to <= MS (380))
      g_assert_false (timer_is_drawn (picture.diagram, &picture.diagram->shapes.timers.items[i], VTIME_NEVER));
  picture_clear (&picture);
}

/* An event that is not in the picture has no place in it; the state it left has. */
static void
test_extent (void)
{
  struct picture picture = picture_from (story_full (), MS (380));
  cairo_rectangle_t extent;

  g_assert_false (
      diagram_event_extent (picture.diagram, picture_event (&picture, TRACE_SEND, 0), &extent)); /* the SYN */
  g_assert_false (diagram_event_extent (picture.diagram, picture_event (&picture, TRACE_CALL, 0), &extent));
  g_assert_true (diagram_event_extent (picture.diagram, first_band (&picture, HOST_A)->event, &extent));
  g_assert_cmpfloat (extent.y, ==, picture.diagram->frame.top);
  picture_clear (&picture);
}

/* What the picture needs, and what its legend explains, is not told by what it leaves out. */
static void
test_options_and_legend (void)
{
  struct diagram_options options = figure_options ();
  struct trace *trace = story_loss ();

  options.from = MS (1300);
  diagram_options_suit (&options, trace);
  g_assert_true (options.fold_data);
  g_assert_false (options.show_gutter);
  struct picture picture = picture_new (trace, &options);
  g_assert_cmpuint (picture.diagram->seen & (SEEN_LOST | SEEN_AGAIN | SEEN_TIMER), ==, 0);
  g_assert_cmpuint (picture.diagram->seen & SEEN_FIN, !=, 0);
  picture_clear (&picture);

  options = figure_options ();
  options.from = MS (50);
  picture = picture_new (story_loss (), &options);
  diagram_options_suit (&options, picture.trace);
  g_assert_false (options.fold_data);
  g_assert_cmpuint (picture.diagram->seen & SEEN_LOST, !=, 0);
  picture_clear (&picture);
}

/* A FIN that left with its state before the beginning does not wait; one that leaves later does. */
static void
test_fin_sent_before (void)
{
  struct picture picture = picture_from (story_simultaneous_close (), MS (20));

  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      g_assert_cmpint (first_band (&picture, host)->state, ==, TCP_FIN_WAIT_1);
      g_assert_false (first_band (&picture, host)->fin_pending);
    }
  picture_clear (&picture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagram/begin/close", test_close);
  g_test_add_func ("/diagram/begin/data-partly-inside", test_data_partly_inside);
  g_test_add_func ("/diagram/begin/at-an-arrival", test_at_an_arrival);
  g_test_add_func ("/diagram/begin/at-a-departure", test_at_a_departure);
  g_test_add_func ("/diagram/begin/under-way", test_under_way);
  g_test_add_func ("/diagram/begin/lost-under-way", test_lost_under_way);
  g_test_add_func ("/diagram/begin/timers", test_timers);
  g_test_add_func ("/diagram/begin/extent", test_extent);
  g_test_add_func ("/diagram/begin/options-and-legend", test_options_and_legend);
  g_test_add_func ("/diagram/begin/fin-sent-before", test_fin_sent_before);
  return g_test_run ();
}
