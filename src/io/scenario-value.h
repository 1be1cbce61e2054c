/* The values of scenario files and of --set: text to numbers, with an answer that helps when the text is wrong, and
 * numbers to text.
 *
 * Each scenario_value_… returns NULL when it took the text, else what is wrong with it and what is allowed, in the
 * current language, freed by the caller; *value is then untouched. */
#pragma once

#include "base/vtime.h"
#include "wire/address.h"

#include <glib.h>

/* The longest time a scenario may name. */
#define SCENARIO_TIME_MAX (SEC (3600) * 1000)

/* "50 ms", "1.5 s", "0"; exact to 1 ns. */
char *scenario_value_time (const char *text, vtime min, vtime max, vtime *value);

/* A whole number of min to max. */
char *scenario_value_count (const char *text, guint64 min, guint64 max, guint64 *value);

/* "2%": per million. */
char *scenario_value_share (const char *text, guint32 *value);

/* "10 Mbit/s": bits a second; 0 = no limit. */
char *scenario_value_rate (const char *text, guint64 *value);

/* 0 to 14, or auto: TCP_SHIFT_FROM_BUFFER */
char *scenario_value_shift (const char *text, guint8 *value);

/* "200 ppm", "-200 ppm", "0": parts per million, at most CLOCK_SKEW_MAX of either sign. */
char *scenario_value_skew (const char *text, gint32 *value);

/* true or false */
char *scenario_value_switch (const char *text, bool *value);

/* A or B: HOST_A, HOST_B */
char *scenario_value_host (const char *text, guint8 *value);

/* An IPv4 or IPv6 address that a host can have. */
char *scenario_value_address (const char *text, struct ip_address *value);

/* "02:00:00:00:00:0a", not a group address. */
char *scenario_value_mac (const char *text, struct mac_address *value);

/* One of the words, which end with NULL: its index. */
char *scenario_value_word (const char *text, const char *const *words, guint *value);

/* --- the other way: the shortest exact text of a value, freed by the caller --- */

char *scenario_text_time (vtime time);
char *scenario_text_share (guint32 share);
char *scenario_text_rate (guint64 rate);
char *scenario_text_shift (guint8 shift);
char *scenario_text_skew (gint32 skew);
char *scenario_text_address (const struct ip_address *address);
char *scenario_text_mac (const struct mac_address *mac);
