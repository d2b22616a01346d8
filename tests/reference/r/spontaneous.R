# Oracles for single-arm counts against the spontaneous course, and for directions and p-values: base R, plain enumeration. Run: Rscript spontaneous.R
source("emit.R")
base <- paste0("R ", getRversion(), ", package stats")
case("directions_r", "directions", "vote_by_direction", paste0(base, ", binom.test"), 1e-8, "ten digits are printed", "spontaneous.R")
for (t in list(c(3, 1), c(9, 2), c(5, 0), c(4, 4))) { b <- binom.test(t[1], sum(t)); row(paste(t[1], "for,", t[2], "against"), list(favourable = t[1], against = t[2]), list(share = unname(b$estimate), low = b$conf.int[1], high = b$conf.int[2], p = b$p.value)) }
case("combined_r", "combined", c("combine_p_fisher", "combine_p_stouffer"), paste0(base, ", pchisq and pnorm"), 1e-8, "ten digits are printed", "spontaneous.R")
for (p in list(c(0.01, 0.2, 0.3), c(0.05, 0.9, 0.4, 0.02), 0.03)) row(paste("p", paste(p, collapse = ", ")), list(p = I(p)), list(fisher = pchisq(-2 * sum(log(p)), 2 * length(p), lower.tail = FALSE), stouffer = pnorm(sum(qnorm(p, lower.tail = FALSE)) / sqrt(length(p)), lower.tail = FALSE)))
# sums of studies: every combination of counts is listed
case("predicted_plain", "predicted", "against_predicted", paste0(base, ": every combination of counts listed; limits of one share by binom.test"), 1e-8, "ten digits are printed", "spontaneous.R", oracle = "NUM")
all_sums <- function(n, chance) { g <- expand.grid(lapply(n, function(m) 0:m)); s <- rowSums(g); p <- Reduce(`*`, lapply(seq_along(n), function(i) chance[[i]][g[, i] + 1])); tapply(p, factor(s, 0:sum(n)), sum) }
for (t in list(list(x = c(4, 2, 2), n = c(9, 10, 2), p = 0.24), list(x = c(0, 0), n = c(3, 5), p = 0.1), list(x = c(7), n = c(9), p = 0.24))) {
  d <- all_sums(t$n, lapply(t$n, function(m) dbinom(0:m, m, t$p))); s <- sum(t$x); up <- sum(d[0:sum(t$n) >= s]); b <- binom.test(s, sum(t$n))$conf.int
  row(paste(paste(t$x, t$n, sep = " of "), collapse = ", "), list(observed = I(t$x), n = I(t$n), share = t$p), list(expected = sum(t$n) * t$p, p_greater = up, mid_p = up - d[s + 1] / 2, ratio = s / sum(t$n) / t$p, low = b[1] / t$p, high = b[2] / t$p))
}
# shares that vary: even grids of mean and tau, true shares by integrate()
case("varying_plain", "varying", "against_varying_comparator", "Even grids of mean and tau (161 x 121), true logits on 161 points, every combination of counts listed", 2e-3, "both are grids; ours is the coarser one for prediction", "spontaneous.R", oracle = "NUM")
varying <- function(x, n, y, m, scale, sd) {
  mu <- seq(-6, 5, length.out = 161); tau <- seq(0, 5, length.out = 121); z <- seq(-6, 6, length.out = 161); w <- dnorm(z); w <- w / sum(w)
  like <- function(k, size, a, t) sum(w * dbinom(k, size, plogis(a + t * z)))
  g <- expand.grid(mu = mu, tau = tau); half <- ifelse(g$tau == 0, 0.5, 1)
  post <- mapply(function(a, t) prod(mapply(like, y, m, a, t)), g$mu, g$tau) * dnorm(g$mu, 0, sd) * 2 * dnorm(g$tau, 0, scale) * half; post <- post / sum(post)
  use <- post > 1e-8 * max(post); g <- g[use, ]; post <- post[use] / sum(post[use]); law <- 0
  for (i in seq_along(post)) law <- law + post[i] * all_sums(n, lapply(n, function(s) sapply(0:s, like, s, g$mu[i], g$tau[i])))
  s <- sum(x); up <- sum(law[0:sum(n) >= s]); list(expected = sum(0:sum(n) * law), p_greater = up, mid_p = up - unname(law[s + 1]) / 2)
}
row("4 of 9 and 2 of 4 against 86 of 358 and 11 of 23", list(observed = I(c(4, 2)), n = I(c(9, 4)), comparator_events = I(c(86, 11)), comparator_n = I(c(358, 23)), scale = 0.5, sd = 1.5), varying(c(4, 2), c(9, 4), c(86, 11), c(358, 23), 0.5, 1.5))
# Boschloo: all tables, the nuisance share on a fine grid
case("comparator_plain", "comparator", "against_comparator", "Boschloo's test by listing all tables, the common share on 4001 points; Miettinen and Nurminen's limits by uniroot", 2e-5, "the maximum over the common share is on a grid", "spontaneous.R", oracle = "NUM")
comparator <- function(x, n, y, m) { f <- function(a, b) phyper(a - 1, n, m, a + b, lower.tail = FALSE); g <- outer(0:n, 0:m, Vectorize(f)); in_set <- g <= f(x, y) * (1 + 1e-7)
  boschloo <- max(sapply(seq(0.0005, 0.9995, length.out = 4001), function(p) sum(outer(dbinom(0:n, n, p), dbinom(0:m, m, p))[in_set])))
  score <- function(d) { nll <- function(q) -(dbinom(x, n, min(1, max(0, q + d)), log = TRUE) + dbinom(y, m, q, log = TRUE)); q <- optimize(nll, c(max(0, -d) + 1e-9, min(1, 1 - d) - 1e-9), tol = 1e-12)$minimum
    v <- ((q + d) * (1 - q - d) / n + q * (1 - q) / m) * (n + m) / (n + m - 1); (x / n - y / m - d) / sqrt(v) }
  list(p_greater = boschloo, difference_low = uniroot(function(d) score(d) - qnorm(0.975), c(-0.9, x / n - y / m), tol = 1e-9)$root, difference_high = uniroot(function(d) score(d) + qnorm(0.975), c(x / n - y / m, 0.95), tol = 1e-9)$root) }
