# W1 of design/engine.md written out with arrays: one SGD step on one of ten points a turn.
x = [0.1 0.3 0.1 0.6 0.4 0.6 0.5 0.9 0.4 0.7
     0.1 0.4 0.5 0.9 0.2 0.3 0.6 0.2 0.4 0.6]
y = [ones(1, 5) zeros(1, 5); zeros(1, 5) ones(1, 5)]
s(z) = 1 / (1 + exp(-z))
W2 = 0.5 * randn(2, 2); b2 = 0.5 * randn(2)
W3 = 0.5 * randn(3, 2); b3 = 0.5 * randn(3)
W4 = 0.5 * randn(2, 3); b4 = 0.5 * randn(2)
eta = 0.05
for t in 1:1_000_000
    k = rand(1:10)
    a1 = x[:, k]
    a2 = s.(W2 * a1 + b2)
    a3 = s.(W3 * a2 + b3)
    a4 = s.(W4 * a3 + b4)
    d4 = a4 .* (1 .- a4) .* (a4 - y[:, k])
    d3 = a3 .* (1 .- a3) .* (W4' * d4)
    d2 = a2 .* (1 .- a2) .* (W3' * d3)
    W2 -= eta * d2 * a1'
    W3 -= eta * d3 * a2'
    W4 -= eta * d4 * a3'
    b2 -= eta * d2
    b3 -= eta * d3
    b4 -= eta * d4
end
sum(W2)
