/* Prints what the parts of Handshake do in a second, and as ratios, all measured in one run. Nothing depends on it. */
#include "bench.h"

#include "io/pcap-writer.h"
#include "trace/trace.h"

#include <glib/gstdio.h>
#include <limits.h>
#include <locale.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#define PAIR_OCTETS (UINT64_C (400) << 20)
#define CROWDED_OCTETS (UINT64_C (20) << 20)
#define TRACED_OCTETS (UINT64_C (100) << 20)
#define RUN_OCTETS (UINT64_C (100) << 20)
#define LWIP_OCTETS (UINT64_C (400) << 20)
#define NS3_OCTETS (UINT64_C (50) << 20)
#define CAPTURE_OCTETS (UINT64_C (200) << 20)

/* Gives a trace of about 10,000 events. */
#define PICTURE_OCTETS (UINT64_C (1350) << 10)

void
bench_print (const char *what, const char *unit, const struct bench_result *result, const char *ratio_to,
             const struct bench_result *other)
{
  if (!result->done)
    {
      printf ("%-42s not measured here\n", what);
      return;
    }
  printf ("%-42s %12.0f %-14s %12.0f", what, bench_rate (result), unit, result->work / result->time.wall);
  if (other != NULL && other->done)
    printf ("   %8.3f x %s", bench_rate (result) / bench_rate (other), ratio_to);
  printf ("\n");
  fflush (stdout);
}

/* Peers are programs of their own, built where their library is: lwIP and our engine have functions of the same names,
 * and ns-3 is C++. */
static struct bench_result
measure_peer (const char *program, const char *name, uint64_t octets)
{
  g_autofree char *folder = g_path_get_dirname (program);
  g_autofree char *peer = g_build_filename (folder, name, NULL);
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, octets);
  g_autofree char *output = NULL;
  struct bench_result result = { .done = false };

  if (g_spawn_sync (NULL, (char *[]){ peer, number, NULL }, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, NULL, NULL,
                    NULL))
    result.done = sscanf (output, "%lf %lf %lf", &result.work, &result.time.processor, &result.time.wall) == 3
                  && result.work > 0;
  return result;
}

static void
print_memory (uint64_t octets, const struct bench_result *run)
{
  struct trace *trace = bench_trace (octets);

  printf ("%-42s %12.0f octets, beside its buffers\n", "memory of a connection", bench_connection_memory ());
  if (run->done)
    printf ("%-42s %12.0f octets; %.0f for each data segment, its packet included\n", "memory of an event in a trace",
            (double) trace_size (trace) / (double) trace_length (trace), (double) trace_size (trace) / run->work);
  trace_free (trace);
}

/* One line of the engine; returns what was measured. */
static struct bench_result
measure_bulk (const char *what, bench_work work, struct bench_bulk bulk, const struct bench_result *ns3)
{
  struct bench_result result = bench_measure (work, &bulk);

  bench_print (what, "segments/s", &result, "ns-3", ns3);
  return result;
}

static void
measure_engine (const char *program)
{
  uint64_t sum_octets = PAIR_OCTETS;
  struct bench_result ns3 = measure_peer (program, "bench-ns3", NS3_OCTETS);
  struct bench_result lwip = measure_peer (program, "bench-lwip", LWIP_OCTETS);
  struct bench_result sums = bench_measure (bench_checksums, &sum_octets);

  struct bench_result pair = measure_bulk ("two stacks, Linux's values", bench_engine_pair,
                                           (struct bench_bulk){ PAIR_OCTETS, BENCH_LINUX, 0 }, &ns3);
  measure_bulk ("  beside 1000 idle connections", bench_engine_pair,
                (struct bench_bulk){ CROWDED_OCTETS, BENCH_LINUX, 1000 }, &ns3);
  measure_bulk ("two stacks, the lessons' values", bench_engine_pair,
                (struct bench_bulk){ PAIR_OCTETS, BENCH_LESSON, 0 }, &ns3);
  measure_bulk ("  with trace, Linux's values", bench_traced_pair, (struct bench_bulk){ TRACED_OCTETS, BENCH_LINUX, 0 },
                &ns3);
  measure_bulk ("  with trace, the lessons' values", bench_traced_pair,
                (struct bench_bulk){ TRACED_OCTETS, BENCH_LESSON, 0 }, &ns3);
  struct bench_result run = measure_bulk ("a whole run with trace, Linux's values", bench_full_run,
                                          (struct bench_bulk){ RUN_OCTETS, BENCH_LINUX, 0 }, &ns3);
  bench_print ("ns-3, point to point", "segments/s", &ns3, "", NULL);
  bench_print ("lwIP to itself, raw API", "segments/s", &lwip, "two stacks, Linux's values", &pair);
  bench_print ("nothing but the two checksums", "segments/s", &sums, "two stacks, Linux's values", &pair);
  print_memory (RUN_OCTETS, &run);
}

static void
measure_picture (void)
{
  struct trace *trace = bench_trace (PICTURE_OCTETS);
  struct bench_result layout = bench_measure (bench_layout, trace);
  struct bench_result paint = bench_measure (bench_paint_all, trace);
  struct bench_result screen = bench_measure (bench_paint_screen, trace);

  printf ("\na picture of %zu events\n", trace_length (trace));
  bench_print ("layout", "events/s", &layout, "", NULL);
  bench_print ("layout, and paint of all of it", "events/s", &paint, "layout", &layout);
  bench_print ("paint of one screen, 1060 x 800", "screens/s", &screen, "", NULL);
  trace_free (trace);
}

static void
measure_capture (void)
{
  g_autofree char *folder = g_dir_make_tmp ("handshake-bench-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "bulk.pcap", NULL);
  struct trace *trace = bench_trace (CAPTURE_OCTETS);

  bool written = pcap_write_trace (trace, path, NULL);
  trace_free (trace);
  if (written)
    {
      struct bench_result bare = bench_measure (bench_bare_libpcap, path);
      struct bench_result open = bench_measure (bench_capture_open, path);

      printf ("\na capture of %.0f packets\n", open.work);
      bench_print ("a bare loop of libpcap", "packets/s", &bare, "", NULL);
      bench_print ("opening: connections, analysis, index", "packets/s", &open, "bare loop", &bare);
    }
  g_unlink (path);
  g_rmdir (folder);
}

/* What a run frees stays with the program for the next one: so the fastest of several runs is not about how long the
 * kernel takes to hand out pages, which differs by a factor of 50 between machines, most of all virtual ones. */
static void
keep_memory (void)
{
  mallopt (M_MMAP_THRESHOLD, INT_MAX);
  mallopt (M_TRIM_THRESHOLD, INT_MAX);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  keep_memory ();
  printf ("A data segment is one with text: MSS 1460, nothing is lost. One core; a release build, optimised as a "
          "whole.\n\n");
  printf ("%-42s %12s %-14s %12s\n", "", "a second", "of processor", "of the wall");
  measure_engine (argc > 0 ? argv[0] : "");
  measure_picture ();
  measure_capture ();
  return EXIT_SUCCESS;
}
