/* Every label of the window is whole, in the language of the environment, from 100 % to 200 % text scale: none is cut
 * off by its room or by what holds it, and one that ends in "…" has a tooltip with the rest. */
#include "app/head-row.h"
#include "capture-bench.h"
#include "panel-bench.h"
#include "window-bench.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <libintl.h>
#include <locale.h>

#define DPI 96

struct scene
{
  const char *name;
  const char *scenario;       /* NULL for none */
  const char *const *actions; /* "name" or "name parameter", ended by NULL */
  const char *popover;        /* the action that opens it, or NULL */
  gboolean capture;           /* one is opened instead of a scenario */
};

/* What is wrong in one scene. */
struct findings
{
  const char *scene;
  int width, height;
  int percent;
  guint labels;
  GString *text;
};

/* --- one label --- */

static gboolean
has_tooltip (GtkWidget *widget)
{
  for (int i = 0; widget != NULL && i < 10; i++, widget = gtk_widget_get_parent (widget))
    if (gtk_widget_get_has_tooltip (widget))
      return TRUE;
  return FALSE;
}

static void
find (struct findings *findings, GtkWidget *label, const char *what)
{
  g_autoptr (GString) path = g_string_new (NULL);

  for (GtkWidget *widget = label; widget != NULL && path->len < 70; widget = gtk_widget_get_parent (widget))
    g_string_append_printf (path, " < %s", G_OBJECT_TYPE_NAME (widget));
  g_string_append_printf (findings->text, "%s, %d × %d px at %d %%: “%s” %s%s\n", findings->scene, findings->width,
                          findings->height, findings->percent, gtk_label_get_text (GTK_LABEL (label)), what, path->str);
}

/* TRUE when the person can bring what is cut off there into view by scrolling. */
static gboolean
scrolls (GtkWidget *holder, GtkOrientation orientation)
{
  GtkWidget *widget = GTK_IS_SCROLLABLE (holder) ? gtk_widget_get_parent (holder) : holder;
  GtkPolicyType horizontal, vertical;

  /* The heads go with the figure below them. */
  if (HS_IS_HEAD_ROW (holder))
    return orientation == GTK_ORIENTATION_HORIZONTAL;
  if (!GTK_IS_SCROLLED_WINDOW (widget))
    return FALSE;
  gtk_scrolled_window_get_policy (GTK_SCROLLED_WINDOW (widget), &horizontal, &vertical);
  return (orientation == GTK_ORIENTATION_HORIZONTAL ? horizontal : vertical) == GTK_POLICY_AUTOMATIC;
}

/* What holds the label shows all of it, or can be scrolled to it. */
static void
check_place (struct findings *findings, GtkWidget *label)
{
  gboolean across = TRUE, down = TRUE;

  for (GtkWidget *holder = gtk_widget_get_parent (label); holder != NULL && (across || down);
       holder = gtk_widget_get_parent (holder))
    {
      graphene_rect_t place;

      if (scrolls (holder, GTK_ORIENTATION_HORIZONTAL))
        across = FALSE;
      if (scrolls (holder, GTK_ORIENTATION_VERTICAL))
        down = FALSE;
      if (!GTK_IS_NATIVE (holder) && gtk_widget_get_overflow (holder) != GTK_OVERFLOW_HIDDEN)
        continue;
      if (!gtk_widget_compute_bounds (label, holder, &place))
        return;
      if (across
          && (place.origin.x < -1 || place.origin.x + place.size.width > (float) gtk_widget_get_width (holder) + 1))
        find (findings, label, "is cut off at a side");
      else if (down
               && (place.origin.y < -1
                   || place.origin.y + place.size.height > (float) gtk_widget_get_height (holder) + 1))
        find (findings, label, "is cut off above or below");
      else if (!GTK_IS_NATIVE (holder))
        continue;
      return;
    }
}

static void
check_label (struct findings *findings, GtkWidget *widget)
{
  PangoLayout *layout = gtk_label_get_layout (GTK_LABEL (widget));
  int width, height;

  if (*gtk_label_get_text (GTK_LABEL (widget)) == '\0')
    return;
  findings->labels++;
  pango_layout_get_pixel_size (layout, &width, &height);
  if (pango_layout_is_ellipsized (layout) && !has_tooltip (widget))
    find (findings, widget, "ends in … and has no tooltip");
  else if (width > gtk_widget_get_width (widget) + 1)
    find (findings, widget, "is wider than its room");
  else if (height > gtk_widget_get_height (widget) + 1)
    find (findings, widget, "is higher than its room");
  else
    check_place (findings, widget);
}

