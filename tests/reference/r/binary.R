# Oracles for yes-or-no outcomes: R's own tests, and enumerations written plainly here. Run: Rscript binary.R
suppressMessages({library(coin); library(brglm2); library(metafor)})
show <- function(name, ...) cat(name, "|", paste(names(c(...)), sprintf("%.15g", c(...)), sep = "=", collapse = " "), "\n")
one_line <- function(...) cat("##", ..., "\n")

one_line("Blaker: acceptability on a grid of 1e-7 from the Clopper-Pearson limits inwards (Blaker 2000, plainly)")
acceptability <- function(x, n, p) {
  if (pbinom(x - 1, n, p, lower.tail = FALSE) < pbinom(x, n, p)) {
    tail <- pbinom(x - 1, n, p, lower.tail = FALSE)
    other <- pbinom(0:n, n, p); other <- other[other <= tail * (1 + 1e-12)]
  } else {
    tail <- pbinom(x, n, p)
    other <- pbinom((0:n) - 1, n, p, lower.tail = FALSE); other <- other[other <= tail * (1 + 1e-12)]
  }
  min(1, tail + max(0, other))
}
walk <- function(x, n, from, direction, alpha) { # steps of 1e-4, then 1e-5, ... from the last place that is not accepted
  for (step in 10^-(4:8)) while (acceptability(x, n, from + direction * step) <= alpha) from <- from + direction * step
  from
}
for (case in list(c(0, 6), c(0, 12), c(1, 12), c(2, 12), c(3, 12), c(7, 20), c(4, 61))) {
  x <- case[1]; n <- case[2]; cp <- binom.test(x, n)$conf.int
  low <- if (x == 0) 0 else walk(x, n, cp[1], 1, 0.05)
  high <- if (x == n) 1 else walk(x, n, cp[2], -1, 0.05)
  show(sprintf("blaker %d of %d", x, n), low = low, high = high, p_at_0.2 = acceptability(x, n, 0.2))
}

one_line("Fisher's odds ratio: uniroot to 1e-13 on the log odds ratio (fisher.test itself stops at 1.2e-4)")
law <- function(a, n1, c, n2) { m <- a + c; k <- max(0, m - n2):min(n1, m); list(k = k, w = lchoose(n1, k) + lchoose(n2, m - k)) }
chance <- function(l, b) { v <- l$w + l$k * b; v <- exp(v - max(v)); v / sum(v) }
for (t in list(c(3, 4, 1, 4), c(5, 6, 1, 6), c(8, 20, 1, 20), c(7, 15, 2, 11), c(2, 9, 6, 25), c(0, 6, 4, 6))) {
  l <- law(t[1], t[2], t[3], t[4]); root <- function(f) exp(uniroot(f, c(-60, 60), tol = 1e-13)$root)
  odds <- if (t[1] == min(l$k)) 0 else root(function(b) sum(chance(l, b) * l$k) - t[1])
  low <- if (t[1] == min(l$k)) 0 else root(function(b) sum(chance(l, b)[l$k >= t[1]]) - 0.025)
  high <- root(function(b) sum(chance(l, b)[l$k <= t[1]]) - 0.025)
  f <- fisher.test(matrix(c(t[1], t[2] - t[1], t[3], t[4] - t[3]), 2))
  show(paste("odds", paste(t, collapse = " ")), odds_ratio = odds, low = low, high = high,
       r_p = f$p.value, r_odds = unname(f$estimate), r_low = f$conf.int[1], r_high = f$conf.int[2])
}

one_line("Mid-p and Boschloo by plain enumeration; Boschloo's maximum by optimize in each of 400 pieces")
two_sided <- function(a, n1, c, n2) { m <- a + c; k <- max(0, m - n2):min(n1, m); d <- dhyper(k, n1, n2, m)
  own <- dhyper(a, n1, n2, m); c(sum(d[d <= own * (1 + 1e-7)]), sum(d[abs(d - own) <= 1e-7 * own])) }
