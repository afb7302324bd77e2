/* W5: the perceptron on 10,000 points in 10 dimensions with margin 0.01. */
#include "common.h"

enum { N = 10000, D = 10 };
static double points[N][D], w[D];

int main(void) {
  state = 5;
  double direction[D], length = 0;
  for (int k = 0; k < D; k++) direction[k] = bell();
  for (int k = 0; k < D; k++) length += direction[k] * direction[k];
  for (int k = 0; k < D; k++) direction[k] /= sqrt(length);
  for (int i = 0; i < N; i++) {
    double along = 0;
    for (int k = 0; k < D; k++) points[i][k] = 2 * uniform() - 1;
    for (int k = 0; k < D; k++) along += direction[k] * points[i][k];
    double side = along < 0 ? -1 : 1;
    double shift = side * along < 0.01 ? 0.01 - side * along : 0;
    for (int k = 0; k < D; k++) points[i][k] = side * points[i][k] + shift * direction[k];
  }
  double begin = seconds();
  int mistakes = 0, clean = 0;
  while (!clean) {
    clean = 1;
    for (int i = 0; i < N; i++) {
      double sum = 0;
      for (int k = 0; k < D; k++) sum += w[k] * points[i][k];
      if (sum <= 0) {
        for (int k = 0; k < D; k++) w[k] += points[i][k];
        mistakes++;
        clean = 0;
      }
    }
  }
  double end = seconds();
  printf("W5 %.9f %d\n", end - begin, mistakes);
  return 0;
}
