/* The inspector on a private display: what its four pages say at moments of a run. */
#include "app/explain-page-chain.h"
#include "app/inspector-subject.h"
#include "app/inspector.h"
#include "app/segment-page-header.h"
#include "app/segment-page-octets.h"
#include "app/timers-page-ring.h"
#include "app/variables-page.h"
#include "explain/event.h"
#include "panel-bench.h"
#include "session-bench.h"

struct bench
{
  HsSession *session;
  HsInspector *inspector;
  GtkWindow *window;
};

static struct bench
open_bench (const char *id, const char *page)
{
  struct bench bench = { .session = bench_open (id) };

  bench.inspector = hs_inspector_new (bench.session);
  hs_inspector_set_page (bench.inspector, page);
  bench.window = bench_show (GTK_WIDGET (bench.inspector), 380, 820);
  return bench;
}

static void
close_bench (struct bench *bench)
{
  gtk_window_destroy (bench->window);
  bench_settle ();
  g_assert_cmpuint (G_OBJECT (bench->session)->ref_count, ==, 1);
  g_object_unref (bench->session);
}

static GtkWidget *
widget_of (struct bench *bench)
{
  return GTK_WIDGET (bench->inspector);
}

static HsVariablesPage *
variables_of (struct bench *bench)
{
  g_autoptr (GPtrArray) found = bench_find (widget_of (bench), HS_TYPE_VARIABLES_PAGE);

  g_assert_cmpuint (found->len, ==, 1);
  return g_ptr_array_index (found, 0);
}

static size_t
variable_named (const char *name)
{
  for (size_t i = 0; i < explain_variable_count (); i++)
    {
      if (g_str_equal (explain_variable_name (i), name))
        return i;
    }
  g_assert_not_reached ();
}

/* --- the panel --- */

