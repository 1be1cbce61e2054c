/* Everything of explain that can be said, said in Chinese. */
#include "explain/event.h"
#include "explain/fault.h"
#include "explain/mark.h"
#include "explain/reason.h"
#include "explain/segment.h"
#include "explain/state.h"
#include "explain/timer.h"
#include "explain/variable.h"
#include "language.h"
#include "trace-bench.h"

#include <glib.h>

/* Texts that are made of names only, so that both languages write the same. */
static gboolean
has_no_words (const char *english)
{
  static const char *const names[] = { "RTO",
                                       "2MSL",
                                       "FIN-WAIT-2",
                                       "SND.UNA",
                                       "SND.NXT",
                                       "SND.MAX",
                                       "SND.WND",
                                       "SND.WL1",
                                       "SND.WL2",
                                       "MAX.SND.WND",
                                       "ISS",
                                       "Eff.snd.MSS",
                                       "RCV.NXT",
                                       "RCV.WND",
                                       "IRS",
                                       "RMSS",
                                       "RTT",
                                       "SRTT",
                                       "RTTVAR",
                                       "cwnd",
                                       "ssthresh",
                                       "FlightSize",
                                       "recover",
                                       "Snd.TS.OK",
                                       "SACK",
                                       "ECN",
                                       "Snd.Wind.Shift",
                                       "Rcv.Wind.Shift",
                                       "TS.Recent",
                                       "pipe",
                                       "PMTU",
                                       "SND.UP",
                                       "RCV.UP",
                                       "HighRxt",
                                       "W_max",
                                       "W_est",
                                       "K",
                                       "PTO",
                                       "RACK",
                                       "RACK.xmit_ts",
                                       "RACK.rtt",
                                       "RACK.min_RTT",
                                       "RACK.reo_wnd",
                                       "RACK.reo_wnd_mult",
                                       "RACK.reo_wnd_persist",
                                       "RACK.fack",
                                       "TLP.end_seq",
                                       "F-RTO" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (english, names[i]))
      return TRUE;
  return FALSE;
}

static gboolean
has_chinese (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_get_script (g_utf8_get_char (at)) == G_UNICODE_SCRIPT_HAN)
      return TRUE;
  return FALSE;
}

static void
collect (GPtrArray *texts, const char *text)
{
  g_ptr_array_add (texts, g_strdup (text));
}

/* Every text, in a fixed order. */
static GPtrArray *
collect_all (void)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (int reason = 0; reason < REASON_COUNT; reason++)
    {
      collect (texts, explain_reason_title (reason));
      collect (texts, explain_reason_text (reason));
      if (explain_reason_section_title (reason) != NULL)
        collect (texts, explain_reason_section_title (reason));
    }
  for (int state = 0; state < TCP_STATE_COUNT; state++)
    {
      collect (texts, explain_state_text (state));
    }
  for (int timer = 0; timer < TCP_TIMER_COUNT; timer++)
    {
      collect (texts, explain_timer_name (timer));
      collect (texts, explain_timer_text (timer));
    }
  for (int phase = TCP_SLOW_START; phase <= TCP_LOSS; phase++)
    collect (texts, explain_phase_name (phase));
  for (unsigned mark = 1; mark <= UINT16_MAX; mark <<= 1)
    {
      collect (texts, explain_mark_name (mark));
      collect (texts, explain_mark_text (mark));
    }
  for (int group = 0; group < VARIABLE_GROUP_COUNT; group++)
    collect (texts, explain_variable_group_name (group));
  for (size_t variable = 0; variable < explain_variable_count (); variable++)
    {
      collect (texts, explain_variable_name (variable));
      collect (texts, explain_variable_meaning (variable));
    }
  for (int part = SEGMENT_PART_IP; part <= SEGMENT_PART_TEXT; part++)
    collect (texts, explain_segment_part_name (part));
  for (int kind = WIRE_OK + 1; kind <= WIRE_TCP_CHECKSUM; kind++)
    {
      struct wire_fault fault = { kind, 12, 20, 14 };
      g_autofree char *sentence = explain_fault (&fault);

      collect (texts, sentence);
    }
  return texts;
}