greater <- function(a, n1, c, n2) phyper(a - 1, n1, n2, a + c, lower.tail = FALSE)
boschloo <- function(a, n1, c, n2, statistic) {
  p0 <- statistic(a, n1, c, n2); sets <- NULL
  for (i in 0:n1) for (j in 0:n2) if (statistic(i, n1, j, n2) <= p0 * (1 + 1e-7)) sets <- rbind(sets, c(i, j))
  f <- function(th) sum(dbinom(sets[, 1], n1, th) * dbinom(sets[, 2], n2, th))
  ends <- seq(0, 1, length.out = 401)
  max(sapply(1:400, function(k) optimize(f, ends[k:(k + 1)], maximum = TRUE, tol = 1e-10)$objective))
}
for (t in list(c(3, 4, 1, 4), c(5, 6, 1, 6), c(8, 20, 1, 20), c(7, 15, 2, 11), c(2, 9, 6, 25), c(0, 6, 4, 6), c(12, 30, 4, 28))) {
  p <- two_sided(t[1], t[2], t[3], t[4])
  show(paste("exact", paste(t, collapse = " ")), fisher = p[1], mid_p = p[1] - p[2] / 2,
       boschloo = boschloo(t[1], t[2], t[3], t[4], function(...) two_sided(...)[1]),
       boschloo_greater = boschloo(t[1], t[2], t[3], t[4], greater))
}

one_line("Newcombe's method 10 written from the paper; Wald; chi-squared by prop.test")
wilson <- function(x, n) prop.test(x, n, correct = FALSE)$conf.int
for (t in list(c(56, 70, 48, 80), c(9, 10, 3, 10), c(8, 20, 1, 20), c(7, 15, 2, 11), c(3, 4, 1, 4))) {
  p1 <- t[1] / t[2]; p2 <- t[3] / t[4]; w1 <- suppressWarnings(wilson(t[1], t[2])); w2 <- suppressWarnings(wilson(t[3], t[4])); d <- p1 - p2
  plain <- suppressWarnings(prop.test(t[c(1, 3)], t[c(2, 4)], correct = FALSE)); corrected <- suppressWarnings(prop.test(t[c(1, 3)], t[c(2, 4)]))
  show(paste("difference", paste(t, collapse = " ")),
       newcombe_low = d - sqrt((p1 - w1[1])^2 + (w2[2] - p2)^2), newcombe_high = d + sqrt((w1[2] - p1)^2 + (p2 - w2[1])^2),
       wald_low = plain$conf.int[1], wald_high = plain$conf.int[2], chi = unname(plain$statistic), p = plain$p.value,
       chi_corrected = unname(corrected$statistic), p_corrected = corrected$p.value)
}

one_line("McNemar")
for (t in list(c(150, 86), c(1, 8), c(4, 4), c(0, 3))) {
  m <- matrix(c(5, t[1], t[2], 7), 2, byrow = TRUE); a <- mcnemar.test(m); b <- mcnemar.test(m, correct = FALSE); e <- binom.test(t[1], sum(t))
  show(paste("mcnemar", paste(t, collapse = " ")), chi_corrected = unname(a$statistic), p_corrected = a$p.value,
       chi = unname(b$statistic), p = b$p.value, exact = e$p.value, mid_p = e$p.value - dbinom(t[1], sum(t), 0.5) * (t[1] != t[2]),
       low = e$conf.int[1] / (1 - e$conf.int[1]), high = e$conf.int[2] / (1 - e$conf.int[2]))
}

one_line("Trend: prop.trend.test; coin, exact, of doses by event")
for (case in list(list(x = c(0, 1, 3), n = c(4, 4, 4), d = c(3, 6, 9)), list(x = c(1, 2, 3, 6), n = c(10, 9, 10, 8), d = c(0, 1, 2, 4)),
                  list(x = c(2, 0, 5), n = c(6, 5, 6), d = c(0, 30, 90)))) {
  dose <- rep(case$d, case$n); event <- factor(unlist(mapply(function(x, n) rep(1:0, c(x, n - x)), case$x, case$n)))
  a <- prop.trend.test(case$x, case$n, case$d); e <- independence_test(dose ~ event, distribution = exact())
  g <- independence_test(dose ~ event, distribution = exact(), alternative = "less")
  fit <- lm(case$x / case$n ~ case$d, weights = case$n)
  show(paste("trend", paste(case$x, collapse = " "), "of", paste(case$n, collapse = " ")), chi = unname(a$statistic), p = a$p.value,
       exact = pvalue(e), exact_rising = pvalue(g), slope = unname(coef(fit)[2]))
}