static void
test_is_as_wide_as_the_panel (void)
{
  struct bench bench = open_bench ("four-way-close", "explain");
  int minimum, natural;

  hs_session_seek (bench.session, MS (1300));
  for (int i = 0; i < 4; i++)
    {
      static const char *const PAGES[] = { "explain", "segment", "variables", "timers" };

      hs_inspector_set_page (bench.inspector, PAGES[i]);
      g_assert_cmpstr (hs_inspector_get_page (bench.inspector), ==, PAGES[i]);
      gtk_widget_measure (widget_of (&bench), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
      g_assert_cmpint (minimum, <=, 380);
      g_assert_cmpint (natural, ==, 380);
    }
  hs_inspector_set_page (bench.inspector, "no such page");
  g_assert_cmpstr (hs_inspector_get_page (bench.inspector), ==, "timers");
  close_bench (&bench);
}

static void
test_tells_of_its_page (void)
{
  struct bench bench = open_bench ("four-way-close", "explain");
  unsigned count = 0;

  g_signal_connect_swapped (bench.inspector, "notify::page", G_CALLBACK (bench_count_signal), &count);
  hs_inspector_set_page (bench.inspector, "timers");
  g_assert_cmpuint (count, ==, 1);
  close_bench (&bench);
}

/* --- Explain --- */

static void
test_nothing_yet (void)
{
  struct bench bench = open_bench ("four-way-close", "explain");

  g_assert_cmpuint (hs_inspector_get_subject (bench.inspector), ==, EVENT_NONE);
  g_assert_true (bench_sees (widget_of (&bench), "Nothing has happened yet"));
  hs_session_step_forward (bench.session);
  g_assert_false (bench_sees (widget_of (&bench), "Nothing has happened yet"));
  hs_session_go_start (bench.session);
  g_assert_true (bench_sees (widget_of (&bench), "Nothing has happened yet"));
  close_bench (&bench);
}

/* Everything that the explanation of an event has is seen. */
static void
assert_explains (struct bench *bench, event_id id)
{
  g_autoptr (Explanation) it = explain_event (hs_session_get_trace (bench->session), id);

  g_assert_true (bench_sees (widget_of (bench), it->title));
  g_assert_true (bench_sees (widget_of (bench), it->when));
  if (it->text[0] != '\0')
    g_assert_true (bench_sees (widget_of (bench), it->text));
  if (it->direction[0] != '\0')
    g_assert_true (bench_sees (widget_of (bench), it->direction));
  if (it->host < HOST_COUNT)
    g_assert_true (bench_sees (widget_of (bench), tcp_state_name (it->after)));
  if (it->section != NULL)
    g_assert_true (bench_sees (widget_of (bench), it->section));
  if (it->next_actor != NULL)
    g_assert_true (bench_sees (widget_of (bench), it->next_actor));
  for (guint i = 0; i < it->checks->len; i++)
    {
      const struct explain_check *check = g_ptr_array_index (it->checks, i);

      g_assert_true (bench_sees (widget_of (bench), check->label));
      g_assert_true (bench_sees (widget_of (bench), check->value));
    }
}

static void
test_explains_every_step (void)
{
  struct bench bench = open_bench ("four-way-close", "explain");
  unsigned steps = 0;

  for (hs_session_step_forward (bench.session); !hs_session_is_finished (bench.session) && steps < 100;
       hs_session_step_forward (bench.session), steps++)
    assert_explains (&bench, hs_inspector_get_subject (bench.inspector));
  g_assert_cmpuint (steps, >, 8);
  close_bench (&bench);
}

static void
test_explains_the_selection (void)
{
  struct bench bench = open_bench ("four-way-close", "explain");

  hs_session_go_end (bench.session);
  for (event_id id = 0; id < trace_length (hs_session_get_trace (bench.session)); id += 3)
    {
      hs_session_select (bench.session, id);
      g_assert_cmpuint (hs_inspector_get_subject (bench.inspector), ==, id);
      assert_explains (&bench, id);
    }
  close_bench (&bench);
}

static GtkWidget *
chain_row (struct bench *bench, guint index)
{
  g_autoptr (GPtrArray) buttons = bench_find (widget_of (bench), GTK_TYPE_BUTTON);
  guint seen = 0;

  for (guint i = 0; i < buttons->len; i++)
    {
      GtkWidget *button = g_ptr_array_index (buttons, i);

      if (gtk_widget_has_css_class (button, "chain-row") && seen++ == index)
        return button;
    }
  return NULL;
}

static void
test_the_chain_jumps (void)
{
  struct bench bench = open_bench ("four-way-close", "explain");
  const struct trace *trace;
  event_id cause;

  hs_session_seek (bench.session, MS (1300));
  trace = hs_session_get_trace (bench.session);
  {
    g_autoptr (Explanation) it = explain_event (trace, hs_inspector_get_subject (bench.inspector));

    g_assert_cmpuint (it->chain->len, >, 1);
    cause = g_array_index (it->chain, event_id, 0);
    g_assert_nonnull (chain_row (&bench, it->chain->len));
    g_assert_null (chain_row (&bench, it->chain->len + 1));
  }
  g_signal_emit_by_name (chain_row (&bench, 0), "clicked");
  g_assert_cmpuint (hs_session_get_selected (bench.session), ==, cause);
  g_assert_cmpint (hs_session_get_now (bench.session), ==, trace_get (trace, cause)->at);
  assert_explains (&bench, cause);
  close_bench (&bench);
}

/* --- Segment --- */

static void
test_no_segment (void)
{
  struct bench bench = open_bench ("four-way-close", "segment");

  g_assert_true (bench_sees (widget_of (&bench), "No segment here"));
  close_bench (&bench);
}

static void
test_a_field_and_its_octets (void)
{
  struct bench bench = open_bench ("four-way-close", "segment");
  g_autoptr (GPtrArray) headers = NULL;
  g_autoptr (GPtrArray) octets = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  const uint8_t *packet;
  size_t length;

  hs_session_seek (bench.session, MS (50));
  bench_settle ();
  g_assert_true (bench_sees (widget_of (&bench), "SYN ACK, seq 300, ack 101"));
  headers = bench_find (widget_of (&bench), HS_TYPE_SEGMENT_HEADER);
  octets = bench_find (widget_of (&bench), HS_TYPE_SEGMENT_OCTETS);
  g_assert_cmpuint (headers->len, ==, 2);
  g_assert_cmpuint (octets->len, ==, 1);
  packet = trace_packet (hs_session_get_trace (bench.session), hs_inspector_get_subject (bench.inspector), &length);
  rows = explain_segment_rows (packet, length);
  for (guint i = 0; i < rows->len; i++)
    {
      const struct segment_row *row = g_ptr_array_index (rows, i);
      guint first = 0, count = 0;
      int in_headers = -1;

      g_signal_emit_by_name (g_ptr_array_index (headers, i % 2), "pointed", (int) i, TRUE);
      g_assert_true (hs_segment_octets_get_marked (g_ptr_array_index (octets, 0), &first, &count));
      g_assert_cmpuint (first, ==, row->octet);
      g_assert_cmpuint (count, ==, row->octets);
      for (guint h = 0; h < headers->len; h++)
        in_headers = MAX (in_headers, hs_segment_header_get_current (g_ptr_array_index (headers, h)));
      g_assert_cmpint (in_headers, ==, (int) i);
      g_autofree char *field = g_strdup_printf ("%s: %s", row->name, row->value);
      g_assert_true (bench_sees (widget_of (&bench), field));
    }
  close_bench (&bench);
}

/* Pointing passes, choosing stays. */
static void
test_the_chosen_field_stays (void)
{
  struct bench bench = open_bench ("four-way-close", "segment");
  g_autoptr (GPtrArray) octets = NULL;
  guint first = 0, count = 0;

  hs_session_seek (bench.session, MS (50));
  bench_settle ();
  octets = bench_find (widget_of (&bench), HS_TYPE_SEGMENT_OCTETS);
  g_signal_emit_by_name (g_ptr_array_index (octets, 0), "pointed", 3, FALSE);
  g_signal_emit_by_name (g_ptr_array_index (octets, 0), "pointed", -1, FALSE);
  g_assert_false (hs_segment_octets_get_marked (g_ptr_array_index (octets, 0), &first, &count));
  g_signal_emit_by_name (g_ptr_array_index (octets, 0), "pointed", 3, TRUE);
  g_signal_emit_by_name (g_ptr_array_index (octets, 0), "pointed", -1, FALSE);
  g_assert_true (hs_segment_octets_get_marked (g_ptr_array_index (octets, 0), &first, &count));
  close_bench (&bench);
}

static void
test_checksums_and_options (void)
{
  struct bench bench = open_bench ("four-way-close", "segment");

  hs_session_seek (bench.session, 0);
  g_assert_true (bench_sees (widget_of (&bench), "TCP header: checksum"));
  g_assert_true (bench_sees (widget_of (&bench), "correct"));
  g_assert_true (bench_sees (widget_of (&bench), "Maximum segment size"));
  g_assert_true (bench_sees (widget_of (&bench), "1000"));
  close_bench (&bench);
}

/* --- Variables --- */

/* All cells, one a line. */
static char *
dump (HsVariablesPage *page)
{
  GString *text = g_string_new (NULL);

  for (size_t variable = 0; variable < explain_variable_count (); variable++)
    {
      for (unsigned host = 0; host < HOST_COUNT; host++)
        g_string_append_printf (text, "%s\n", hs_variables_page_get_text (page, variable, host));
    }
  return g_string_free (text, FALSE);
}

static void
test_marks_exactly_what_changed (void)
{
  struct bench bench = open_bench ("four-way-close", "variables");
  HsVariablesPage *page = variables_of (&bench);
  g_autofree char *before = dump (page);
  unsigned steps = 0;

  for (; !hs_session_is_finished (bench.session) && steps < 100; steps++)
    {
      hs_session_step_forward (bench.session);
      g_autofree char *after = dump (page);
      g_auto (GStrv) old = g_strsplit (before, "\n", -1);
      g_auto (GStrv) new = g_strsplit (after, "\n", -1);

      for (size_t i = 0; i < explain_variable_count () * HOST_COUNT; i++)
        g_assert_cmpint (hs_variables_page_is_changed (page, i / HOST_COUNT, i % HOST_COUNT), ==,
                         !g_str_equal (old[i], new[i]));
      g_free (before);
      before = g_steal_pointer (&after);
    }
  g_assert_cmpuint (steps, >, 8);
  close_bench (&bench);
}

static void
test_steps_back_exactly (void)
{
  struct bench bench = open_bench ("lost-syn", "variables");
  HsVariablesPage *page = variables_of (&bench);
  g_autoptr (GPtrArray) dumps = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; i < 6; i++)
    {
      hs_session_step_forward (bench.session);
      g_ptr_array_add (dumps, dump (page));
    }
  for (int i = 4; i >= 0; i--)
    {
      hs_session_step_back (bench.session);
      g_autofree char *again = dump (page);
      g_assert_cmpstr (again, ==, g_ptr_array_index (dumps, (guint) i));
    }
  close_bench (&bench);
}