static void
test_every_text (void)
{
  g_autoptr (GPtrArray) english = NULL;
  g_autoptr (GPtrArray) chinese = NULL;

  if (!use_language ("en"))
    return;
  english = collect_all ();
  if (!use_language ("zh_CN"))
    return;
  chinese = collect_all ();
  g_assert_cmpuint (english->len, ==, chinese->len);
  for (guint i = 0; i < english->len; i++)
    if (!has_no_words (english->pdata[i]))
      {
        if (g_str_equal (english->pdata[i], chinese->pdata[i]) || !has_chinese (chinese->pdata[i]))
          g_error ("not in Chinese: %s", (const char *) english->pdata[i]);
        g_assert_false (has_chinese (english->pdata[i]));
      }
}

/* The figure's second lines, as the textbook has them. */
static void
test_second_lines (void)
{
  static const char *const lines[TCP_STATE_COUNT] = {
    [TCP_CLOSED] = "关闭",
    [TCP_LISTEN] = "监听",
    [TCP_SYN_SENT] = "同步已发送",
    [TCP_SYN_RECEIVED] = "同步收到",
    [TCP_ESTABLISHED] = "已建立连接",
    [TCP_FIN_WAIT_1] = "终止等待 1",
    [TCP_FIN_WAIT_2] = "终止等待 2",
    [TCP_CLOSE_WAIT] = "关闭等待",
    [TCP_CLOSING] = "正在关闭",
    [TCP_LAST_ACK] = "最后确认",
    [TCP_TIME_WAIT] = "时间等待",
  };

  if (!use_language ("zh_CN"))
    return;
  for (int state = 0; state < TCP_STATE_COUNT; state++)
    g_assert_cmpstr (explain_state_second_line (state), ==, lines[state]);

  /* States are found by them. */
  g_assert_true (explain_state_is_called (TCP_TIME_WAIT, "时间等待"));
  g_assert_false (explain_state_is_called (TCP_CLOSE_WAIT, "时间等待"));
  g_assert_true (explain_state_is_called (TCP_LISTEN, "收听"));
}

static void
test_event (void)
{
  g_autoptr (Trace) trace = bench_new ();
  struct tcp_vars vars = bench_vars (TCP_LAST_ACK);
  event_id change;
  event_id send;
  g_autoptr (Explanation) explanation = NULL;
  g_autofree char *line = NULL;

  if (!use_language ("zh_CN"))
    return;
  vars.snd_nxt = 602;
  vars.rcv_nxt = 112;
  change = bench_state (trace, REASON_STATE_CLOSE_PASSIVE, HOST_B, MS (1300), EVENT_NONE, TCP_CLOSE_WAIT, &vars);
  send = bench_send (trace, REASON_SEND_FIN, HOST_B, MS (1300), change, "F. 601:601(0) ack 112 win 8000", &vars);
  explanation = explain_event (trace, send);
  g_assert_cmpstr (explanation->title, ==, "B 发送 FIN");
  g_assert_cmpstr (explanation->section, ==, "RFC 9293，第 3.10.4 节");
  g_assert_cmpstr (explanation->section_title, ==, "CLOSE 调用");
  g_assert_cmpstr (explanation->next_actor, ==, "A 的 TCP");
  line = explain_event_line (trace, send);
  g_assert_cmpstr (line, ==, "1.300 s，B 到 A，FIN ACK，seq 601，ack 112，在途中；B：CLOSE-WAIT 变为 LAST-ACK");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/chinese/every-text", test_every_text);
  g_test_add_func ("/explain/chinese/second-lines", test_second_lines);
  g_test_add_func ("/explain/chinese/event", test_event);
  return g_test_run ();
}
