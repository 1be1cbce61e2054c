#define _GNU_SOURCE

#include "pool.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct worker
{
  pid_t process;
  int report; /* where its outcome comes from; -1 when it does not run */
  bool over;
  struct outcome outcome;
};

struct pool
{
  const struct row *rows;
  unsigned count;
  unsigned width;
  unsigned started;
  unsigned running;
  const char *directory;
  struct worker *workers;
};

static void
start_next (struct pool *pool)
{
  struct worker *worker = &pool->workers[pool->started];
  int report[2];

  worker->outcome = (struct outcome){ .verdict = VERDICT_BAD, .why = "the process ended without a word" };
  if (pipe (report) != 0 || (worker->process = fork ()) < 0)
    g_error ("no process for a row");
  if (worker->process == 0)
    {
      struct outcome outcome;
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      close (report[0]);
      world_run (&pool->rows[pool->started], pool->directory, &outcome);
      _exit (write (report[1], &outcome, sizeof outcome) == (ssize_t) sizeof outcome ? 0 : 1);
    }
  close (report[1]);
  worker->report = report[0];
  pool->started++;
  pool->running++;
}

static void
take_outcome (struct pool *pool, struct worker *worker)
{
  struct outcome outcome;

  if (read (worker->report, &outcome, sizeof outcome) == (ssize_t) sizeof outcome)
    worker->outcome = outcome;
  close (worker->report);
  waitpid (worker->process, NULL, 0);
  worker->report = -1;
  worker->over = true;
  pool->running--;
}

static void
fill_up (struct pool *pool)
{
  while (pool->running < pool->width && pool->started < pool->count)
    start_next (pool);
}

static void
wait_for_any (struct pool *pool)
{
  g_autofree struct pollfd *ready = g_new0 (struct pollfd, pool->started);

  for (unsigned i = 0; i < pool->started; i++)
    ready[i] = (struct pollfd){ .fd = pool->workers[i].report, .events = POLLIN };
  poll (ready, pool->started, -1);
  for (unsigned i = 0; i < pool->started; i++)
    if (ready[i].fd >= 0 && ready[i].revents != 0)
      take_outcome (pool, &pool->workers[i]);
}

struct pool *
pool_new (const struct row *rows, unsigned count, unsigned width, const char *directory)
{
  struct pool *pool = g_new0 (struct pool, 1);

  pool->rows = rows;
  pool->count = count;
  pool->width = width;
  pool->directory = directory;
  pool->workers = g_new0 (struct worker, count);
  for (unsigned i = 0; i < count; i++)
    pool->workers[i].report = -1;
  fill_up (pool);
  return pool;
}

void
pool_free (struct pool *pool)
{
  g_free (pool->workers);
  g_free (pool);
}

const struct outcome *
pool_wait (struct pool *pool, unsigned index)
{
  while (!pool->workers[index].over)
    {
      wait_for_any (pool);
      fill_up (pool);
    }
  return &pool->workers[index].outcome;
}
