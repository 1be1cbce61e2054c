#define _GNU_SOURCE

#include "io/tap-pair.h"

#include "sim/sim.h"
#include "wire/ethernet.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Building takes a few ms; a helper that hangs longer than this is ended. */
#define HELPER_TIME_MS 10000

/* Room for the control message that carries the descriptors. */
union rights
{
  char octets[CMSG_SPACE (sizeof (int) * 2)];
  struct cmsghdr align;
};

struct tap_recipe
tap_recipe_default (void)
{
  return (struct tap_recipe){
    .device = "/dev/net/tun",
    .bridge = "wire",
    .taps = { "tap-a", "tap-b" },
    .mtu = SIM_FRAME_MAX - ETHERNET_HEADER_SIZE,
  };
}

void
tap_pair_close (struct tap_pair *pair)
{
  for (unsigned which = 0; which < 2; which++)
    {
      if (pair->taps[which] >= 0)
        close (pair->taps[which]);
      pair->taps[which] = -1;
    }
}

/* --- in the helper: system calls only --- */

static int
open_tap (const struct tap_recipe *recipe, int control, unsigned which, int *tap, enum tap_step *step)
{
  *step = TAP_STEP_OPEN;
  int error = tap_device_open (recipe->device, tap);
  if (error != 0)
    return error;
  *step = TAP_STEP_ATTACH;
  error = tap_device_attach (*tap, recipe->taps[which]);
  if (error != 0)
    return error;
  *step = TAP_STEP_JOIN;
  return tap_bridge_join (control, recipe->bridge, recipe->taps[which]);
}

static int
switch_on (const struct tap_recipe *recipe, int control)
{
  int error = tap_interface_up (control, recipe->taps[0], recipe->mtu);
  if (error == 0)
    error = tap_interface_up (control, recipe->taps[1], recipe->mtu);
  if (error == 0)
    error = tap_interface_up (control, recipe->bridge, 0);
  return error;
}

static int
build (const struct tap_recipe *recipe, struct tap_pair *pair, enum tap_step *step)
{
  tap_namespace_quiet ();

  *step = TAP_STEP_SOCKET;
  int control = socket (AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (control < 0)
    return errno;

  *step = TAP_STEP_BRIDGE;
  int error = tap_bridge_add (control, recipe->bridge);
  for (unsigned which = 0; error == 0 && which < 2; which++)
    error = open_tap (recipe, control, which, &pair->taps[which], step);
  if (error == 0)
    {
      *step = TAP_STEP_UP;
      error = switch_on (recipe, control);
    }
  close (control);
  return error;
}

/* The answer: the step and errno (0 when all is well), and with it the descriptors. */
static bool
send_answer (int channel, const struct tap_failure *answer, const struct tap_pair *pair)
{
  struct iovec data = { .iov_base = (void *) (uintptr_t) answer, .iov_len = sizeof *answer };
  struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1 };
  union rights rights;

  if (answer->error == 0)
    {
      memset (&rights, 0, sizeof rights);
      message.msg_control = rights.octets;
      message.msg_controllen = sizeof rights.octets;
      struct cmsghdr *header = CMSG_FIRSTHDR (&message);
      header->cmsg_level = SOL_SOCKET;
      header->cmsg_type = SCM_RIGHTS;
      header->cmsg_len = CMSG_LEN (sizeof pair->taps);
      memcpy (CMSG_DATA (header), pair->taps, sizeof pair->taps);
    }
  return sendmsg (channel, &message, MSG_NOSIGNAL) == (ssize_t) sizeof *answer;
}

static void G_GNUC_NORETURN
help (const struct tap_recipe *recipe, const struct tap_identity *identity, int channel)
{
  struct tap_pair pair = { .taps = { -1, -1 } };
  struct tap_failure answer = { .step = TAP_STEP_NAMESPACE };
  int mapping = 0;

  answer.error = tap_namespace_enter (identity, &mapping);
  if (answer.error == 0)
    answer.error = build (recipe, &pair, &answer.step);
  else if (mapping)
    answer.step = TAP_STEP_MAP;
  _exit (send_answer (channel, &answer, &pair) ? 0 : 1);
}

/* --- in the program --- */

