/* Pictures of stories, for the tests that look into them. */
#pragma once

#include "diagram/layout.h"
#include "story.h"

#include <glib.h>

/* A story with its picture; freed together. */
struct picture
{
  struct trace *trace;
  struct diagram *diagram;
};

struct picture picture_new (struct trace *trace, const struct diagram_options *options);
struct picture picture_new_said (struct trace *trace, const struct diagram_options *options,
                                 const struct diagram_words *words);
void picture_clear (struct picture *picture);

struct diagram_options figure_options (void);
struct diagram_options window_options (void);

/* The words of an arrow's label. */
char *picture_label (const struct picture *picture, size_t arrow);

/* The n-th event of a kind, from 0. */
event_id picture_event (const struct picture *picture, enum trace_kind kind, size_t n);

/* The band of a host that shows a state; fails the test when there is none. */
const struct band *picture_band (const struct picture *picture, unsigned host, enum tcp_state state);

/* Chinese, as far as the figures need it. */
extern const struct diagram_words CHINESE;
