/* The TAP pair: what crosses it, what can be seen of it from outside, and what is said where it cannot be had. */
#define _GNU_SOURCE

#include "io/tap-pair.h"
#include "io/tap-wire.h"

#include "base/rng.h"

#include <arpa/inet.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define FRAMES 3000
#define FRAME_MIN 60
#define FRAME_MAX 1514

static struct tap_wire *
open_or_skip (void)
{
  g_autoptr (GError) error = NULL;
  struct tap_wire *wire = tap_wire_open (&error);

  if (wire == NULL)
    g_test_skip (error->message);
  return wire;
}

/* A frame of random octets from one of the two hosts to the other. */
static void
fill_frame (struct rng *rng, unsigned from, uint8_t *frame, size_t length)
{
  const uint8_t macs[2][6] = { { 2, 0, 0, 0, 0, 1 }, { 2, 0, 0, 0, 0, 2 } };

  for (size_t i = 0; i < length; i++)
    frame[i] = (uint8_t) rng_u32 (rng);
  memcpy (frame, macs[1 - from], 6);
  memcpy (frame + 6, macs[from], 6);
}

static void
test_frames_cross (void)
{
  struct tap_wire *wire = open_or_skip ();
  if (wire == NULL)
    return;

  const struct sim_wire *sim = tap_wire_sim (wire);
  struct rng rng;
  rng_seed (&rng, 1);
  for (unsigned i = 0; i < FRAMES; i++)
    {
      uint8_t frame[SIM_FRAME_MAX], out[SIM_FRAME_MAX] = { 0 };
      size_t length = FRAME_MIN + i % (FRAME_MAX - FRAME_MIN + 1);
      unsigned from = (unsigned) rng_below (&rng, 2);

      fill_frame (&rng, from, frame, length);
      g_assert_cmpuint (sim->cross (sim->user, from, frame, length, out), ==, length);
      g_assert_cmpmem (out, length, frame, length);
    }
  tap_wire_close (wire);
}

/* Frames that a bridge that learns, or one with filters, would keep to itself. */
static void
test_odd_frames_cross (void)
{
  struct tap_wire *wire = open_or_skip ();
  if (wire == NULL)
    return;

  static const uint8_t heads[][14] = {
    { 255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0, 1, 8, 6 }, /* broadcast */
    { 1, 0, 94, 0, 0, 251, 2, 0, 0, 0, 0, 1, 8, 0 },          /* multicast */
    { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0 },             /* from the wrong side, then … */
    { 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0 },             /* … to the address just seen there */
    { 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x81, 0 },          /* VLAN tag */
    { 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x86, 0xdd },       /* IPv6 of nonsense */
  };
  const struct sim_wire *sim = tap_wire_sim (wire);
  uint8_t frame[SIM_FRAME_MAX] = { 0 }, out[SIM_FRAME_MAX];

  for (size_t i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      memcpy (frame, heads[i], sizeof heads[i]);
      frame[14] = 0x4f; /* an IPv4 header that is longer than the packet */
      g_assert_cmpuint (sim->cross (sim->user, 0, frame, 60, out), ==, 60);
      g_assert_cmpuint (sim->cross (sim->user, 0, frame, SIM_FRAME_MAX, out), ==, SIM_FRAME_MAX);
    }
  tap_wire_close (wire);
}

/* What the kernel cannot forward is given up after a bounded time, and what follows crosses. */
static void
test_swallowed_frame (void)
{
  struct tap_wire *wire = open_or_skip ();
  if (wire == NULL)
    return;

  const struct sim_wire *sim = tap_wire_sim (wire);
  uint8_t frame[60] = { 2, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 1, 8, 0 }; /* from a multicast address */
  uint8_t out[SIM_FRAME_MAX];

  g_assert_cmpuint (sim->cross (sim->user, 0, frame, sizeof frame, out), ==, 0);
  frame[6] = 2;
  g_assert_cmpuint (sim->cross (sim->user, 0, frame, sizeof frame, out), ==, sizeof frame);
  tap_wire_close (wire);
}

static void
test_silence (void)
{
  struct tap_recipe recipe = tap_recipe_default ();
  struct tap_pair pair;
  struct tap_failure failure;

  if (!tap_pair_open (&recipe, &pair, &failure))
    {
      g_autofree char *sentence = tap_failure_sentence (&recipe, &failure);
      g_test_skip (sentence);
      return;
    }
  struct pollfd ready[2] = { { .fd = pair.taps[0], .events = POLLIN }, { .fd = pair.taps[1], .events = POLLIN } };
  g_assert_cmpint (poll (ready, 2, 500), ==, 0);
  tap_pair_close (&pair);
}

