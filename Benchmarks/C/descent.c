/* W1: the 23-parameter network, a million single-sample steps, total cost stored or not. */
#include "common.h"

enum { STEPS = 1000000 };
static const double rate = 0.05;
static double W2[2][2], b2[2], W3[3][2], b3[3], W4[2][3], b4[2];
static double costs[STEPS];
static int picks[STEPS];

static double sigmoid(double z) { return 1 / (1 + exp(-z)); }

static void forward(const double *x, double *a2, double *a3, double *a4) {
  for (int i = 0; i < 2; i++) a2[i] = sigmoid(b2[i] + W2[i][0] * x[0] + W2[i][1] * x[1]);
  for (int i = 0; i < 3; i++) a3[i] = sigmoid(b3[i] + W3[i][0] * a2[0] + W3[i][1] * a2[1]);
  for (int i = 0; i < 2; i++)
    a4[i] = sigmoid(b4[i] + W4[i][0] * a3[0] + W4[i][1] * a3[1] + W4[i][2] * a3[2]);
}

static double cost(void) {
  double sum = 0, a2[2], a3[3], a4[2];
  for (int s = 0; s < 10; s++) {
    forward(X[s], a2, a3, a4);
    for (int i = 0; i < 2; i++) sum += (a4[i] - target(s, i)) * (a4[i] - target(s, i));
  }
  return 0.5 * sum / 10;
}

static void step(int s) {
  double a2[2], a3[3], a4[2], d4[2], d3[3], d2[2];
  forward(X[s], a2, a3, a4);
  for (int i = 0; i < 2; i++) d4[i] = (a4[i] - target(s, i)) * a4[i] * (1 - a4[i]);
  for (int k = 0; k < 3; k++) d3[k] = (W4[0][k] * d4[0] + W4[1][k] * d4[1]) * a3[k] * (1 - a3[k]);
  for (int k = 0; k < 2; k++)
    d2[k] = (W3[0][k] * d3[0] + W3[1][k] * d3[1] + W3[2][k] * d3[2]) * a2[k] * (1 - a2[k]);
  for (int i = 0; i < 2; i++) {
    for (int k = 0; k < 3; k++) W4[i][k] -= rate * d4[i] * a3[k];
    b4[i] -= rate * d4[i];
  }
  for (int i = 0; i < 3; i++) {
    for (int k = 0; k < 2; k++) W3[i][k] -= rate * d3[i] * a2[k];
    b3[i] -= rate * d3[i];
  }
  for (int i = 0; i < 2; i++) {
    for (int k = 0; k < 2; k++) W2[i][k] -= rate * d2[i] * X[s][k];
    b2[i] -= rate * d2[i];
  }
}

static void start(void) {
  state = 1;
  for (int i = 0; i < 4; i++) W2[i / 2][i % 2] = 0.5 * bell();
  for (int i = 0; i < 2; i++) b2[i] = 0.5 * bell();
  for (int i = 0; i < 6; i++) W3[i / 2][i % 2] = 0.5 * bell();
  for (int i = 0; i < 3; i++) b3[i] = 0.5 * bell();
  for (int i = 0; i < 6; i++) W4[i / 3][i % 3] = 0.5 * bell();
  for (int i = 0; i < 2; i++) b4[i] = 0.5 * bell();
  for (int i = 0; i < STEPS; i++) picks[i] = (int)((next_bits() >> 33) % 10);
}

static void stored(const char *row, int steps) {
  start();
  double begin = seconds();
  for (int i = 0; i < steps; i++) {
    step(picks[i]);
    costs[i] = cost();
  }
  printf("%s %.9f %.17g\n", row, seconds() - begin, costs[steps - 1]);
}

static void plain(const char *row, int steps) {
  start();
  double begin = seconds();
  for (int i = 0; i < steps; i++) step(picks[i]);
  printf("%s %.9f %.17g\n", row, seconds() - begin, cost());
}

/* The rows of the script language take a tenth of the steps. */
int main(void) {
  stored("W1a", STEPS);
  plain("W1b", STEPS);
  stored("S1a", STEPS / 10);
  plain("S1b", STEPS / 10);
  plain("S1c", STEPS / 10);
  return 0;
}
