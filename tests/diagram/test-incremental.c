/* A picture that grew with its trace equals one that was laid out at once, and what is past does not move. */
#include "base/rng.h"
#include "picture.h"

/* Grows `target` by the events [from, to) of a whole trace. */
static void
copy_events (struct trace *target, const struct trace *whole, size_t from, size_t to)
{
  for (size_t id = from; id < to; id++)
    {
      const struct trace_event *event = trace_get (whole, (event_id) id);
      struct tcp_vars vars;
      bool own = event->kind == TRACE_SEND || event->kind == TRACE_ARRIVE || event->kind == TRACE_INJECT;

      trace_append (target, event, own ? trace_segment (whole, (event_id) id) : NULL, NULL, 0,
                    trace_vars (whole, (event_id) id, &vars));
    }
}

static struct trace *
empty_like (const struct trace *whole)
{
  struct trace *trace = trace_new ();

  trace_set_delay (trace, trace_delay (whole));
  for (unsigned host = 0; host < HOST_COUNT; host++)
    *trace_host (trace, host) = *trace_host_const (whole, host);
  return trace;
}

static void
assert_extent (const struct extent *a, const struct extent *b)
{
  g_assert_cmpfloat (a->top, ==, b->top);
  g_assert_cmpfloat (a->bottom, ==, b->bottom);
  g_assert_cmpfloat (a->reach, ==, b->reach);
}

static void
assert_arrows_equal (const struct diagram *a, const struct diagram *b)
{
  g_assert_cmpuint (a->shapes.arrows.length, ==, b->shapes.arrows.length);
  for (size_t i = 0; i < a->shapes.arrows.length; i++)
    {
      const struct arrow *one = &a->shapes.arrows.items[i], *other = &b->shapes.arrows.items[i];
      struct text text, other_text;

      assert_extent (&one->extent, &other->extent);
      g_assert_cmpfloat (one->x0, ==, other->x0);
      g_assert_cmpfloat (one->y0, ==, other->y0);
      g_assert_cmpfloat (one->y1, ==, other->y1);
      g_assert_cmpfloat (one->stop, ==, other->stop);
      g_assert_cmpfloat (one->label.at, ==, other->label.at);
      g_assert_cmpfloat (one->label.width, ==, other->label.width);
      g_assert_cmpfloat (one->label.baseline, ==, other->label.baseline);
      g_assert_cmpint (one->label.shortened, ==, other->label.shortened);
      g_assert_cmpint (one->label.hidden, ==, other->label.hidden);
      g_assert_cmpint (one->label.crossed, ==, other->label.crossed);
      g_assert_cmpint (one->arrow_class, ==, other->arrow_class);
      g_assert_cmpint (one->left_out, ==, other->left_out);
      g_assert_cmpint (one->cut, ==, other->cut);
      label_text (a, i, false, &text);
      label_text (b, i, false, &other_text);
      g_assert_cmpstr (text.octets, ==, other_text.octets);
    }
}

#define assert_same_extents(array)                                                                                     \
  do                                                                                                                   \
    {                                                                                                                  \
      g_assert_cmpuint (a->shapes.array.length, ==, b->shapes.array.length);                                           \
      for (size_t i = 0; i < a->shapes.array.length; i++)                                                              \
        assert_extent (&a->shapes.array.items[i].extent, &b->shapes.array.items[i].extent);                            \
    }                                                                                                                  \
  while (0)

static void
assert_equal (const struct diagram *a, const struct diagram *b)
{
  assert_arrows_equal (a, b);
  assert_same_extents (bands[HOST_A]);
  assert_same_extents (bands[HOST_B]);
  assert_same_extents (notes);
  assert_same_extents (timers);
  assert_same_extents (cuts);
  assert_same_extents (ticks);
  assert_same_extents (blocks);
  g_assert_cmpuint (a->seen, ==, b->seen);
  for (size_t i = 0; i < a->shapes.timers.length; i++)
    {
      g_assert_cmpfloat (a->shapes.timers.items[i].offset, ==, b->shapes.timers.items[i].offset);
      g_assert_cmpfloat (a->shapes.timers.items[i].text_y, ==, b->shapes.timers.items[i].text_y);
    }
  g_assert_cmpfloat (diagram_height (a), ==, diagram_height (b));
  g_assert_cmpfloat (diagram_width (a), ==, diagram_width (b));
}

