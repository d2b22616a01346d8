# Power and size of fixed designs, for records/reference/statistics/fixed_designs.yaml.
suppressMessages(library(rpact)); suppressMessages(library(survival)); library(mvtnorm)
show <- function(name, ...) cat(name, ":", sprintf("%.9g", c(...)), "\n")
show("t strict, d 0.8, n 12", power.t.test(12, 0.8, strict = TRUE)$power)
show("t one-sided, d 0.8, n 12", power.t.test(12, 0.8, alternative = "one.sided")$power)
show("t one sample strict, d 0.6, n 15", power.t.test(15, 0.6, type = "one.sample", strict = TRUE)$power)
show("prop 0.3 0.6, n 20", power.prop.test(20, 0.3, 0.6)$power)
show("prop 0.25 0.6, 0.9", power.prop.test(p1 = 0.25, p2 = 0.6, power = 0.9)$n)
t3 <- function(n1, n2, d) 1 - pt(qt(0.975, n1 + n2 - 2), n1 + n2 - 2, d / sqrt(1 / n1 + 1 / n2))
show("t unequal 8, 16, d 1, one side", t3(8, 16, 1))
r <- getSampleSizeRates(alpha = 0.025, beta = 0.2, pi1 = 0.5, pi2 = 0.2, allocationRatioPlanned = 2)
show("rates 2:1", r$nFixed1, r$nFixed2)
r <- getSampleSizeRates(groups = 1, thetaH0 = 0.2, pi1 = 0.4, alpha = 0.025, beta = 0.1)
show("one rate", r$nFixed)
for (h in c(0.5, 0.7)) for (f in c("Schoenfeld", "Freedman")) {
  r <- suppressMessages(getSampleSizeSurvival(alpha = 0.025, beta = 0.1, sided = 1, hazardRatio = h, lambda2 = log(2) / 9, accrualTime = 18,
    followUpTime = 6, dropoutRate1 = 0.1, dropoutRate2 = 0.1, dropoutTime = 12, allocationRatioPlanned = 2, typeOfComputation = f))
  show(paste("survival 2:1, HR", h, f, "events, n"), r$eventsFixed, r$nFixed)
}
# Fisher and the trend, every outcome, p-values by R's own functions
enumerate <- function(n1, n2, p1, p2, p) { x <- outer(0:n1, 0:n2, Vectorize(p)) <= 0.05 * (1 + 1e-7)
  sum(outer(dbinom(0:n1, n1, p1), dbinom(0:n2, n2, p2)) * x) }
two <- function(n1, n2) function(a, b) fisher.test(matrix(c(a, n1 - a, b, n2 - b), 2))$p.value
show("Fisher 8, 16, 0.7, 0.2", enumerate(8, 16, 0.7, 0.2, two(8, 16)))
one <- function(n1, n2) function(a, b) phyper(a - 1, n1, n2, a + b, lower.tail = FALSE)
show("Fisher one-sided 0.05, 12, 12, 0.6, 0.2", enumerate(12, 12, 0.6, 0.2, one(12, 12)))
trend <- function(n, shares, scores) { g <- expand.grid(0:n[1], 0:n[2], 0:n[3]); s <- as.matrix(g) %*% scores; m <- rowSums(g)
  w <- choose(n[1], g[, 1]) * choose(n[2], g[, 2]) * choose(n[3], g[, 3]); mean <- m * sum(n * scores) / sum(n); d <- abs(s - mean)
  p <- sapply(seq_along(m), function(i) sum(w[m == m[i] & d >= d[i] - 1e-9]) / sum(w[m == m[i]]))
  sum((dbinom(g[, 1], n[1], shares[1]) * dbinom(g[, 2], n[2], shares[2]) * dbinom(g[, 3], n[3], shares[3]))[p <= 0.05]) }
show("trend 6 6 6", trend(c(6, 6, 6), c(0.1, 0.3, 0.7), c(0, 1, 3)))
show("trend 4 5 8", trend(c(4, 5, 8), c(0.2, 0.5, 0.8), c(0, 1, 2)))
# Boschloo's test: the worst common share on a fine grid, for every table
boschloo <- function(n1, n2, p1, p2, sided) { f <- outer(0:n1, 0:n2, Vectorize(if (sided == 2) two(n1, n2) else one(n1, n2)))
  g <- seq(0.0005, 0.9995, 0.0005); level <- sapply(sort(unique(c(f))), function(c) max(sapply(g, function(p)
    sum(outer(dbinom(0:n1, n1, p), dbinom(0:n2, n2, p))[f <= c * (1 + 1e-7)]))))
  cut <- max(sort(unique(c(f)))[level <= 0.05]); sum(outer(dbinom(0:n1, n1, p1), dbinom(0:n2, n2, p2))[f <= cut * (1 + 1e-7)]) }
