# Oracles for the methods that a protocol's plan calls: changes of twelve women, three doses. Run: Rscript planned.R
suppressMessages(library(coin))
show <- function(name, ...) cat(name, "|", paste(names(c(...)), sprintf("%.15g", c(...)), sep = "=", collapse = " "), "\n")
change <- c(-0.12, 0.05, -0.40, -0.55, -0.10, -0.62, -0.33, -0.91, -0.48, -1.02, -0.25, -0.70)
dose <- rep(c(3, 6, 9), each = 4)
tied <- c(2, 2, 2, 5, 2, 3, 2, 6, 4, 7, 2, 6) # many at the limit of detection
m <- t.test(change)
show("mean", estimate = unname(m$estimate), low = m$conf.int[1], high = m$conf.int[2], p = m$p.value)
show("geometric", estimate = exp(unname(m$estimate)), low = exp(m$conf.int[1]), high = exp(m$conf.int[2]))
line <- lm(change ~ dose)
show("slope", estimate = unname(coef(line)[2]), low = confint(line)[2, 1], high = confint(line)[2, 2], p = summary(line)$coefficients[2, 4])
show("slope_ratio", estimate = exp(unname(coef(line)[2])), low = exp(confint(line)[2, 1]), high = exp(confint(line)[2, 2]))
for (n in c(5, 6, 9, 12, 25)) { # the sign test inverted: how many ordered values lie outside, and what the rest covers
  d <- -1; while (1 - 2 * pbinom(d + 1, n, 0.5) >= 0.95) d <- d + 1
  if (d < 0) d <- 0
  show(paste("median", n), position = d, coverage = 1 - 2 * pbinom(d, n, 0.5))
}
enumerate <- function(y) { # all 34,650 allocations to three arms of four, by their distance from the mean
  first <- combn(12, 4); far <- 0; all <- 0; up <- 0; own <- sum(dose * y); centre <- mean(dose) * sum(y)
  for (k in seq_len(ncol(first))) { rest <- setdiff(1:12, first[, k]); second <- combn(rest, 4)
    s <- colSums(matrix(y[second], 4)); f <- sum(y[first[, k]]); t <- 3 * f + 6 * s + 9 * (sum(y) - f - s)
    far <- far + sum(abs(t - centre) >= abs(own - centre) - 1e-9); up <- up + sum(t <= own + 1e-9); all <- all + ncol(second) }
  c(p = far / all, p_smaller = up / all)
}
show("linear_trend", enumerate(change)); show("rank_trend", enumerate(rank(tied)))
arm <- factor(rep(c("control", "treated"), each = 6))
show("difference", p = pvalue(oneway_test(change ~ arm, distribution = exact())))
show("rank_sum", p = pvalue(wilcox_test(tied ~ arm, distribution = exact())))
show("paired", t = m$p.value, sign = binom.test(sum(change > 0), 12)$p.value, signed_rank = wilcox.test(change, exact = TRUE)$p.value)
steps <- c(1, -2, -2, 0, 3, -1, -4, -4, 0, -2)
show("paired ties", t = t.test(steps)$p.value, sign = binom.test(sum(steps > 0), sum(steps != 0))$p.value,
     signed_rank = pvalue(wilcoxsign_test(steps ~ rep(0, 10), distribution = exact(), zero.method = "Wilcoxon")))
cat("R", as.character(getRversion()), "coin", as.character(packageVersion("coin")), "\n")
