# W1 of design/engine.md written out with arrays: one SGD step on one of ten points a turn.
for k in picks
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
