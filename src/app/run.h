/* The way into the window. */
#pragma once

/* Runs the application: opens the window, with the files named in argv if there are any. Returns the exit status: 1,
 * with a line on stderr, when there is no display. */
int hs_app_run (int argc, char **argv);
