/* What the commands share: options, messages, the language of the output. */
#pragma once

#include "cli/cli.h"
#include "io/capture.h"
#include "io/scenario-file.h"

#include <json-glib/json-glib.h>

/* One function a command; argv[0] is the command's name. */
int command_list (int argc, char **argv);
int command_run (int argc, char **argv);
int command_draw (int argc, char **argv);
int command_quiz (int argc, char **argv);
int command_connections (int argc, char **argv);
int command_segments (int argc, char **argv);

/* Reads the options of a command. `parameters` and `summary` are for --help; `operands` takes what is left, which must
 * be `operand_count` words. The options --language, which is obeyed already, and --help are added. Returns FALSE with
 * *status set when the command is done: --help was asked for, or the usage is wrong. */
gboolean command_parse (int argc, char **argv, const GOptionEntry *entries, const char *parameters, const char *summary,
                        char **operands, int operand_count, int *status);

/* Prints "handshake: …" on stderr and returns CLI_FAILED or CLI_USAGE. */
int command_fail (const char *format, ...) G_GNUC_PRINTF (1, 2);
int command_misused (const char *format, ...) G_GNUC_PRINTF (1, 2);

/* TRUE when text is one of the words before the NULL; *index says which. Else *status is set and the words are named.
 */
gboolean command_choose (const char *option, const char *text, const char *const *words, int *index, int *status);

/* --format text|json */
gboolean command_choose_format (const char *text, gboolean *json, int *status);

/* Obeys --language, wherever it stands, before anything else is read: --help and complaints speak it too. Returns FALSE
 * with *status set when what it names is no language. */
gboolean command_obey_language (int argc, char **argv, int *status);

/* The language that command_obey_language chose ("zh_CN"), or NULL for the environment's. */
const char *command_language (void);

/* Prints a JSON tree with a line feed and takes it. */
void command_print_json (JsonBuilder *builder);

/* Opens a capture, saying on stderr what is damaged in it. */
struct capture *command_open_capture (const char *path, int *status);

/* TRUE when the capture has a connection of this number; else says so. */
gboolean command_has_connection (const struct capture *capture, int connection, int *status);