static void
test_real_and_relative_numbers (void)
{
  struct bench bench = open_bench ("four-way-close", "variables");
  HsVariablesPage *page = variables_of (&bench);
  size_t next = variable_named ("SND.NXT");

  hs_session_seek (bench.session, 0);
  g_assert_cmpstr (hs_variables_page_get_text (page, next, HOST_A), ==, "101");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "variables.numbers", "s", "relative"));
  g_assert_cmpstr (hs_variables_page_get_text (page, next, HOST_A), ==, "1");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "variables.numbers", "s", "real"));
  g_assert_cmpstr (hs_variables_page_get_text (page, next, HOST_A), ==, "101");
  close_bench (&bench);
}

static void
test_all_variables (void)
{
  struct bench bench = open_bench ("four-way-close", "variables");

  hs_session_seek (bench.session, 0);
  bench_settle ();
  g_assert_true (bench_sees (widget_of (&bench), "SND.UNA"));
  g_assert_false (bench_sees (widget_of (&bench), "SND.WL1"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (variables_of (&bench)), "variables.all", NULL));
  bench_settle ();
  g_assert_true (bench_sees (widget_of (&bench), "SND.WL1"));
  close_bench (&bench);
}

/* A page that was hidden catches up. */
static void
test_a_hidden_page_catches_up (void)
{
  struct bench bench = open_bench ("four-way-close", "timers");
  HsVariablesPage *page;

  hs_session_seek (bench.session, MS (1300));
  hs_inspector_set_page (bench.inspector, "variables");
  bench_settle ();
  page = variables_of (&bench);
  g_assert_cmpstr (hs_variables_page_get_text (page, 0, HOST_A), ==, "FIN-WAIT-2");
  g_assert_cmpstr (hs_variables_page_get_text (page, 0, HOST_B), ==, "LAST-ACK");
  close_bench (&bench);
}

