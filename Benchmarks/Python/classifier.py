"""W3 in NumPy: 64-128-64-10, tanh, softmax with cross-entropy, Adam, batches of 64, 20 epochs.

The same generator, data, start and order of samples as the other yardsticks. The time is that of a
process without the preparation of data: importing NumPy and training."""

import time

begin = time.process_time()
import numpy as np  # noqa: E402

importing = time.process_time() - begin

state = 3
GAMMA, MASK = 0x9E3779B97F4A7C15, (1 << 64) - 1


def bits():
    global state
    state = z = (state + GAMMA) & MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def uniform():
    return (bits() >> 11) * 2.0**-53


SAMPLES, INPUTS, CLASSES = 1797, 64, 10
centers = np.array([uniform() for _ in range(CLASSES * INPUTS)]).reshape(CLASSES, INPUTS)
noise = np.array([uniform() - 0.5 for _ in range(SAMPLES * INPUTS)]).reshape(SAMPLES, INPUTS)
labels = np.arange(SAMPLES) % CLASSES
X = centers[labels] + noise
Y = np.eye(CLASSES)[labels]

W, B = [], []
for n, m in ((64, 128), (128, 64), (64, 10)):
    W.append(np.array([(2 * uniform() - 1) / n**0.5 for _ in range(m * n)]).reshape(m, n).T.copy())
    B.append(np.array([(2 * uniform() - 1) / n**0.5 for _ in range(m)]))


def forward(x):
    a = [x, np.tanh(x @ W[0] + B[0])]
    a.append(np.tanh(a[1] @ W[1] + B[1]))
    z = a[2] @ W[2] + B[2]
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return a, e / e.sum(axis=1, keepdims=True)


def cost():
    return -np.mean(np.log(forward(X)[1][np.arange(SAMPLES), labels]))


begin = time.process_time()
parameters = W + B
first = [np.zeros_like(p) for p in parameters]
second = [np.zeros_like(p) for p in parameters]
order, t = list(range(SAMPLES)), 0
for epoch in range(20):
    for last in range(SAMPLES - 1, 0, -1):
        other = (bits() >> 33) % (last + 1)
        order[last], order[other] = order[other], order[last]
    for start in range(0, SAMPLES, 64):
        if start == 0:
            shuffled = np.array(order)
        picked = shuffled[start : start + 64]
        x, y = X[picked], Y[picked]
        a, output = forward(x)
        d3 = (output - y) / len(picked)
        d2 = (d3 @ W[2].T) * (1 - a[2] ** 2)
        d1 = (d2 @ W[1].T) * (1 - a[1] ** 2)
        gradients = [x.T @ d1, a[1].T @ d2, a[2].T @ d3, d1.sum(0), d2.sum(0), d3.sum(0)]
        t += 1
        rate, correction = 0.001 / (1 - 0.9**t), 1 / (1 - 0.999**t)
        for p, g, s, r in zip(parameters, gradients, first, second):
            s *= 0.9
            s += 0.1 * g
            r *= 0.999
            r += 0.001 * (g * g)
            p -= rate * s / (np.sqrt(correction * r) + 1e-8)
final = cost()
print(f"W3 {time.process_time() - begin + importing:.9f} {float(final)!r}")
