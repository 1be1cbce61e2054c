#include "io/scenario-words.h"

const struct command_word scenario_command_words[] = {
  { "listen", COMMAND_LISTEN, HOST_NEEDED, ARGUMENT_NONE, 0, "listen", false },
  { "connect", COMMAND_CONNECT, HOST_NEEDED, ARGUMENT_OCTETS_OPTIONAL, 0, "connect", false },
  { "send", COMMAND_SEND, HOST_NEEDED, ARGUMENT_OCTETS, 0, "send 10", false },
  { "send-urgent", COMMAND_SEND, HOST_NEEDED, ARGUMENT_OCTETS, 0, "send-urgent 1", true },
  { "receive", COMMAND_RECEIVE, HOST_NEEDED, ARGUMENT_OCTETS_OPTIONAL, 0, "receive 10", false },
  { "shutdown", COMMAND_SHUTDOWN, HOST_NEEDED, ARGUMENT_NONE, 0, "shutdown", false },
  { "close", COMMAND_CLOSE, HOST_NEEDED, ARGUMENT_NONE, 0, "close", false },
  { "abort", COMMAND_ABORT, HOST_NEEDED, ARGUMENT_NONE, 0, "abort", false },
  { "read", COMMAND_READING, HOST_NEEDED, ARGUMENT_SWITCH, 0, "read off", false },
  { "drop", COMMAND_DROP, HOST_FORBIDDEN, ARGUMENT_COPY, 0, "drop 17", false },
  { "delay", COMMAND_DELAY, HOST_FORBIDDEN, ARGUMENT_COPY_TIME, 0, "delay 17 100 ms", false },
  { "duplicate", COMMAND_DUPLICATE, HOST_FORBIDDEN, ARGUMENT_COPY, 0, "duplicate 17", false },
  { "corrupt", COMMAND_CORRUPT, HOST_FORBIDDEN, ARGUMENT_COPY_OFFSET, 0, "corrupt 17 40", false },
  { "hold", COMMAND_HOLD, HOST_FORBIDDEN, ARGUMENT_COPY, 0, "hold 17", false },
  { "release", COMMAND_RELEASE, HOST_FORBIDDEN, ARGUMENT_COPY_OPTIONAL, 0, "release", false },
  { "link-loss", COMMAND_LINK_LOSS, HOST_OPTIONAL, ARGUMENT_SHARE, 0, "link-loss 2%", false },
  { "link-delay", COMMAND_LINK_DELAY, HOST_OPTIONAL, ARGUMENT_TIME, 0, "link-delay 80 ms", false },
  { "link-jitter", COMMAND_LINK_JITTER, HOST_OPTIONAL, ARGUMENT_TIME, 0, "link-jitter 5 ms", false },
  { "cut", COMMAND_LINK_CUT, HOST_OPTIONAL, ARGUMENT_NONE, 1, "cut", false },
  { "heal", COMMAND_LINK_CUT, HOST_OPTIONAL, ARGUMENT_NONE, 0, "heal", false },
  { "set", COMMAND_SWITCH, HOST_NEEDED, ARGUMENT_KEY, 0, "set NoTimeWait true", false },
  { "crash", COMMAND_CRASH, HOST_NEEDED, ARGUMENT_NONE, 0, "crash", false },
  { "power-off", COMMAND_POWER, HOST_NEEDED, ARGUMENT_NONE, 0, "power-off", false },
  { "power-on", COMMAND_POWER, HOST_NEEDED, ARGUMENT_NONE, 1, "power-on", false },
  { "inject", COMMAND_INJECT, HOST_NEEDED, ARGUMENT_SEGMENT, 0, "inject S 90:90(0) win 8000", false },
  { .word = NULL },
};

const char *const scenario_fault_segments[] = {
  [SEGMENT_ANY] = "any",   [SEGMENT_SYN] = "SYN", [SEGMENT_SYN_ACK] = "SYN,ACK", [SEGMENT_ACK] = "ACK",
  [SEGMENT_DATA] = "data", [SEGMENT_FIN] = "FIN", [SEGMENT_RST] = "RST",         NULL,
};

const char *const scenario_fault_actions[] = {
  [FAULT_DROP] = "drop",       [FAULT_DELAY] = "delay", [FAULT_DUPLICATE] = "duplicate",
  [FAULT_CORRUPT] = "corrupt", [FAULT_HOLD] = "hold",   NULL,
};

const char *const scenario_turns[] = {
  [SIM_TURN_USUAL] = "usual",
  [SIM_TURN_FIRST] = "first",
  [SIM_TURN_LAST] = "last",
  NULL,
};

const char *const scenario_switches[] = {
  [TCP_SWITCH_TWO_WAY_HANDSHAKE] = "TwoWayHandshake",
  [TCP_SWITCH_NO_TIME_WAIT] = "NoTimeWait",
  [TCP_SWITCH_PLAIN_COMPARISON] = "PlainComparison",
  [TCP_SWITCH_SWS_AVOIDANCE] = "SwsAvoidance",
  [TCP_SWITCH_NAGLE] = "Nagle",
  [TCP_SWITCH_DELAYED_ACK] = "DelayedAck",
  [TCP_SWITCH_RFC5961] = "Rfc5961",
  NULL,
};