static void
take_descriptors (struct msghdr *message, struct tap_pair *pair)
{
  struct cmsghdr *header = CMSG_FIRSTHDR (message);

  if (header == NULL || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
    return;
  memcpy (pair->taps, CMSG_DATA (header), MIN (header->cmsg_len - CMSG_LEN (0), sizeof pair->taps));
}

/* Waits for the helper's answer; returns 0 or an errno. */
static int
receive_answer (int channel, struct tap_failure *answer, struct tap_pair *pair)
{
  struct pollfd ready = { .fd = channel, .events = POLLIN };
  struct iovec data = { .iov_base = answer, .iov_len = sizeof *answer };
  union rights rights;
  struct msghdr message
      = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = rights.octets, .msg_controllen = sizeof rights.octets };
  int polled;
  ssize_t received;

  do
    polled = poll (&ready, 1, HELPER_TIME_MS);
  while (polled < 0 && errno == EINTR);
  if (polled <= 0)
    return polled == 0 ? ETIMEDOUT : errno;

  do
    received = recvmsg (channel, &message, MSG_CMSG_CLOEXEC);
  while (received < 0 && errno == EINTR);
  if (received != (ssize_t) sizeof *answer)
    return received < 0 ? errno : EPIPE;

  take_descriptors (&message, pair);
  return answer->error == 0 && pair->taps[1] < 0 ? EMFILE : 0;
}

bool
tap_pair_open (const struct tap_recipe *recipe, struct tap_pair *pair, struct tap_failure *failure)
{
  struct tap_identity identity;
  int channel[2];

  *pair = (struct tap_pair){ .taps = { -1, -1 } };
  tap_identity_fill (&identity);
  *failure = (struct tap_failure){ .step = TAP_STEP_HELPER };
  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, channel) != 0)
    {
      failure->error = errno;
      return false;
    }

  pid_t helper = fork ();
  if (helper == 0)
    help (recipe, &identity, channel[1]);
  failure->error = helper < 0 ? errno : 0;
  close (channel[1]);
  if (helper > 0)
    {
      int error = receive_answer (channel[0], failure, pair);
      if (error != 0)
        {
          *failure = (struct tap_failure){ .step = TAP_STEP_HAND_OVER, .error = error };
          kill (helper, SIGKILL);
        }
      while (waitpid (helper, NULL, 0) < 0 && errno == EINTR)
        continue;
    }
  close (channel[0]);

  if (failure->error != 0)
    tap_pair_close (pair);
  return failure->error == 0;
}

char *
tap_failure_sentence (const struct tap_recipe *recipe, const struct tap_failure *failure)
{
  const char *why = g_strerror (failure->error);

  switch (failure->step)
    {
    case TAP_STEP_HELPER:
      return g_strdup_printf (_ ("No TAP pair: cannot start the helper process: %s; using the built-in wire."), why);
    case TAP_STEP_NAMESPACE:
      return g_strdup_printf (_ ("No TAP pair: cannot make a network namespace: %s; using the built-in wire."), why);
    case TAP_STEP_MAP:
      return g_strdup_printf (
          _ ("No TAP pair: cannot map the user into the new namespace: %s; using the built-in wire."), why);
    case TAP_STEP_SOCKET:
      return g_strdup_printf (
          _ ("No TAP pair: cannot open a socket in the new namespace: %s; using the built-in wire."), why);
    case TAP_STEP_BRIDGE:
      return g_strdup_printf (_ ("No TAP pair: cannot make the bridge %s: %s; using the built-in wire."),
                              recipe->bridge, why);
    case TAP_STEP_OPEN:
      return g_strdup_printf (_ ("No TAP pair: cannot open %s: %s; using the built-in wire."), recipe->device, why);
    case TAP_STEP_ATTACH:
      return g_strdup_printf (_ ("No TAP pair: cannot make the TAP devices %s and %s: %s; using the built-in wire."),
                              recipe->taps[0], recipe->taps[1], why);
    case TAP_STEP_JOIN:
      return g_strdup_printf (
          _ ("No TAP pair: cannot join the TAP devices to the bridge: %s; using the built-in wire."), why);
    case TAP_STEP_UP:
      return g_strdup_printf (_ ("No TAP pair: cannot switch the TAP devices on: %s; using the built-in wire."), why);
    case TAP_STEP_HAND_OVER:
      break;
    }
  return g_strdup_printf (_ ("No TAP pair: the helper process did not hand it over: %s; using the built-in wire."),
                          why);
}
