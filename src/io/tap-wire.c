#include "io/tap-wire.h"

#include "io/tap-pair.h"

#include <errno.h>
#include <gio/gio.h>
#include <linux/nsfs.h>
#include <linux/sockios.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* A frame is there as soon as the write returns, unless the machine is busy. One that did not come is written once
 * more before it counts as swallowed. */
#define CROSS_TIME_MS 1000
#define CROSS_ATTEMPTS 2

struct tap_wire
{
  struct tap_pair pair;
  struct sim_wire sim;
  int network_namespace;
  int user_namespace;
};

G_DEFINE_QUARK (hs_tap_error_quark, hs_tap_error)

static bool
put (int tap, const uint8_t *frame, size_t length)
{
  ssize_t written;

  do
    written = write (tap, frame, length);
  while (written < 0 && errno == EINTR);
  return written == (ssize_t) length;
}

/* The next frame that came out, 0 when there is none before the deadline (of the monotonic clock, in us). */
static size_t
take (int tap, uint8_t *frame, size_t size, gint64 deadline)
{
  for (;;)
    {
      ssize_t length = read (tap, frame, size);
      if (length > 0)
        return (size_t) length;
      if (length < 0 && errno != EAGAIN && errno != EINTR)
        return 0;

      gint64 left = deadline - g_get_monotonic_time ();
      if (left <= 0)
        return 0;
      struct pollfd ready = { .fd = tap, .events = POLLIN };
      poll (&ready, 1, (int) (left / 1000) + 1);
    }
}

/* Something else may be on the wire, put there by a curious person: it passes by. */
static size_t
cross (void *user, unsigned from, const uint8_t *frame, size_t length, uint8_t *out)
{
  struct tap_wire *wire = user;
  int sender = wire->pair.taps[from == HOST_A ? 0 : 1];
  int receiver = wire->pair.taps[from == HOST_A ? 1 : 0];

  for (int attempt = 0; attempt < CROSS_ATTEMPTS; attempt++)
    {
      if (!put (sender, frame, length))
        continue;

      gint64 deadline = g_get_monotonic_time () + CROSS_TIME_MS * 1000;
      size_t came;
      while ((came = take (receiver, out, SIM_FRAME_MAX, deadline)) > 0)
        if (came == length && memcmp (out, frame, length) == 0)
          return came;
    }
  return 0;
}

struct tap_wire *
tap_wire_open (GError **error)
{
  struct tap_recipe recipe = tap_recipe_default ();
  struct tap_pair pair;
  struct tap_failure failure;

  if (!tap_pair_open (&recipe, &pair, &failure))
    {
      g_autofree char *sentence = tap_failure_sentence (&recipe, &failure);
      g_set_error_literal (error, HS_TAP_ERROR, HS_TAP_ERROR_FORBIDDEN, sentence);
      return NULL;
    }

  struct tap_wire *wire = g_new0 (struct tap_wire, 1);
  wire->pair = pair;
  wire->sim = (struct sim_wire){ .user = wire, .cross = cross };
  wire->network_namespace = ioctl (pair.taps[0], SIOCGSKNS);
  wire->user_namespace = wire->network_namespace < 0 ? -1 : ioctl (wire->network_namespace, NS_GET_USERNS);
  return wire;
}

void
tap_wire_close (struct tap_wire *wire)
{
  if (wire == NULL)
    return;
  tap_pair_close (&wire->pair);
  if (wire->network_namespace >= 0)
    close (wire->network_namespace);
  if (wire->user_namespace >= 0)
    close (wire->user_namespace);
  g_free (wire);
}

const struct sim_wire *
tap_wire_sim (struct tap_wire *wire)
{
  return &wire->sim;
}

int
tap_wire_namespace (const struct tap_wire *wire)
{
  return wire->network_namespace;
}

int
tap_wire_user_namespace (const struct tap_wire *wire)
{
  return wire->user_namespace;
}
