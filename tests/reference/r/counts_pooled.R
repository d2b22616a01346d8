# Counts pooled under one effect (metafor::rma.mh, rma.peto, rma method FE), and printed forms. Run: Rscript counts_pooled.R
source("emit.R"); suppressMessages(library(metafor))
from <- paste0("metafor ", packageVersion("metafor"), " in R ", getRversion(), ", rma.mh, rma.peto and rma.uni")
d <- dat.nielweise2007; b <- dat.bcg; b$n1 <- b$tpos + b$tneg; b$n2 <- b$cpos + b$cneg
numbers <- function(f) list(estimate = c(f$beta), se = f$se, low = f$ci.lb, high = f$ci.ub, p = f$pval, q = f$QE)
case("metafor", "counts", c(paste0("mantel_haenszel_", c("or", "rr", "rd")), "peto"), from, "1.0e-8", "ten digits are printed", "counts_pooled.R", relative = TRUE)
for (m in c("OR", "RR", "RD")) {
  row(paste("nielweise2007", m), list(data = "nielweise2007", measure = m), numbers(suppressWarnings(rma.mh(measure = m, ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = d, drop00 = m != "RD", add = if (m == "RD") 0 else 0.5, to = "only0")))[if (m == "RD") 1:5 else 1:6])
  row(paste("bcg", m), list(data = "bcg", measure = m), numbers(rma.mh(measure = m, ai = tpos, n1i = n1, ci = cpos, n2i = n2, data = b)))
}
row("nielweise2007 PETO", list(data = "nielweise2007", measure = "PETO"), numbers(rma.peto(ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = d)))
row("bcg PETO", list(data = "bcg", measure = "PETO"), numbers(rma.peto(ai = tpos, n1i = n1, ci = cpos, n2i = n2, data = b)))
case("inverse_variance", "common_effect", "common_effect", from, "1.0e-8", "ten digits are printed", "counts_pooled.R", relative = TRUE)
f <- rma(measure = "RR", ai = tpos, n1i = n1, ci = cpos, n2i = n2, data = b, method = "FE")
row("bcg", list(data = "bcg", measure = "RR"), c(numbers(f), list(i2 = f$I2, h2 = f$H2, q_p = f$QEp)))
f <- rma(yi, vi, data = dat.raudenbush1985, method = "FE")
row("raudenbush1985", list(data = "raudenbush1985"), c(numbers(f), list(i2 = f$I2, h2 = f$H2, q_p = f$QEp)))
# Expected order statistics of n = 4 Q + 1 normal values by quadrature: mean 10 and SD 2 must come back.
at <- function(k, n) integrate(function(x) x * exp(lchoose(n, k) + log(k) + (k - 1) * pnorm(x, log.p = TRUE) + (n - k) * pnorm(-x, log.p = TRUE) + dnorm(x, log = TRUE)), -9, 9, rel.tol = 1e-10)$value
case("order_statistics", "printed", "printed_forms", "Expected order statistics of normal values by quadrature (integrate in R)", 0.01, "Blom's approximation of expected order statistics", "counts_pooled.R", relative = TRUE, oracle = "NUM")
for (n in c(13, 25, 61)) { Q <- (n - 1) / 4; v <- 10 + 2 * sapply(c(1, Q + 1, 2 * Q + 1, 3 * Q + 1, n), at, n = n)
  row(paste("range of", n), list(form = "range", values = v[c(1, 3, 5)], n = n), list(mean = 10, sd = 2))
  row(paste("quartiles of", n), list(form = "quartiles", values = v[2:4], n = n), list(mean = 10, sd = 2))
  row(paste("five numbers of", n), list(form = "five", values = v, n = n), list(mean = 10, sd = 2)) }
case("errors", "printed", "printed_forms", paste("R", getRversion(), "qt and qnorm"), "1.0e-8", "ten digits are printed", "counts_pooled.R", relative = TRUE)
row("interval by t", list(form = "interval", values = c(3.2, 7.9), n = 12), list(se = (7.9 - 3.2) / 2 / qt(0.975, 11)))
row("interval by z", list(form = "interval", values = log(c(0.8, 3.1))), list(se = log(3.1 / 0.8) / 2 / qnorm(0.975)))
row("p by z", list(form = "p", values = c(1.3, 0.04)), list(se = 1.3 / qnorm(0.98)))
row("p by t", list(form = "p", values = c(-2.4, 0.003), n = 12), list(se = 2.4 / qt(0.9985, 11)))
row("se", list(form = "se", values = I(1.3), n = 16), list(sd = 1.3 * 4))
