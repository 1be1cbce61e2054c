/* Writing what a session shows to a file. */
#include "app/export-dialog-file.h"
#include "session-bench.h"

#include <glib/gstdio.h>
#include <string.h>

static char *folder;

static HsSession *
whole_run (const char *id)
{
  HsSession *session = bench_open (id);

  hs_session_go_end (session);
  return session;
}

static struct hs_export
plain (HsExportFormat format)
{
  return (struct hs_export){ .format = format,
                             .theme = THEME_LIGHT,
                             .style = STYLE_CLASSIC,
                             .numbers = NUMBERS_SYMBOLIC,
                             .scale = 1,
                             .title = "A title" };
}

/* Writes, reads back, deletes. */
static char *
written (HsSession *session, const struct hs_export *export, gsize *length)
{
  g_autofree char *name = hs_export_file_name ("run", export->format);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *content = NULL;

  g_assert_true (hs_export_write (hs_session_get_trace (session), export, path, &error));
  g_assert_no_error (error);
  g_file_get_contents (path, &content, length, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return content;
}

static void
test_svg (void)
{
  g_autoptr (HsSession) session = whole_run ("three-way-handshake");
  struct hs_export export = plain (HS_EXPORT_SVG);
  gsize length;
  g_autofree char *symbolic = written (session, &export, &length);

  g_assert_true (g_str_has_prefix (symbolic, "<?xml") || g_str_has_prefix (symbolic, "<svg"));
  g_assert_nonnull (strstr (symbolic, "A title"));
  g_assert_nonnull (strstr (symbolic, "SYN-SENT"));
  export.numbers = NUMBERS_ABSOLUTE;
  g_autofree char *absolute = written (session, &export, &length);
  g_assert_cmpstr (symbolic, !=, absolute);
  export.theme = THEME_DARK;
  g_autofree char *dark = written (session, &export, &length);
  g_assert_cmpstr (absolute, !=, dark);
}

static void
test_png_grows_with_the_scale (void)
{
  g_autoptr (HsSession) session = whole_run ("three-way-handshake");
  struct hs_export export = plain (HS_EXPORT_PNG);
  gsize length;
  g_autofree char *once = written (session, &export, &length);
  guint32 width, doubled;

  g_assert_cmpmem (once, 8, "\x89PNG\r\n\x1a\n", 8);
  memcpy (&width, once + 16, 4);
  export.scale = 2;
  g_autofree char *twice = written (session, &export, &length);
  memcpy (&doubled, twice + 16, 4);
  g_assert_cmpuint (GUINT32_FROM_BE (doubled), ==, 2 * GUINT32_FROM_BE (width));
}

static void
test_pdf (void)
{
  g_autoptr (HsSession) session = whole_run ("three-way-handshake");
  struct hs_export export = plain (HS_EXPORT_PDF);
  gsize length;
  g_autofree char *content = written (session, &export, &length);

  g_assert_true (g_str_has_prefix (content, "%PDF-"));
}

static void
test_pcap (void)
{
  g_autoptr (HsSession) session = whole_run ("three-way-handshake");
  struct hs_export export = plain (HS_EXPORT_PCAP);
  gsize length;
  g_autofree char *content = written (session, &export, &length);
  guint32 magic;

  memcpy (&magic, content, sizeof magic);
  g_assert_true (magic == 0xa1b2c3d4 || magic == 0xa1b23c4d);
  g_assert_cmpuint (length, >, 24 + 3 * (16 + 54));
}

static void
test_says_what_went_wrong (void)
{
  g_autoptr (HsSession) session = whole_run ("three-way-handshake");
  g_autofree char *path = g_build_filename (folder, "no", "such", "folder", "a", NULL);

  for (int format = 0; format < HS_EXPORT_FORMAT_COUNT; format++)
    {
      struct hs_export export = plain ((HsExportFormat) format);
      g_autoptr (GError) error = NULL;

      g_assert_false (hs_export_write (hs_session_get_trace (session), &export, path, &error));
      g_assert_nonnull (error);
      g_assert_cmpuint (strlen (error->message), >, 10);
    }
}

static void
test_a_picture_too_high_for_png (void)
{
  g_autoptr (HsSession) session = whole_run ("full-connection");
  struct hs_export export = plain (HS_EXPORT_PNG);
  g_autofree char *path = g_build_filename (folder, "high.png", NULL);
  g_autoptr (GError) error = NULL;

  export.scale = 400;
  g_assert_false (hs_export_write (hs_session_get_trace (session), &export, path, &error));
  g_assert_nonnull (strstr (error->message, "SVG"));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_file_names (void)
{
  static const struct
  {
    const char *title;
    HsExportFormat format;
    const char *name;
  } CASES[] = {
    { "Four-way close", HS_EXPORT_PNG, "Four-way close.png" },
    { "office-gateway.pcapng", HS_EXPORT_SVG, "office-gateway.svg" },
    { "a/b", HS_EXPORT_PDF, "a-b.pdf" },
    { "", HS_EXPORT_PCAP, "handshake.pcap" },
    { "四次挥手", HS_EXPORT_PNG, "四次挥手.png" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *name = hs_export_file_name (CASES[i].title, CASES[i].format);

      g_assert_cmpstr (name, ==, CASES[i].name);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("handshake-export-XXXXXX", NULL);
  g_assert_nonnull (folder);
  g_test_add_func ("/export-dialog-file/svg", test_svg);
  g_test_add_func ("/export-dialog-file/png", test_png_grows_with_the_scale);
  g_test_add_func ("/export-dialog-file/pdf", test_pdf);
  g_test_add_func ("/export-dialog-file/pcap", test_pcap);
  g_test_add_func ("/export-dialog-file/says-what-went-wrong", test_says_what_went_wrong);
  g_test_add_func ("/export-dialog-file/too-high", test_a_picture_too_high_for_png);
  g_test_add_func ("/export-dialog-file/file-names", test_file_names);
  status = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return status;
}