/* --- Timers --- */

static HsTimerRing *
only_ring (struct bench *bench)
{
  g_autoptr (GPtrArray) rings = bench_find (widget_of (bench), HS_TYPE_TIMER_RING);

  g_assert_cmpuint (rings->len, ==, 1);
  return g_ptr_array_index (rings, 0);
}

static void
test_the_ring_runs_out (void)
{
  struct bench bench = open_bench ("four-way-close", "timers");

  hs_session_seek (bench.session, MS (1322));
  bench_settle ();
  g_assert_cmpfloat_with_epsilon (hs_timer_ring_get_left (only_ring (&bench)), 0.978, 1e-9);
  g_assert_true (bench_sees (widget_of (&bench), "978 ms"));
  g_assert_true (bench_sees (widget_of (&bench), "for the FIN, seq 601"));
  g_assert_true (bench_sees (widget_of (&bench), "No timer runs. A waits for B’s program to close."));
  hs_session_advance (bench.session, MS (20));
  g_assert_cmpfloat_with_epsilon (hs_timer_ring_get_left (only_ring (&bench)), 0.958, 1e-9);
  hs_session_seek (bench.session, MS (1322));
  g_assert_cmpfloat_with_epsilon (hs_timer_ring_get_left (only_ring (&bench)), 0.978, 1e-9);
  close_bench (&bench);
}

static void
test_skips_to_a_timer (void)
{
  struct bench bench = open_bench ("lost-syn", "timers");
  g_autoptr (GPtrArray) buttons = NULL;
  gboolean skipped = FALSE;

  hs_session_seek (bench.session, MS (100));
  bench_settle ();
  buttons = bench_find (widget_of (&bench), GTK_TYPE_BUTTON);
  for (guint i = 0; i < buttons->len && !skipped; i++)
    {
      GtkButton *button = g_ptr_array_index (buttons, i);

      skipped = g_strcmp0 (gtk_button_get_label (button), "Skip to it") == 0;
      if (skipped)
        g_signal_emit_by_name (button, "clicked");
    }
  g_assert_true (skipped);
  g_assert_cmpint (hs_session_get_now (bench.session), ==, SEC (1));
  g_assert_true (bench_sees (widget_of (&bench), "of 2 s, doubled once"));
  close_bench (&bench);
}