/* Where the ink of a label is. */
static gboolean
text_place (GtkWidget *label, GtkWidget *holder, graphene_rect_t *place)
{
  graphene_point_t corner;
  PangoRectangle ink;
  int x, y;

  gtk_label_get_layout_offsets (GTK_LABEL (label), &x, &y);
  pango_layout_get_pixel_extents (gtk_label_get_layout (GTK_LABEL (label)), &ink, NULL);
  /* A popover of the holder lies over it anyway. */
  if (gtk_widget_get_native (label) != gtk_widget_get_native (holder)
      || !gtk_widget_compute_point (label, holder, &GRAPHENE_POINT_INIT ((float) (x + ink.x), (float) (y + ink.y)),
                                    &corner))
    return FALSE;
  graphene_rect_init (place, corner.x, corner.y, (float) ink.width, (float) ink.height);
  return TRUE;
}

/* Names, addresses and buttons of the heads keep apart. */
static void
check_heads (struct findings *findings, GtkWidget *row)
{
  g_autoptr (GPtrArray) labels = bench_find (row, GTK_TYPE_LABEL);

  for (guint i = 0; i < labels->len; i++)
    for (guint j = 0; j < i; j++)
      {
        graphene_rect_t one, other;

        if (text_place (labels->pdata[i], row, &one) && text_place (labels->pdata[j], row, &other)
            && graphene_rect_intersection (&one, &other, NULL))
          find (findings, labels->pdata[i], "lies over another label");
      }
}

/* Panels that lie over something or slide away are not seen as a whole. */
static gboolean
is_seen (GtkWidget *widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_child_visible (widget) && gtk_widget_get_width (widget) > 0;
}

static void
check_widget (struct findings *findings, GtkWidget *widget)
{
  if (!is_seen (widget))
    return;
  if (GTK_IS_LABEL (widget))
    check_label (findings, widget);
  if (HS_IS_HEAD_ROW (widget))
    check_heads (findings, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_widget (findings, child);
}

/* --- scenes --- */

#define ACTIONS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static const struct scene SCENES[] = {
  { "welcome", NULL, ACTIONS (NULL), "menu" },
  { "lesson", "three-way-handshake", ACTIONS ("next", "next", "next", "next") },
  { "explanation", "lost-syn", ACTIONS ("next", "next", "inspector true", "page 'explain'") },
  { "segment", "three-way-handshake", ACTIONS ("next", "next", "inspector true", "page 'segment'") },
  { "variables", "slow-start", ACTIONS ("go-end", "inspector true", "page 'variables'") },
  { "timers", "half-open", ACTIONS ("next", "next", "next", "next", "inspector true", "page 'timers'") },
  { "states", "four-way-close", ACTIONS ("go-end", "view 'states'") },
  { "quiz", "four-way-close", ACTIONS ("quiz") },
  { "lessons", "three-way-handshake", ACTIONS ("lessons") },
  { "end", "closed-port", ACTIONS ("inspector false", "go-end") },
  { "menu of A", "three-way-handshake", ACTIONS ("next"), "host-menu 'a'" },
  { "counter-experiments", "two-way-handshake", ACTIONS ("next"), "host-switches 'b'" },
  { "wire", "three-way-handshake", ACTIONS ("next"), "wire-menu" },
  { "inject", "three-way-handshake", ACTIONS ("go-end", "inject") },
  { "save", "three-way-handshake", ACTIONS ("go-end", "save-as") },
  { "export", "full-connection", ACTIONS ("go-end", "export") },
  { "transcript", "full-connection", ACTIONS ("go-end", "transcript") },
  { "connections", NULL, ACTIONS ("side-list", "side-list"), NULL, TRUE },
  { "connection", NULL, ACTIONS ("inspector true", "page 'explain'"), NULL, TRUE },
  { "shortcuts", "three-way-handshake", ACTIONS ("show-help-overlay") },
};

