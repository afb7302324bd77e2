/* W2: Levenberg-Marquardt on the 23-parameter network from 100 starts, 20 residuals; the step from
   the system of 20 equations; damping divided by 3 after a success, times 20 after a failure. */
#include "common.h"
#include <string.h>

enum { P = 23, R = 20, STARTS = 100, LIMIT = 200 };

static double sigmoid(double z) { return 1 / (1 + exp(-z)); }

/* p: W2, b2, W3, b3, W4, b4, row after row. */
static double evaluate(const double *p, double r[R], double J[R][P]) {
  const double *W2 = p, *b2 = p + 4, *W3 = p + 6, *b3 = p + 12, *W4 = p + 15, *b4 = p + 21;
  const double scale = 1 / sqrt(10);
  double sum = 0;
  for (int s = 0; s < 10; s++) {
    const double *x = X[s];
    double a2[2], a3[3], a4[2];
    for (int i = 0; i < 2; i++) a2[i] = sigmoid(b2[i] + W2[2 * i] * x[0] + W2[2 * i + 1] * x[1]);
    for (int i = 0; i < 3; i++) a3[i] = sigmoid(b3[i] + W3[2 * i] * a2[0] + W3[2 * i + 1] * a2[1]);
    for (int i = 0; i < 2; i++)
      a4[i] = sigmoid(b4[i] + W4[3 * i] * a3[0] + W4[3 * i + 1] * a3[1] + W4[3 * i + 2] * a3[2]);
    for (int o = 0; o < 2; o++) {
      double *row = J[2 * s + o], d3[3], d2[2];
      double d4 = scale * a4[o] * (1 - a4[o]);
      memset(row, 0, P * sizeof(double));
      r[2 * s + o] = scale * (a4[o] - target(s, o));
      sum += r[2 * s + o] * r[2 * s + o];
      for (int k = 0; k < 3; k++) {
        row[15 + 3 * o + k] = d4 * a3[k];
        d3[k] = W4[3 * o + k] * d4 * a3[k] * (1 - a3[k]);
      }
      row[21 + o] = d4;
      for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 2; k++) row[6 + 2 * i + k] = d3[i] * a2[k];
        row[12 + i] = d3[i];
      }
      for (int k = 0; k < 2; k++)
        d2[k] = (W3[k] * d3[0] + W3[2 + k] * d3[1] + W3[4 + k] * d3[2]) * a2[k] * (1 - a2[k]);
      for (int i = 0; i < 2; i++) {
        for (int k = 0; k < 2; k++) row[2 * i + k] = d2[i] * x[k];
        row[4 + i] = d2[i];
      }
    }
  }
  return 0.5 * sum;
}

static double G[R][R], U[R][R];

static void products(double J[R][P]) {
  for (int i = 0; i < R; i++)
    for (int j = 0; j <= i; j++) {
      double sum = 0;
      for (int k = 0; k < P; k++) sum += J[i][k] * J[j][k];
      G[i][j] = G[j][i] = sum;
    }
}

static void solve(double mu, const double *r, double J[R][P], double *h) {
  double y[R];
  memcpy(U, G, sizeof G);
  for (int i = 0; i < R; i++) U[i][i] += mu;
  for (int k = 0; k < R; k++) {
    double inverse = 1 / sqrt(U[k][k]);
    for (int j = k; j < R; j++) U[k][j] *= inverse;
    for (int i = k + 1; i < R; i++)
      for (int j = i; j < R; j++) U[i][j] -= U[k][i] * U[k][j];
  }
  for (int i = 0; i < R; i++) y[i] = -r[i];
  for (int k = 0; k < R; k++) {
    y[k] /= U[k][k];
    for (int j = k + 1; j < R; j++) y[j] -= U[k][j] * y[k];
  }
  for (int k = R - 1; k >= 0; k--) {
    for (int j = k + 1; j < R; j++) y[k] -= U[k][j] * y[j];
    y[k] /= U[k][k];
  }
  memset(h, 0, P * sizeof(double));
  for (int i = 0; i < R; i++)
    for (int k = 0; k < P; k++) h[k] += J[i][k] * y[i];
}

static int run(double *p, double *final) {
  static double J[2][R][P], r[2][R];
  double h[P], trial[P], mu = 0;
  int here = 0, iterations = 0;
  double cost = evaluate(p, r[0], J[0]);
  products(J[0]);
  for (int i = 0; i < R; i++) mu = G[i][i] > mu ? G[i][i] : mu;
  mu *= 0.5;
  while (cost > 1e-6 && iterations < LIMIT) {
    iterations++;
    solve(mu, r[here], J[here], h);
    for (int k = 0; k < P; k++) trial[k] = p[k] + h[k];
    double next = evaluate(trial, r[1 - here], J[1 - here]);
    if (next < cost) {
      cost = next;
      here = 1 - here;
      memcpy(p, trial, sizeof trial);
      products(J[here]);
      mu /= 3;
    } else {
      mu *= 20;
    }
  }
  *final = cost;
  return iterations;
}

static int by_size(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

int main(void) {
  static double p[STARTS][P];
  static int iterations[STARTS];
  int solved = 0;
  state = 2;
  for (int s = 0; s < STARTS; s++)
    for (int k = 0; k < P; k++) p[s][k] = 0.5 * bell();
  double begin = seconds();
  for (int s = 0; s < STARTS; s++) {
    double cost;
    iterations[s] = run(p[s], &cost);
    solved += cost <= 1e-6;
  }
  double end = seconds();
  qsort(iterations, STARTS, sizeof(int), by_size);
  printf("W2 %.9f %d %d\n", (end - begin) / STARTS, solved, iterations[STARTS / 2]);
  return 0;
}
