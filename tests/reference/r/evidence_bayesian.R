# Oracles for random effects with priors: base R, other algorithms than ours. Run: Rscript evidence_bayesian.R
# Effects: evidence as a multivariate normal density (matrices), integrate() over tau. Shares: plain grids.
suppressMessages(library(metafor)); source("emit.R")
normal <- function(name, y, v, prior, m0, s0) {
  k <- length(y)
  part <- function(tau, s) sapply(tau, function(t) { V <- diag(v + t^2, k) + s^2; d <- y - m0
    exp(-0.5 * (k * log(2 * pi) + as.numeric(determinant(V)$modulus) + sum(d * solve(V, d)))) })
  one <- function(g, to = Inf) { ends <- c(-60, -20, -8, -4, -2, 0, 2, 5, 12); ends <- if (is.infinite(to)) ends else c(ends[ends < log(to)], log(to)) # in log tau, piece by piece
    sum(sapply(seq_along(ends)[-1], function(i) integrate(function(s) g(exp(s)) * exp(s), ends[i - 1], ends[i], rel.tol = 1e-9, abs.tol = 1e-14, subdivisions = 2000)$value)) }
  Z <- one(function(t) part(t, s0) * prior(t))
  at <- function(t) { w <- 1 / (v + t^2); p <- sum(w) + 1 / s0^2; c((sum(w * y) + m0 / s0^2) / p, 1 / sqrt(p)) }
  mean_of <- function(f) one(function(t) part(t, s0) * prior(t) * sapply(t, f)) / Z
  cdf <- function(x, new = FALSE) mean_of(function(t) { a <- at(t); pnorm(x, a[1], sqrt(a[2]^2 + new * t^2)) })
  q <- function(p, new = FALSE) uniroot(function(x) cdf(x, new) - p, c(-8, 8), tol = 1e-9)$root
  mu <- mean_of(function(t) at(t)[1]); sd <- sqrt(mean_of(function(t) at(t)[2]^2 + at(t)[1]^2) - mu^2)
  tau_q <- function(p) uniroot(function(x) one(function(t) part(t, s0) * prior(t), x) / Z - p, c(1e-6, 20), tol = 1e-9)$root
  tau <- mean_of(function(t) t)
  first <- mean_of(function(t) { a <- at(t); b <- v[1] / (v[1] + t^2); (1 - b) * y[1] + b * a[1] })
  list(mu = mu, mu_sd = sd, mu_low = q(0.025), mu_high = q(0.975), new_low = q(0.025, TRUE), new_high = q(0.975, TRUE), tau = tau, tau_median = tau_q(0.5), tau_low = tau_q(0.025), tau_high = tau_q(0.975),
       first = first, p_positive = 1 - cdf(0), p_new_positive = 1 - cdf(0, TRUE),
       bayes_factor = Z / one(function(t) sapply(t, function(s) prod(dnorm(y, 0, sqrt(v + s^2)))) * prior(t)), bayes_factor_spread = Z / part(0, s0))
}
half_normal <- function(s) function(t) 2 * dnorm(t, 0, s)
half_cauchy <- function(s) function(t) 2 * dcauchy(t, 0, s)
log_normal <- function(m, s) function(t) ifelse(t == 0, 0, 2 * t * dlnorm(t^2, m, s))
log_t <- function(m, s, df) function(t) ifelse(t == 0, 0, 2 / t / s * dt((log(t^2) - m) / s, df))
bcg <- escalc(measure = "OR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg)
three <- list(y = c(-0.4, 0.9, 0.3), v = c(0.35, 0.5, 0.2))
case("effects_plain", "effects", "posterior_effects", "Multivariate normal evidence with matrices, integrate() over tau", 2e-4, "our quantiles of tau are linear between nodes 1 % apart", "evidence_bayesian.R", oracle = "NUM")
given <- function(y, v, prior, s0) list(yi = I(y), vi = I(v), prior = prior, sd = s0)
for (p in list(list("half_normal_0.5", half_normal(0.5)), list("half_cauchy_0.5", half_cauchy(0.5)), list("turner_symptoms_pharmacological_control", log_normal(-2.06, 1.51)), list("rhodes_any", log_t(-3.44, 2.59, 5)))) {
  row(paste("three small studies,", p[[1]]), given(three$y, three$v, p[[1]], 1.5), normal("three", three$y, three$v, p[[2]], 0, 1.5))
}
y <- as.vector(bcg$yi); v <- as.vector(bcg$vi); f <- normal("bcg", y, v, half_normal(0.5), 0, 2)
row("BCG vaccine log odds ratios, half_normal_0.5", given(y, v, "half_normal_0.5", 2), f[names(f) != "bayes_factor_spread"])

share <- function(x, n, scale, s0) {
  mu <- seq(-9, 6, length.out = 401); tau <- seq(0, 8, length.out = 481); z <- seq(-7, 7, length.out = 281); w <- dnorm(z); w <- w / sum(w)
  log_post <- sapply(tau, function(t) { th <- outer(mu, t * z, "+"); p <- plogis(th)
    rowSums(sapply(seq_along(x), function(i) log(dbinom(x[i], n[i], p) |> matrix(nrow = length(mu)) %*% w))) })
  log_post <- log_post + outer(dnorm(mu, 0, s0, log = TRUE), log(2 * dnorm(tau, 0, scale)), "+")
  P <- exp(log_post - max(log_post)); P[, 1] <- P[, 1] / 2; P <- P / sum(P); a <- rowSums(P); b <- colSums(P)
  c1 <- cumsum(a) - a / 2; c2 <- cumsum(b) - b / 2
  new <- function(v) sum(P * outer(mu, tau, function(m, t) pnorm(v, m, pmax(t, 1e-9)))); q <- function(p) uniroot(function(v) new(v) - p, c(-15, 12), tol = 1e-8)$root
  m <- sum(a * mu); list(mu = m, mu_sd = sqrt(sum(a * (mu - m)^2)), mu_low = approx(c1, mu, 0.025)$y, mu_high = approx(c1, mu, 0.975)$y, tau = sum(b * tau), tau_median = approx(c2, tau, 0.5)$y, tau_high = approx(c2, tau, 0.975)$y, new_low = q(0.025), new_high = q(0.975))
}
case("proportion_plain", "proportion", "posterior_proportion", "Even grids of mean, tau and true logits (401 x 481 x 281), plain sums", 3e-3, "both are grids; quantiles are linear between nodes", "evidence_bayesian.R", oracle = "NUM")
row("few women", list(events = I(c(0, 2, 5, 1, 3)), n = I(c(6, 6, 20, 10, 30)), scale = 1, sd = 1.5), share(c(0, 2, 5, 1, 3), c(6, 6, 20, 10, 30), 1, 1.5))
row("menses after cells", list(events = I(c(4, 2, 2)), n = I(c(9, 10, 2)), scale = 0.5, sd = 1.5), share(c(4, 2, 2), c(9, 10, 2), 0.5, 1.5))
row("no event", list(events = I(c(0, 0)), n = I(c(4, 9)), scale = 1, sd = 1.5), share(c(0, 0), c(4, 9), 1, 1.5))
