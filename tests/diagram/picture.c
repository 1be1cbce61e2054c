#include "picture.h"

/* fontconfig keeps what it has read until the program ends; LeakSanitizer asks here. */
const char *__lsan_default_suppressions (void);
const char *__lsan_default_options (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:libfontconfig\n";
}

const char *
__lsan_default_options (void)
{
  return "print_suppressions=0";
}

struct picture
picture_new_said (struct trace *trace, const struct diagram_options *options, const struct diagram_words *words)
{
  return (struct picture){ .trace = trace, .diagram = diagram_new (trace, options, words) };
}

struct picture
picture_new (struct trace *trace, const struct diagram_options *options)
{
  return picture_new_said (trace, options, &DIAGRAM_WORDS_ENGLISH);
}

void
picture_clear (struct picture *picture)
{
  diagram_free (picture->diagram);
  trace_free (picture->trace);
}

struct diagram_options
figure_options (void)
{
  struct diagram_options options;

  diagram_options_figure (&options);
  return options;
}

struct diagram_options
window_options (void)
{
  struct diagram_options options;

  diagram_options_window (&options);
  options.width = 1060;
  return options;
}

char *
picture_label (const struct picture *picture, size_t arrow)
{
  struct text text;

  g_assert_cmpuint (arrow, <, picture->diagram->shapes.arrows.length);
  label_text (picture->diagram, arrow, false, &text);
  return g_strdup (text.octets);
}

event_id
picture_event (const struct picture *picture, enum trace_kind kind, size_t n)
{
  for (event_id id = 0; id < trace_length (picture->trace); id++)
    if (trace_get (picture->trace, id)->kind == kind && n-- == 0)
      return id;
  g_assert_not_reached ();
}

const struct band *
picture_band (const struct picture *picture, unsigned host, enum tcp_state state)
{
  for (size_t i = 0; i < picture->diagram->shapes.bands[host].length; i++)
    if (picture->diagram->shapes.bands[host].items[i].state == state)
      return &picture->diagram->shapes.bands[host].items[i];
  g_assert_not_reached ();
}

static const char *
chinese_word (void *user, enum diagram_word word)
{
  static const char *const words[WORD_COUNT] = {
    [WORD_CLIENT] = "客户 {name}",
    [WORD_SERVER] = "服务器 {name}",
    [WORD_ACTIVE_OPEN] = "主动打开",
    [WORD_PASSIVE_OPEN] = "被动打开",
    [WORD_ACTIVE_CLOSE] = "主动关闭",
    [WORD_PASSIVE_CLOSE] = "被动关闭",
    [WORD_NOTIFY_APPLICATION] = "通知应用进程",
    [WORD_DATA_TRANSFER] = "数据传送",
    [WORD_DATA_TRANSFER_B_TO_A] = "数据传送（仅 B → A）",
    [WORD_WAIT_2MSL] = "等待 2MSL",
    [WORD_NOT_DRAWN] = "省略 {time}",
    [WORD_OCTETS] = "{octets} 个字节",
    [WORD_DUPLICATE_ACK] = "重复 {n}",
    [WORD_OUT_OF_ORDER] = "失序：保留，不交付",
  };

  (void) user;
  return words[word];
}

static const char *
chinese_state (void *user, enum tcp_state state)
{
  static const char *const notes[TCP_STATE_COUNT] = {
    "关闭",       "监听",     "同步已发送", "同步收到", "已建立连接", "终止等待 1",
    "终止等待 2", "关闭等待", "正在关闭",   "最后确认", "时间等待",
  };

  (void) user;
  return notes[state];
}

const struct diagram_words CHINESE = { .word = chinese_word, .state_note = chinese_state };