static const struct
{
  int width, height, percent;
} SIZES[] = {
  { 1280, 800, 125 }, { 1280, 800, 150 }, { 1280, 800, 200 }, { 640, 480, 200 }, { 640, 480, 100 },
};

static void
act (HsWindow *window, const char *const *actions)
{
  for (; *actions != NULL; actions++)
    {
      g_auto (GStrv) words = g_strsplit (*actions, " ", 2);

      bench_frames (window, 2);
      if (words[1] != NULL && g_str_equal (words[0], "inspector"))
        {
          if (!bench_state_is (window, "inspector", words[1]))
            bench_activate (window, "inspector", NULL);
        }
      else
        bench_activate (window, words[0], words[1]);
    }
}

/* The windows of a scene: the main one, and the dialog over it. */
static void
check_windows (struct findings *findings)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      findings->width = gtk_widget_get_width (window);
      findings->height = gtk_widget_get_height (window);
      check_widget (findings, window);
    }
}

static void
close_dialogs (HsWindow *window)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = g_list_model_get_n_items (windows); i-- > 0;)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (windows, i);

      if (other != GTK_WINDOW (window))
        gtk_window_destroy (other);
    }
}

static void
close_popovers (GtkWidget *widget)
{
  if (GTK_IS_POPOVER (widget) && gtk_widget_get_mapped (widget))
    gtk_popover_popdown (GTK_POPOVER (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    close_popovers (child);
}

static void
set_scale (int percent)
{
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", DPI * PANGO_SCALE * percent / 100, NULL);
}

/* Sizes follow a change within so many frames; then a panel may still slide in or out. */
#define SETTLE_FRAMES 8

/* How far a flap has folded cannot be asked: it folds at once. */
static void
fold_at_once (GtkWidget *widget)
{
  if (ADW_IS_FLAP (widget))
    adw_flap_set_fold_duration (ADW_FLAP (widget), 0);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    fold_at_once (child);
}

static gboolean
is_sliding (GtkWidget *widget)
{
  double progress = ADW_IS_FLAP (widget) ? adw_flap_get_reveal_progress (ADW_FLAP (widget)) : 0;

  if (progress > 0 && progress < 1)
    return TRUE;
  if (GTK_IS_REVEALER (widget) && gtk_widget_get_mapped (widget)
      && gtk_revealer_get_child_revealed (GTK_REVEALER (widget))
             != gtk_revealer_get_reveal_child (GTK_REVEALER (widget)))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_sliding (child))
      return TRUE;
  return FALSE;
}

static void
settle (HsWindow *window)
{
  bench_frames (window, SETTLE_FRAMES);
  bench_wait (!is_sliding (GTK_WIDGET (window)));
  bench_frames (window, 3);
}

/* Connections with every kind of problem that needs few segments: refused, without an answer, from the middle on,
 * reset, sent again. */
static void
open_capture (HsWindow *window)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "scene-with-a-rather-long-name.pcap", NULL);
  g_autofree char *uri = g_strdup_printf ("'file://%s'", path);
  struct bench_pcap pcap;

  bench_pcap_begin (&pcap);
  for (guint16 port = 50000; port < 50012; port++)
    {
      guint kind = port % 6;

      if (kind != 2)
        bench_pcap_add (&pcap, port, true, TCP_SYN, 100, 0);
      if (kind == 1)
        bench_pcap_add (&pcap, port, true, TCP_SYN, 100, 0);
      if (kind == 3)
        bench_pcap_add (&pcap, port, false, TCP_RST | TCP_ACK, 0, 101);
      if (kind == 0 || kind == 4 || kind == 5)
        {
          bench_pcap_add (&pcap, port, false, TCP_SYN | TCP_ACK, 300, 101);
          bench_pcap_add (&pcap, port, true, TCP_ACK, 101, 301);
        }
      if (kind == 2 || kind == 4)
        bench_pcap_add (&pcap, port, false, TCP_FIN | TCP_ACK, 301, 101);
      if (kind == 5)
        bench_pcap_add (&pcap, port, true, TCP_RST | TCP_ACK, 101, 301);
    }
  capture_free (bench_pcap_open (&pcap, path));
  bench_activate (window, "open-uri", uri);
  bench_wait (hs_session_get_document (hs_window_get_session (window)) == HS_DOCUMENT_CAPTURE);
  g_unlink (path);
}

