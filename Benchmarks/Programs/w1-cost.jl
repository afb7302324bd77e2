cost = sum((s.(W4 * s.(W3 * s.(W2 * x .+ b2) .+ b3) .+ b4) - y) .^ 2) / 20
