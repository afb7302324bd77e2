/* What the yardsticks share: the generator, the clock and the ten points of the notes. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint64_t state;

static uint64_t next_bits(void) {
  uint64_t z = (state += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static double uniform(void) { return (double)(next_bits() >> 11) * 0x1p-53; }

/* Nearly normal, in additions only, so that every language has the same bits. */
static double bell(void) {
  double sum = 0;
  for (int i = 0; i < 12; i++) sum += uniform();
  return sum - 6;
}

/* Of this process: what other processes do to the machine does not count. */
static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static const double X[10][2] = {{0.1, 0.1}, {0.3, 0.4}, {0.1, 0.5}, {0.6, 0.9}, {0.4, 0.2},
                                {0.6, 0.3}, {0.5, 0.6}, {0.9, 0.2}, {0.4, 0.4}, {0.7, 0.6}};

static inline double target(int sample, int output) { return (sample < 5) == (output == 0) ? 1 : 0; }
