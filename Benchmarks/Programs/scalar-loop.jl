# A plain loop over numbers.
t = 0.0
for i in 1:5_000_000
    t = t + 1 / (i * i + 0.5)
end
t