/* Another document: nothing of the one before is left. */
static void
test_another_document (void)
{
  struct bench bench = open_bench ("four-way-close", "explain");
  g_autoptr (GError) error = NULL;

  hs_session_go_end (bench.session);
  hs_session_open_scenario (bench.session, scenario_file_find ("lost-syn", "en", &error));
  g_assert_no_error (error);
  g_assert_true (bench_sees (widget_of (&bench), "Nothing has happened yet"));
  hs_session_close_document (bench.session);
  for (int i = 0; i < 4; i++)
    {
      static const char *const PAGES[] = { "segment", "variables", "timers", "explain" };

      hs_inspector_set_page (bench.inspector, PAGES[i]);
      bench_settle ();
    }
  close_bench (&bench);
}

/* A state that is entered is explained, with the names that other programs have for it; one that stays is not again. */
static void
test_explain_tells_what_a_state_is (void)
{
  struct bench bench = open_bench ("four-way-close", "explain");
  const struct trace *trace;
  event_id entered = EVENT_NONE;

  hs_session_seek (bench.session, MS (50));
  trace = hs_session_get_trace (bench.session);
  for (size_t id = 0; id < trace_length (trace); id++)
    if (trace_get (trace, (event_id) id)->after == TCP_SYN_RECEIVED
        && trace_get (trace, (event_id) id)->before != TCP_SYN_RECEIVED)
      entered = (event_id) id;
  g_assert_cmpuint (entered, !=, EVENT_NONE);
  hs_session_select (bench.session, entered);
  bench_settle ();
  g_autofree char *texts = bench_texts (widget_of (&bench));
  g_assert_nonnull (strstr (texts, "A SYN came in, and our SYN and ACK are out"));
  g_assert_nonnull (strstr (texts, "netstat: SYN_RECV · ss: SYN-RECV · Windows: SYN_RECEIVED"));

  hs_session_select (bench.session, 0);
  bench_settle ();
  g_autofree char *call = bench_texts (widget_of (&bench));
  g_assert_null (strstr (call, "SYN_RECV"));
  close_bench (&bench);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  bench_add_style ();
  g_test_add_func ("/inspector/width", test_is_as_wide_as_the_panel);
  g_test_add_func ("/inspector/page", test_tells_of_its_page);
  g_test_add_func ("/inspector/explain/nothing-yet", test_nothing_yet);
  g_test_add_func ("/inspector/explain/every-step", test_explains_every_step);
  g_test_add_func ("/inspector/explain/selection", test_explains_the_selection);
  g_test_add_func ("/inspector/explain/chain-jumps", test_the_chain_jumps);
  g_test_add_func ("/inspector/segment/none", test_no_segment);
  g_test_add_func ("/inspector/segment/field-and-octets", test_a_field_and_its_octets);
  g_test_add_func ("/inspector/segment/chosen-stays", test_the_chosen_field_stays);
  g_test_add_func ("/inspector/segment/checksums-and-options", test_checksums_and_options);
  g_test_add_func ("/inspector/variables/marks-what-changed", test_marks_exactly_what_changed);
  g_test_add_func ("/inspector/variables/steps-back", test_steps_back_exactly);
  g_test_add_func ("/inspector/variables/numbers", test_real_and_relative_numbers);
  g_test_add_func ("/inspector/variables/all", test_all_variables);
  g_test_add_func ("/inspector/variables/catches-up", test_a_hidden_page_catches_up);
  g_test_add_func ("/inspector/timers/ring", test_the_ring_runs_out);
  g_test_add_func ("/inspector/timers/skip", test_skips_to_a_timer);
  g_test_add_func ("/inspector/another-document", test_another_document);
  g_test_add_func ("/inspector/explain/state", test_explain_tells_what_a_state_is);
  return g_test_run ();
}