one_line("Strata: mantelhaen.test and rma.mh")
strata <- list(
  ucb = list(x = UCBAdmissions[1, , ], n = apply(UCBAdmissions, 2:3, sum)),
  rare = list(x = rbind(c(1, 0, 3, 2), c(0, 0, 1, 0)), n = rbind(c(20, 12, 30, 25), c(20, 12, 30, 25))),
  small = list(x = rbind(c(3, 5, 2), c(1, 2, 1)), n = rbind(c(6, 7, 5), c(6, 5, 6))))
for (name in names(strata)) {
  s <- strata[[name]]; a <- array(0, c(2, 2, ncol(s$x)))
  for (k in seq_len(ncol(s$x))) a[, , k] <- rbind(s$x[, k], s$n[, k] - s$x[, k])
  cat(name, "events", s$x[1, ], ";", s$x[2, ], "n", s$n[1, ], ";", s$n[2, ], "\n")
  keep <- apply(a, 3, function(t) all(rowSums(t) > 0)) # mantelhaen.test refuses strata without events or without non-events
  plain <- mantelhaen.test(a, correct = FALSE); corrected <- mantelhaen.test(a)
  rd <- rma.mh(measure = "RD", ai = s$x[1, ], n1i = s$n[1, ], ci = s$x[2, ], n2i = s$n[2, ])
  show(paste("strata", name), odds = unname(plain$estimate), low = plain$conf.int[1], high = plain$conf.int[2],
       chi = unname(plain$statistic), p = plain$p.value, chi_corrected = unname(corrected$statistic), p_corrected = corrected$p.value,
       difference = as.numeric(rd$beta), difference_se = rd$se, difference_low = rd$ci.lb, difference_high = rd$ci.ub)
  e <- mantelhaen.test(a, exact = TRUE); g <- mantelhaen.test(a, exact = TRUE, alternative = "greater")
  show(paste("exact strata", name), odds = unname(e$estimate), low = e$conf.int[1], high = e$conf.int[2], p = e$p.value, p_greater = g$p.value)
}

one_line("Firth: brglm2 (mean bias reduction), and the penalised profile by optim and uniroot")
data1 <- data.frame(y = c(0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1), age = c(24, 31, 28, 35, 30, 26, 33, 29, 38, 36, 34, 37), treated = rep(0:1, each = 6))
data2 <- data.frame(y = c(rep(0, 6), 1, 1, 1, 1, 0, 1), treated = rep(0:1, each = 6), age = data1$age) # no event in the control arm
penalised <- function(b, X, y) { e <- drop(X %*% b); w <- plogis(e) * plogis(-e); sum(y * e + plogis(-e, log.p = TRUE)) + determinant(t(X) %*% (X * w))$modulus / 2 }
for (name in c("data1", "data2")) {
  d <- get(name); X <- cbind(1, d$age, d$treated)
  f <- glm(y ~ age + treated, family = binomial, data = d, method = "brglmFit", type = "AS_mean", epsilon = 1e-12, maxit = 1000)
  s <- summary(f)$coefficients; top <- penalised(coef(f), X, d$y)
  held <- function(j, v) { start <- coef(f)[-j]; for (i in 1:6) { o <- optim(start, function(b) { all <- numeric(3); all[j] <- v; all[-j] <- b; -penalised(all, X, d$y) }, method = "BFGS", control = list(reltol = 1e-15, parscale = pmax(abs(start), 1e-2), maxit = 5000)); start <- o$par }; -o$value }
  for (j in 2:3) {
    fall <- function(v) 2 * (top - held(j, v)) - qchisq(0.95, 1)
    b <- coef(f)[j]; width <- s[j, 2]
    low <- uniroot(fall, c(b - 12 * width, b), tol = 1e-10)$root; high <- uniroot(fall, c(b, b + 12 * width), tol = 1e-10)$root
    lr <- 2 * (top - held(j, 0))
    show(paste("firth", name, c("", "age", "treated")[j]), estimate = unname(b), se = s[j, 2], low = low, high = high, chi = lr, p = pchisq(lr, 1, lower.tail = FALSE))
  }
  show(paste("firth", name, "intercept"), estimate = unname(coef(f)[1]), se = s[1, 2])
}
cat("R", as.character(getRversion()), "coin", as.character(packageVersion("coin")), "brglm2", as.character(packageVersion("brglm2")), "metafor", as.character(packageVersion("metafor")), "\n")
