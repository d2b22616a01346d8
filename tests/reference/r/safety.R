# Oracles for harm: rates, no event at all, and the bound that stops a trial. Run: Rscript safety.R
show <- function(name, ...) cat(name, "|", paste(names(c(...)), sprintf("%.15g", c(...)), sep = "=", collapse = " "), "\n")
for (case in list(c(0, 12), c(1, 9.5), c(3, 24), c(17, 40.2))) { # events, years; against a rate of 0.2
  f <- poisson.test(case[1], case[2], r = 0.2)
  p <- min(1, 2 * min(ppois(case[1], 0.2 * case[2]), ppois(case[1] - 1, 0.2 * case[2], lower.tail = FALSE)))
  show(paste("rate", paste(case, collapse = " ")), estimate = unname(f$estimate), low = f$conf.int[1], high = f$conf.int[2], p = p)
}
score <- function(x, t, d) { # the constrained likelihood maximised by optimize, then the score statistic
  minus <- function(r2) -sum(dpois(x, c(r2 + d, r2) * t, log = TRUE))
  low <- max(0, -d); top <- sum(x) / min(t) + abs(d) + 1
  r2 <- if (sum(x) == 0) low else optimize(minus, c(low, top), tol = 1e-13)$minimum
  (x[1] / t[1] - x[2] / t[2] - d) / sqrt((r2 + d) / t[1] + r2 / t[2])
}
for (case in list(c(5, 1, 20, 19), c(3, 4, 12.5, 30), c(0, 2, 10, 11), c(2, 0, 10, 11), c(0, 0, 12, 12), c(31, 18, 100, 90))) {
  x <- case[1:2]; t <- case[3:4]; share <- t[1] / sum(t); name <- paste(case, collapse = " ")
  if (sum(x)) {
    f <- poisson.test(x, t)
    p <- min(1, 2 * min(pbinom(x[1], sum(x), share), pbinom(x[1] - 1, sum(x), share, lower.tail = FALSE)))
    show(paste("ratio", name), estimate = unname(f$estimate), low = f$conf.int[1], high = f$conf.int[2], p = p)
  }
  z <- qnorm(0.975); gap <- x[1] / t[1] - x[2] / t[2]; far <- 30 / min(t) + 2 * abs(gap) + 1
  low <- uniroot(function(d) score(x, t, d) - z, c(gap - far, gap - 1e-9), tol = 1e-13)$root
  high <- uniroot(function(d) score(x, t, d) + z, c(gap + 1e-9, gap + far), tol = 1e-13)$root
  pooled <- gap / sqrt(sum(x) / sum(t) * sum(1 / t))
  show(paste("difference", name), estimate = gap, low = low, high = high, p = if (sum(x)) 2 * pnorm(-abs(pooled)) else 1)
}
for (n in c(5, 12, 60)) show(paste("none", n), high = binom.test(0, n, alternative = "less")$conf.int[2], two_sided = binom.test(0, n)$conf.int[2])
for (t in c(4.5, 30)) show(paste("none time", t), high = poisson.test(0, t, alternative = "less")$conf.int[2], two_sided = poisson.test(0, t)$conf.int[2])
for (share in c(0.05, 0.1, 0.25)) { n <- 1; while (binom.test(0, n, alternative = "less")$conf.int[2] > share) n <- n + 1; show(paste("women", share), women = n) }
bound <- function(looks, acceptable, certainty, a, b) sapply(looks, function(n) { e <- 0:n
  w <- pbeta(acceptable, a + e, b + n - e, lower.tail = FALSE) > certainty; if (any(w)) min(e[w]) else NA })
chance <- function(looks, bounds, share, last) { # every course of events from woman to woman
  alive <- 1; stops <- 0; women <- 0
  for (n in seq_len(last)) { alive <- c(alive * (1 - share), 0) + c(0, alive * share); k <- match(n, looks)
    if (!is.na(k) && !is.na(bounds[k])) { out <- (0:n) >= bounds[k]; stops <- stops + sum(alive[out]); women <- women + n * sum(alive[out]); alive[out] <- 0 } }
  c(stops = stops, women = women + last * sum(alive))
}
cases <- list(one = list(1:25, 0.1, 0.9, 1, 9), five = list(seq(5, 25, 5), 0.2, 0.95, 1, 9))
for (name in names(cases)) { k <- cases[[name]]; b <- bound(k[[1]], k[[2]], k[[3]], k[[4]], k[[5]])
  cat("bound", name, ":", k[[1]], ":", b, "\n")
  for (share in c(0.05, 0.3)) show(paste("chance", name, share), chance(k[[1]], b, share, 25)) }
cat("R", as.character(getRversion()), "\n")