/* In a process of its own: enters the namespaces as nsenter does and counts the frames that a packet socket sees. */
static int
watch (int user_namespace, int network_namespace, int go, unsigned expected)
{
  if (setns (user_namespace, CLONE_NEWUSER) != 0 && geteuid () != 0)
    return 2;
  if (setns (network_namespace, CLONE_NEWNET) != 0)
    return 3;
  int sniffer = socket (AF_PACKET, SOCK_RAW, htons (ETH_P_ALL));
  struct sockaddr_ll place = { .sll_family = AF_PACKET, .sll_protocol = htons (ETH_P_ALL) };
  place.sll_ifindex = (int) if_nametoindex ("tap-a");
  if (sniffer < 0 || place.sll_ifindex == 0 || bind (sniffer, (struct sockaddr *) &place, sizeof place) != 0)
    return 4;
  if (write (go, "", 1) != 1)
    return 5;

  for (unsigned seen = 0; seen < expected; seen++)
    {
      struct pollfd ready = { .fd = sniffer, .events = POLLIN };
      uint8_t frame[2048];
      if (poll (&ready, 1, 10000) != 1)
        return 6;
      ssize_t length = recv (sniffer, frame, sizeof frame, 0);
      if (length != (ssize_t) (FRAME_MIN + seen) || frame[14] != seen)
        return 7;
    }
  return 0;
}

static void
test_seen_from_outside (void)
{
  struct tap_wire *wire = open_or_skip ();
  if (wire == NULL)
    return;

  enum
  {
    EXPECTED = 20
  };
  const struct sim_wire *sim = tap_wire_sim (wire);
  int go[2], status = 0;
  g_assert_cmpint (tap_wire_namespace (wire), >=, 0);
  g_assert_cmpint (tap_wire_user_namespace (wire), >=, 0);
  g_assert_cmpint (pipe (go), ==, 0);
  pid_t watcher = fork ();
  if (watcher == 0)
    _exit (watch (tap_wire_user_namespace (wire), tap_wire_namespace (wire), go[1], EXPECTED));
  close (go[1]);

  uint8_t octet;
  bool watching = read (go[0], &octet, 1) == 1;
  close (go[0]);
  struct rng rng;
  rng_seed (&rng, 2);
  for (unsigned i = 0; watching && i < EXPECTED; i++)
    {
      uint8_t frame[FRAME_MAX], out[SIM_FRAME_MAX];
      fill_frame (&rng, i % 2, frame, FRAME_MIN + i);
      frame[14] = (uint8_t) i;
      g_assert_cmpuint (sim->cross (sim->user, i % 2, frame, FRAME_MIN + i, out), ==, FRAME_MIN + i);
    }
  g_assert_cmpint (waitpid (watcher, &status, 0), ==, watcher);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  tap_wire_close (wire);
}

static unsigned
open_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  unsigned count = 0;

  while (g_dir_read_name (dir) != NULL)
    count++;
  return count;
}

/* The pair cannot be built from this recipe: the step and the reason are named, and nothing stays open. */
static void
assert_refused (const struct tap_recipe *recipe, enum tap_step step, int error, const char *named)
{
  struct tap_pair pair;
  struct tap_failure failure;
  unsigned before = open_descriptors ();

  g_assert_false (tap_pair_open (recipe, &pair, &failure));
  g_assert_cmpuint (open_descriptors (), ==, before);
  g_assert_cmpint (pair.taps[0], ==, -1);
  g_assert_cmpint (pair.taps[1], ==, -1);
  g_assert_cmpint (failure.step, ==, step);
  g_assert_cmpint (failure.error, ==, error);

  g_autofree char *sentence = tap_failure_sentence (recipe, &failure);
  g_test_message ("%s", sentence);
  g_assert_true (g_str_has_prefix (sentence, "No TAP pair: "));
  g_assert_true (g_str_has_suffix (sentence, "; using the built-in wire."));
  g_assert_nonnull (strstr (sentence, g_strerror (error)));
  g_assert_nonnull (strstr (sentence, named));
}

