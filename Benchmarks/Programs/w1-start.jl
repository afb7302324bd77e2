# What the programs begin from: the ten points, the weights and the picks of the yardstick.
x = [0.1 0.3 0.1 0.6 0.4 0.6 0.5 0.9 0.4 0.7
     0.1 0.4 0.5 0.9 0.2 0.3 0.6 0.2 0.4 0.6]
y = [ones(1, 5) zeros(1, 5); zeros(1, 5) ones(1, 5)]
v = read_csv("weights.csv").v
W2 = [v[1] v[2]; v[3] v[4]]; b2 = v[5:6]
W3 = [v[7] v[8]; v[9] v[10]; v[11] v[12]]; b3 = v[13:15]
W4 = [v[16] v[17] v[18]; v[19] v[20] v[21]]; b4 = v[22:23]
picks = read_csv("picks.csv").k
eta = 0.05
s(z) = 1 / (1 + exp(-z))
costs = zeros(length(picks))