static void
open_scene (HsWindow *window, const struct scene *scene)
{
  hs_narrator_set_on (hs_window_get_narrator (window), TRUE);
  if (scene->capture)
    open_capture (window);
  else if (scene->scenario != NULL)
    {
      g_autofree char *parameter = g_strdup_printf ("'%s'", scene->scenario);

      bench_activate (window, "open-scenario", parameter);
      bench_frames (window, 3);
    }
  act (window, scene->actions);
}

static void
close_scene (HsWindow *window, const struct scene *scene)
{
  close_dialogs (window);
  close_popovers (GTK_WIDGET (window));
  if (bench_enabled (window, "view"))
    bench_activate (window, "view", "'sequence'");
  hs_session_close_document (hs_window_get_session (window));
  set_scale (100);
  bench_frames (window, 3);
}

/* GTK 4.8 leaves a widget out of one frame, with a warning, when a scroll bar appears while it is given its size. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize count, gpointer user_data)
{
  for (gsize i = 0; i < count; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") && strstr (fields[i].value, "without a current allocation") != NULL)
      return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, count, user_data);
}

static void
test_scene (gconstpointer data)
{
  const struct scene *scene = data;
  HsWindow *window = bench_window ();
  g_autoptr (GString) text = g_string_new (NULL);

  fold_at_once (GTK_WIDGET (window));
  gtk_window_set_default_size (GTK_WINDOW (window), SIZES[0].width, SIZES[0].height);
  open_scene (window, scene);
  for (gsize i = 0; i < G_N_ELEMENTS (SIZES); i++)
    {
      struct findings findings = { .scene = scene->name, .percent = SIZES[i].percent, .text = text };

      close_popovers (GTK_WIDGET (window));
      gtk_window_set_default_size (GTK_WINDOW (window), SIZES[i].width, SIZES[i].height);
      set_scale (SIZES[i].percent);
      settle (window);
      if (scene->popover != NULL)
        {
          act (window, ACTIONS (scene->popover));
          settle (window);
        }
      check_windows (&findings);
      g_assert_cmpuint (findings.labels, >, 5);
    }
  close_scene (window, scene);
  if (text->len > 0)
    {
      g_test_message ("%s", text->str);
      g_test_fail ();
    }
}

/* The dialog that an action opens, how wide it wants to be. */
static int
dialog_width (HsWindow *window, const char *action)
{
  GListModel *windows = gtk_window_get_toplevels ();
  int width = 0, height;

  bench_activate (window, action, NULL);
  bench_frames (window, 3);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (windows, i);

      if (gtk_window_get_transient_for (other) == GTK_WINDOW (window))
        gtk_window_get_default_size (other, &width, &height);
    }
  close_dialogs (window);
  bench_frames (window, 3);
  return width;
}

/* Whoever has large text does not scroll in small dialogs. */
static void
test_dialogs_grow (void)
{
  static const char *const DIALOGS[] = { "inject", "save-as", "export", "transcript" };
  const struct scene scene = { "dialogs", "three-way-handshake", ACTIONS ("next"), NULL, FALSE };
  HsWindow *window = bench_window ();

  open_scene (window, &scene);
  for (gsize i = 0; i < G_N_ELEMENTS (DIALOGS); i++)
    {
      int usual = dialog_width (window, DIALOGS[i]);

      set_scale (200);
      g_assert_cmpint (usual, >, 300);
      g_assert_cmpint (dialog_width (window, DIALOGS[i]), ==, 2 * usual);
      set_scale (100);
    }
  close_scene (window, &scene);
}

int
main (int argc, char **argv)
{
  g_log_set_writer_func (write_log, NULL, NULL);
  g_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("HANDSHAKE_LOCALE_DIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  gtk_disable_setlocale ();
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (SCENES); i++)
    {
      g_autofree char *path = g_strdup_printf ("/text-scale/%s", SCENES[i].name);

      g_test_add_data_func (path, &SCENES[i], test_scene);
    }
  g_test_add_func ("/text-scale/dialogs-grow", test_dialogs_grow);
  return g_test_run ();
}
