/* Two TAP devices joined by a bridge in namespaces of their own.
 *
 * A helper, forked for this, enters the namespaces, builds the pair, hands the descriptors back and ends. They alone
 * keep the namespaces alive: closing them, or a crash, leaves nothing behind. */
#pragma once

#include "io/tap-namespace.h"

#include <stdbool.h>

/* What the helper does, in this order. */
enum tap_step
{
  TAP_STEP_HELPER,    /* start the helper process */
  TAP_STEP_NAMESPACE, /* enter new namespaces */
  TAP_STEP_MAP,       /* map the user into them */
  TAP_STEP_SOCKET,    /* open the socket through which interfaces are set */
  TAP_STEP_BRIDGE,    /* make the bridge */
  TAP_STEP_OPEN,      /* open the clone device */
  TAP_STEP_ATTACH,    /* make a TAP device of it */
  TAP_STEP_JOIN,      /* join a TAP device to the bridge */
  TAP_STEP_UP,        /* switch the interfaces on */
  TAP_STEP_HAND_OVER, /* receive the descriptors from the helper */
};

#define TAP_STEP_COUNT (TAP_STEP_HAND_OVER + 1)

struct tap_failure
{
  enum tap_step step;
  int error; /* errno */
};

/* Names and places; the program uses tap_recipe_default. */
struct tap_recipe
{
  const char *device; /* the clone device */
  const char *bridge;
  const char *taps[2];
  unsigned mtu;
};

struct tap_pair
{
  int taps[2]; /* non-blocking; a frame a read or write */
};

struct tap_recipe tap_recipe_default (void);

/* False with *failure filled in; nothing is left open then. */
bool tap_pair_open (const struct tap_recipe *recipe, struct tap_pair *pair, struct tap_failure *failure);
void tap_pair_close (struct tap_pair *pair);

/* What failed and why, one whole sentence in the current language; freed by the caller. */
char *tap_failure_sentence (const struct tap_recipe *recipe, const struct tap_failure *failure);