row("8 of 21 against 34 of 120", list(observed = 8, n = 21, comparator_events = 34, comparator_n = 120), comparator(8, 21, 34, 120))
row("3 of 9 against 2 of 20", list(observed = 3, n = 9, comparator_events = 2, comparator_n = 20), comparator(3, 9, 2, 20))

# Counts of studies that were repeated: binomial with a share of their own each (half an event added to all replicates
# together, and half a woman without), every combination of counts listed.
repeated <- function(observed, n, mean, replicates) {
  share <- (mean * replicates + 0.5) / (n * replicates + 1)
  every <- as.matrix(expand.grid(lapply(n, function(k) 0:k)))
  chance <- apply(every, 1, function(x) prod(dbinom(x, n, share)))
  total <- rowSums(every)
  seen <- sum(observed)
  above <- sum(chance[total > seen])
  at <- sum(chance[total == seen])
  c(expected = sum(n * share), p_greater = above + at, mid_p = above + at / 2, ratio = seen / sum(n * share))
}
cat("repeated, 4 of 9, 2 of 10, 2 of 2\n")
print(repeated(c(4, 2, 2), c(9, 10, 2), c(1.35, 1.7, 0.5), c(400, 500, 300)), digits = 10)
cat("repeated, 1 of 4\n")
print(repeated(1, 4, 0, 100), digits = 10)

# The same under several vectors, each of which moves all studies: every combination of counts listed under each vector,
# the laws averaged. Limits of the ratio by uniroot: under each vector the odds of all women are multiplied by the factor
# that makes the sum expect the same multiple of what the vector expects, and the tails are averaged.
over_vectors <- function(observed, n, means, replicates) {
  share <- (means * replicates + 0.5) / (n * replicates + 1)
  law <- function(p) all_sums(n, lapply(seq_along(n), function(i) dbinom(0:n[i], n[i], p[i])))
  raised <- function(p, b) plogis(qlogis(p) + b)
  to <- function(p, r) { want <- min(r * sum(n * p), sum(n) * (1 - 1e-9)); raised(p, uniroot(function(b) sum(n * raised(p, b)) - want, c(-60, 60), tol = 1e-12)$root) }
  seen <- sum(observed); counts <- 0:sum(n)
  mixed <- rowMeans(apply(share, 2, law)); expected <- sum(counts * mixed); up <- sum(mixed[counts >= seen])
  end <- function(inside) exp(uniroot(function(l) mean(apply(share, 2, function(p) sum(law(to(p, exp(l)))[inside]))) - 0.025, c(log(1e-4), log(1.001 * sum(n) / min(colSums(n * share)))), tol = 1e-10)$root)
  c(expected = expected, sd = sqrt(sum(counts^2 * mixed) - expected^2), p_greater = up, mid_p = up - unname(mixed[seen + 1]) / 2,
    ratio = seen / expected, low = end(counts >= seen) * 1, high = end(counts <= seen) * 1)
}
cat("over vectors, 4 of 9 and 2 of 10\n")
print(over_vectors(c(4, 2), c(9, 10), rbind(c(0.9, 1.35, 2.7), c(1.1, 1.7, 3.0)), c(400, 500)), digits = 10)
cat("over vectors, 1 of 4\n")
print(over_vectors(1, 4, rbind(c(0.2, 0.9)), 100), digits = 10)
