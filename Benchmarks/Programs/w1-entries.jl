# The same entry by entry.
a2 = zeros(2); a3 = zeros(3); a4 = zeros(2)
d2 = zeros(2); d3 = zeros(3); d4 = zeros(2)
for k in picks
    for i in 1:2
        a2[i] = s(b2[i] + W2[i, 1] * x[1, k] + W2[i, 2] * x[2, k])
    end
    for i in 1:3
        a3[i] = s(b3[i] + W3[i, 1] * a2[1] + W3[i, 2] * a2[2])
    end
    for i in 1:2
        a4[i] = s(b4[i] + W4[i, 1] * a3[1] + W4[i, 2] * a3[2] + W4[i, 3] * a3[3])
        d4[i] = (a4[i] - y[i, k]) * a4[i] * (1 - a4[i])
    end
    for j in 1:3
        d3[j] = (W4[1, j] * d4[1] + W4[2, j] * d4[2]) * a3[j] * (1 - a3[j])
    end
    for j in 1:2
        d2[j] = (W3[1, j] * d3[1] + W3[2, j] * d3[2] + W3[3, j] * d3[3]) * a2[j] * (1 - a2[j])
    end
    for i in 1:2
        for j in 1:3
            W4[i, j] -= eta * d4[i] * a3[j]
        end
        b4[i] -= eta * d4[i]
    end
    for i in 1:3
        for j in 1:2
            W3[i, j] -= eta * d3[i] * a2[j]
        end
        b3[i] -= eta * d3[i]
    end
    for i in 1:2
        for j in 1:2
            W2[i, j] -= eta * d2[i] * x[j, k]
        end
        b2[i] -= eta * d2[i]
    end
end