show("Boschloo 10, 10, 0.8, 0.2", boschloo(10, 10, 0.8, 0.2, 2)); show("Boschloo 6, 9, 0.9, 0.2", boschloo(6, 9, 0.9, 0.2, 2))
show("Boschloo one-sided 8, 8, 0.7, 0.1", boschloo(8, 8, 0.7, 0.1, 1))
# exact one-sample binomial by qbinom
bin <- function(n, p0, p1, a) { r <- qbinom(a, n, p0, lower.tail = FALSE); show(paste("binomial", n, p0, p1), r + 1, pbinom(r, n, p1, lower.tail = FALSE)) }
bin(12, 0.1, 0.4, 0.05); bin(40, 0.25, 0.5, 0.025)
# ANCOVA: the covariate's imbalance integrated out by R's integrate
ancova <- function(d, n1, n2, rho) { N <- n1 + n2; f <- function(t) sapply(t, function(x) dt(x, N - 2) * {
  nc <- d / (sqrt(1 - rho^2) * sqrt((1 / n1 + 1 / n2) * (1 + x^2 / (N - 2)))); q <- qt(0.975, N - 3)
  1 - pt(q, N - 3, nc) + pt(-q, N - 3, nc) }); 2 * integrate(f, 0, Inf, rel.tol = 1e-9)$value }
show("ANCOVA 10 10 0.6", ancova(1, 10, 10, 0.6)); show("ANCOVA 6 12 0.5", ancova(1.2, 6, 12, 0.5))
set.seed(3); n <- 10; hits <- replicate(20000, { x <- rnorm(2 * n); a <- rep(0:1, each = n); y <- 0.6 * x + 0.8 * rnorm(2 * n) + a
  X <- cbind(1, a, x); q <- qr(X); b <- qr.coef(q, y); s2 <- sum(qr.resid(q, y)^2) / (2 * n - 3); abs(b[2] / sqrt(s2 * chol2inv(qr.R(q))[2, 2])) > qt(0.975, 2 * n - 3) })
show("ANCOVA simulated", mean(hits), sd(hits) / sqrt(length(hits)))
# log-rank and Mann-Whitney in simulated trials, by R's own tests
set.seed(4); hits <- replicate(4000, { a <- rep(0:1, each = 25); t <- rexp(50, log(2) / 12 * ifelse(a == 1, 0.4, 1)); e <- runif(50, 0, 12)
  l <- rexp(50, 0.01); c <- pmin(24 - e, l); survdiff(Surv(pmin(t, c), t <= c) ~ a)$chisq > qchisq(0.95, 1) })
show("log-rank simulated", mean(hits), sd(hits) / sqrt(length(hits)))
set.seed(5); hits <- replicate(10000, wilcox.test(rnorm(8, 1.5), rnorm(10))$p.value <= 0.05)
show("Mann-Whitney simulated", mean(hits), sd(hits) / sqrt(length(hits)))
# MMRM: information of 200,000 women summed pattern by pattern from whole design matrices
mmrm <- function(R, keep) { J <- length(keep); drop <- -diff(c(keep, 0)); I <- 0
  for (j in 1:J) { Z <- diag(J)[1:j, , drop = FALSE]; I <- I + drop[j] * t(Z) %*% solve(Z %*% R %*% t(Z), Z) }; solve(I)[J, J] }
cs <- matrix(0.5, 3, 3); diag(cs) <- 1; ar <- 0.7^abs(outer(1:4, 1:4, "-"))
show("MMRM inflation", mmrm(cs, c(1, 0.9, 0.8)), mmrm(ar, c(0.95, 0.9, 0.8, 0.7)))
width <- function(n, p) { k <- 0:n; sum(dbinom(k, n, p) * sapply(k, function(x) diff(binom.test(x, n)$conf.int))) }
show("width 20 0.3, 38, 39", width(20, 0.3), width(38, 0.3), width(39, 0.3))
show("Noether, larger 0.8, 12, 18", pnorm(0.3 * sqrt(12 * 12 * 18 / 30) - qnorm(0.975)))
cat(R.version.string, "rpact", as.character(packageVersion("rpact")), "survival", as.character(packageVersion("survival")), "\n")
