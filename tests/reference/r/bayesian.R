# Oracles for posteriors and predictive probabilities: pbeta, qbeta, integrate, uniroot, and sums. Run: Rscript bayesian.R
show <- function(name, ...) cat(name, "|", paste(names(c(...)), sprintf("%.15g", c(...)), sep = "=", collapse = " "), "\n")
for (case in list(c(3, 12, 1, 1, 0.24), c(0, 12, 0.5, 0.5, 0.1), c(7, 20, 2.4, 7.6, 0.24))) {
  a <- case[3] + case[1]; b <- case[4] + case[2] - case[1]
  show(paste("share", paste(case, collapse = " ")), estimate = a / (a + b), low = qbeta(0.025, a, b), median = qbeta(0.5, a, b),
       high = qbeta(0.975, a, b), above = pbeta(case[5], a, b, lower.tail = FALSE))
}
# P(first - second > m): the second one's density times the first one's tail, on the scale of the logit (no singular ends)
exceeds <- function(p, q, m) {
  f <- function(u) { x <- plogis(u); exp(dbeta(x, q[1], q[2], log = TRUE) + log(x) + plogis(-u, log.p = TRUE)) * pbeta(x + m, p[1], p[2], lower.tail = FALSE) }
  cuts <- qlogis(c(qbeta(c(1e-12, 1e-6, 0.01, 0.2, 0.5, 0.8, 0.99), q[1], q[2]), qbeta(c(1e-6, 1e-12), q[1], q[2], lower.tail = FALSE)))
  if (m > 0 && m < 1) cuts <- c(cuts, qlogis(1 - m)); if (m < 0 && m > -1) cuts <- c(cuts, qlogis(-m))
  cuts <- sort(c(-700, cuts[is.finite(cuts)], 36))
  sum(sapply(seq_len(length(cuts) - 1), function(k) integrate(f, cuts[k], cuts[k + 1], rel.tol = 1e-12, abs.tol = 1e-14, subdivisions = 2000)$value))
}
for (case in list(c(8, 20, 1, 20, 1, 1, 1, 1, 0), c(8, 20, 1, 20, 1, 1, 1, 1, 0.1), c(3, 6, 0, 6, 0.5, 0.5, 0.5, 0.5, 0),
                  c(2, 12, 5, 30, 1, 1, 2.4, 7.6, -0.1), c(120, 400, 90, 380, 1, 1, 1, 1, 0))) {
  p <- c(case[5] + case[1], case[6] + case[2] - case[1]); q <- c(case[7] + case[3], case[8] + case[4] - case[3])
  at <- function(level) uniroot(function(m) exceeds(p, q, m) - (1 - level), c(-0.999, 0.999), tol = 1e-12)$root
  show(paste("two", paste(case, collapse = " ")), estimate = p[1] / sum(p) - q[1] / sum(q), low = at(0.025), high = at(0.975), above = exceeds(p, q, case[9]))
}
# whole numbers: a finite sum (Cook 2003, as recalled), P(first > second)
cook <- function(p, q) sum(sapply(0:(p[1] - 1), function(i) exp(lbeta(q[1] + i, p[2] + q[2]) - log(p[2] + i) - lbeta(1 + i, p[2]) - lbeta(q[1], q[2]))))
show("cook 9 13 2 20", above = cook(c(9, 13), c(2, 20)))
show("cook 121 281 91 291", above = cook(c(121, 281), c(91, 291)))
show("cook 4 4 1 7", above = cook(c(4, 4), c(1, 7)))
for (case in list(c(-0.33, 0.11, 0, 0.5, 0), c(1.2, 0.8, -0.5, 1.5, 0.2), c(0.4, 0.3, 0, Inf, 0))) {
  w <- 1 / case[2]^2; v <- 1 / case[4]^2; m <- (w * case[1] + v * case[3]) / (w + v); s <- sqrt(1 / (w + v))
  grid <- function(t) dnorm(case[1], t, case[2]) * (if (is.finite(case[4])) dnorm(t, case[3], case[4]) else 1)
  whole <- integrate(grid, m - 12 * s, m + 12 * s, rel.tol = 1e-13)$value
  show(paste("normal", paste(case, collapse = " ")), estimate = integrate(function(t) t * grid(t), m - 12 * s, m + 12 * s, rel.tol = 1e-13)$value / whole,
       low = qnorm(0.025, m, s), high = qnorm(0.975, m, s), above = integrate(grid, case[5], m + 12 * s, rel.tol = 1e-13)$value / whole)
}
bb <- function(m, a, b) sapply(0:m, function(k) integrate(function(p) dbinom(k, m, p) * dbeta(p, a, b), 0, 1, rel.tol = 1e-12)$value)
for (case in list(c(4, 10, 20, 8, 1, 1), c(1, 6, 24, 9, 2.4, 7.6), c(0, 5, 5, 1, 1, 1)))
  show(paste("ppos", paste(case, collapse = " ")), estimate = { m <- case[3] - case[2]
    if (m == 0) as.numeric(case[1] >= case[4]) else { k <- 0:m; sum(bb(m, case[5] + case[1], case[6] + case[2] - case[1])[case[1] + k >= case[4]]) } })
for (case in list(c(4, 10, 1, 10, 20, 20), c(3, 6, 1, 6, 15, 12))) {
  m1 <- case[5] - case[2]; m2 <- case[6] - case[4]; w1 <- bb(m1, 1 + case[1], 1 + case[2] - case[1]); w2 <- bb(m2, 1 + case[3], 1 + case[4] - case[3])
  fisher <- posterior <- 0
  for (i in 0:m1) for (j in 0:m2) { a <- case[1] + i; c <- case[3] + j; weight <- w1[i + 1] * w2[j + 1]
    if (fisher.test(matrix(c(a, case[5] - a, c, case[6] - c), 2))$p.value <= 0.05 && a / case[5] > c / case[6]) fisher <- fisher + weight
    if (cook(c(1 + a, 1 + case[5] - a), c(1 + c, 1 + case[6] - c)) >= 0.95) posterior <- posterior + weight }
  show(paste("ppos two", paste(case, collapse = " ")), fisher = fisher, posterior = posterior)
}
for (case in list(c(0.4, 0.3, 0.2, 0, Inf), c(0.1, 0.25, 0.15, 0, 0.5))) { # conditional power averaged over the posterior
  now <- 1 / case[2]^2; final <- 1 / case[3]^2; later <- final - now; v <- 1 / case[5]^2
  m <- (now * case[1] + v * case[4]) / (now + v); s <- sqrt(1 / (now + v)); need <- qnorm(0.975) * sqrt(final)
  power <- function(t) pnorm((now * case[1] + later * t - need) / sqrt(later))
  show(paste("ppos normal", paste(case, collapse = " ")), estimate = integrate(function(t) power(t) * dnorm(t, m, s), m - 12 * s, m + 12 * s, rel.tol = 1e-13)$value)
}
cat("R", as.character(getRversion()), "\n")