static void
test_failures (void)
{
  struct tap_wire *wire = open_or_skip ();
  if (wire == NULL)
    return;
  tap_wire_close (wire);

  struct tap_recipe recipe = tap_recipe_default ();
  recipe.device = "/dev/net/no-such-device";
  assert_refused (&recipe, TAP_STEP_OPEN, ENOENT, "/dev/net/no-such-device");
  recipe.device = "/dev";
  assert_refused (&recipe, TAP_STEP_OPEN, EISDIR, "open /dev:");
  recipe.device = "/dev/null";
  assert_refused (&recipe, TAP_STEP_ATTACH, ENOTTY, "tap-a");

  recipe = tap_recipe_default ();
  recipe.taps[1] = recipe.taps[0];
  assert_refused (&recipe, TAP_STEP_ATTACH, EBUSY, "tap-a");
  recipe = tap_recipe_default ();
  recipe.bridge = "lo";
  assert_refused (&recipe, TAP_STEP_BRIDGE, EEXIST, "bridge lo");
  recipe = tap_recipe_default ();
  recipe.mtu = 1; /* below what Ethernet permits */
  assert_refused (&recipe, TAP_STEP_UP, EINVAL, "switch");
}

/* Enters a user namespace that permits no further namespaces. */
static gboolean
forbid_namespaces (void)
{
  struct tap_identity identity;
  int mapping = 0;

  tap_identity_fill (&identity);
  return tap_namespace_enter (&identity, &mapping) == 0
         && tap_setting_write ("/proc/sys/user/max_user_namespaces", "0") == 0
         && tap_setting_write ("/proc/sys/user/max_net_namespaces", "0") == 0;
}

/* Whether that is possible here, tried in a process of its own (not in a chroot, for one). */
static gboolean
can_forbid_namespaces (void)
{
  pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    _exit (forbid_namespaces () ? 0 : 1);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return status == 0;
}

/* A system that permits no new namespaces. */
static void
test_namespaces_forbidden (void)
{
  if (!g_test_subprocess ())
    {
      if (!can_forbid_namespaces ())
        {
          g_test_skip ("no user namespace to try it in");
          return;
        }
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  g_assert_true (forbid_namespaces ());
  struct tap_recipe recipe = tap_recipe_default ();
  assert_refused (&recipe, TAP_STEP_NAMESPACE, ENOSPC, "namespace");

  g_autoptr (GError) error = NULL;
  g_assert_null (tap_wire_open (&error));
  g_assert_error (error, HS_TAP_ERROR, HS_TAP_ERROR_FORBIDDEN);
}

/* Each step has a sentence of its own. */
static void
test_sentences (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  struct tap_recipe recipe = tap_recipe_default ();

  for (unsigned step = 0; step < TAP_STEP_COUNT; step++)
    {
      struct tap_failure failure = { .step = (enum tap_step) step, .error = EACCES };
      char *sentence = tap_failure_sentence (&recipe, &failure);
      g_assert_nonnull (strstr (sentence, g_strerror (EACCES)));
      g_assert_true (g_hash_table_add (seen, sentence));
    }
  struct tap_failure denied = { .step = TAP_STEP_OPEN, .error = EACCES };
  g_autofree char *sentence = tap_failure_sentence (&recipe, &denied);
  g_assert_cmpstr (sentence, ==, "No TAP pair: cannot open /dev/net/tun: Permission denied; using the built-in wire.");
}

static gpointer
keep_busy (gpointer user)
{
  const int *stop = user;

  while (!g_atomic_int_get (stop))
    g_free (g_malloc (100));
  return NULL;
}

/* A program with threads may open it as well, as often as it likes. */
static void
test_with_threads (void)
{
  int stop = 0;
  GThread *thread = g_thread_new ("busy", keep_busy, &stop);

  for (unsigned i = 0; i < 10; i++)
    {
      struct tap_wire *wire = open_or_skip ();
      if (wire == NULL)
        break;
      const struct sim_wire *sim = tap_wire_sim (wire);
      uint8_t frame[60] = { 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0 }, out[SIM_FRAME_MAX];
      g_assert_cmpuint (sim->cross (sim->user, 0, frame, sizeof frame, out), ==, sizeof frame);
      tap_wire_close (wire);
    }
  g_atomic_int_set (&stop, 1);
  g_thread_join (thread);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/io/tap-wire/frames-cross", test_frames_cross);
  g_test_add_func ("/io/tap-wire/odd-frames-cross", test_odd_frames_cross);
  g_test_add_func ("/io/tap-wire/swallowed-frame", test_swallowed_frame);
  g_test_add_func ("/io/tap-wire/silence", test_silence);
  g_test_add_func ("/io/tap-wire/seen-from-outside", test_seen_from_outside);
  g_test_add_func ("/io/tap-wire/failures", test_failures);
  g_test_add_func ("/io/tap-wire/namespaces-forbidden", test_namespaces_forbidden);
  g_test_add_func ("/io/tap-wire/sentences", test_sentences);
  g_test_add_func ("/io/tap-wire/with-threads", test_with_threads);
  return g_test_run ();
}