static void
check (struct trace *whole, const struct diagram_options *options, struct rng *rng, size_t step)
{
  struct trace *growing = empty_like (whole);
  struct diagram *diagram = diagram_new (growing, options, &DIAGRAM_WORDS_ENGLISH);
  size_t length = trace_length (whole);

  for (size_t done = 0; done < length;)
    {
      size_t to = done + 1 + (size_t) rng_below (rng, step);

      to = to < length ? to : length;
      copy_events (growing, whole, done, to);
      diagram_update (diagram);
      done = to;
    }
  struct diagram *at_once = diagram_new (whole, options, &DIAGRAM_WORDS_ENGLISH);
  assert_equal (diagram, at_once);
  diagram_free (at_once);
  diagram_free (diagram);
  trace_free (growing);
  trace_free (whole);
}

static void
test_random (void)
{
  struct diagram_options options = window_options ();
  struct rng rng;

  rng_seed (&rng, 7);
  for (uint64_t seed = 1; seed <= 20; seed++)
    check (story_random (seed, 250), &options, &rng, seed % 3 == 0 ? 40 : 4);
}

static void
test_stories (void)
{
  struct diagram_options window = window_options (), figure = figure_options ();
  struct rng rng;

  rng_seed (&rng, 11);
  check (story_window (SEC (300)), &window, &rng, 1);
  check (story_loss (), &window, &rng, 1);
  check (story_capture (), &window, &rng, 1);
  check (story_last_ack_lost (), &window, &rng, 1);
  check (story_faults (), &window, &rng, 1);
  check (story_full (), &figure, &rng, 3);
  check (story_loss (), &figure, &rng, 3);
}

/* What was injected is laid out more than once while it is on its way, and still begins in the middle. */
static void
test_injected (void)
{
  struct diagram_options options = window_options ();
  struct rng rng;

  rng_seed (&rng, 17);
  for (unsigned host = 0; host < HOST_COUNT; host++)
    {
      struct story *s = story_new (100, 300, MS (50));
      event_id first = story_inject (s, host, TCP_SYN, 400, 0), second;

      story_at (s, MS (10));
      second = story_inject (s, host, TCP_SYN, 500, 0);
      story_at (s, MS (25));
      story_arrive (s, first);
      story_send (s, host ^ 1u, TCP_SYN | TCP_ACK, 0, 401, 0, 0);
      story_at (s, MS (35));
      story_arrive (s, second);
      check (story_end (s), &options, &rng, 1);
    }
}

/* The beginning falls before, into and behind what is there at each update. */
static void
test_begins_later (void)
{
  static const vtime beginnings[] = { MS (20), MS (50), MS (120), MS (150), MS (380), SEC (1), SEC (400) };
  struct diagram_options options[] = { window_options (), figure_options () };
  struct rng rng;

  rng_seed (&rng, 13);
  for (size_t i = 0; i < G_N_ELEMENTS (beginnings); i++)
    for (size_t kind = 0; kind < G_N_ELEMENTS (options); kind++)
      {
        options[kind].from = beginnings[i];
        check (story_full (), &options[kind], &rng, 1);
        check (story_faults (), &options[kind], &rng, 1);
        check (story_capture (), &options[kind], &rng, 1);
        check (story_last_ack_lost (), &options[kind], &rng, 2);
        check (story_random (60 + i, 250), &options[kind], &rng, 3);
      }
}

/* Rows of events and the map of past instants stay where they are. */
static void
test_past_does_not_move (void)
{
  struct diagram_options options = window_options ();

  for (uint64_t seed = 30; seed <= 36; seed++)
    {
      struct trace *whole = story_random (seed, 300);
      struct trace *growing = empty_like (whole);
      struct diagram *diagram = diagram_new (growing, &options, &DIAGRAM_WORDS_ENGLISH);
      g_autofree double *rows = g_new0 (double, 300);

      for (size_t done = 0; done < 300; done++)
        {
          copy_events (growing, whole, done, done + 1);
          diagram_update (diagram);
          for (size_t id = 0; id < done; id++)
            g_assert_cmpfloat (row_of (diagram, (event_id) id), ==, rows[id]);
          rows[done] = row_of (diagram, (event_id) done);
        }
      diagram_free (diagram);
      trace_free (growing);
      trace_free (whole);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagram/incremental/random", test_random);
  g_test_add_func ("/diagram/incremental/stories", test_stories);
  g_test_add_func ("/diagram/incremental/injected", test_injected);
  g_test_add_func ("/diagram/incremental/begins-later", test_begins_later);
  g_test_add_func ("/diagram/incremental/past-does-not-move", test_past_does_not_move);
  return g_test_run ();
}
