# Small-study tests and trim and fill (metafor; lm and cor.test of R). Run: Rscript small_studies.R
source("emit.R"); suppressMessages(library(metafor))
from <- paste0("metafor ", packageVersion("metafor"), " in R ", getRversion(), ", regtest, ranktest and trimfill with iterations to 1e-14")
how <- list(threshold = 1e-14, maxiter = 10000, tol = 1e-13, stepadj = 0.5)
b <- escalc("RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg); r <- dat.raudenbush1985
sets <- list(list("bcg", b, "RR"), list("raudenbush1985", r, ""))
given <- function(s, ...) c(list(data = s[[1]]), if (nchar(s[[3]])) list(measure = s[[3]]), list(...))
case("egger", "egger", c("egger_mixed", "egger_weighted"), from, "5.0e-7", "ten digits are printed, of iterations to 1e-14", "small_studies.R", relative = TRUE)
for (s in sets) {
  t <- regtest(rma(yi, vi, data = s[[2]], control = how)); row(paste(s[[1]], "mixed"), given(s, model = "mixed"), list(statistic = t$zval, p = t$pval, limit = t$est, limit_low = t$ci.lb, limit_high = t$ci.ub))
  t <- regtest(rma(yi, vi, data = s[[2]]), model = "lm"); row(paste(s[[1]], "weighted"), given(s, model = "weighted"), list(statistic = t$zval, p = t$pval, limit = t$est, limit_low = t$ci.lb, limit_high = t$ci.ub))
}
case("begg", "begg", "begg", from, "1.0e-8", "ten digits are printed", "small_studies.R", relative = TRUE)
for (s in sets) { t <- suppressWarnings(ranktest(rma(yi, vi, data = s[[2]]))); row(s[[1]], given(s), list(coefficient = unname(t$tau), p = t$pval)) }
case("trim_and_fill", "trim_and_fill", "trim_and_fill", from, "5.0e-7", "ten digits are printed, of iterations to 1e-14", "small_studies.R", relative = TRUE)
for (s in sets) for (e in c("L0", "R0")) for (side in c("left", "right")) { f <- trimfill(rma(yi, vi, data = s[[2]], control = how), estimator = e, side = side, control = how)
  row(paste(s[[1]], e, side), given(s, estimator = e, side = side), list(missing = f$k0, estimate = c(f$beta), se = f$se, tau2 = f$tau2)) }
f <- trimfill(rma(yi, vi, data = r, control = how), control = how)
row("raudenbush1985, side by itself", list(data = "raudenbush1985"), list(missing = f$k0, right = as.numeric(f$side == "right"), estimate = c(f$beta)))
lm_from <- paste0("R ", getRversion(), ", lm on the formulas of the papers")
n <- dat.nielweise2007; n <- n[n$ai + n$ci > 0, ]
cells <- list(list("bcg", with(dat.bcg, data.frame(a = tpos, b = tneg, c = cpos, d = cneg))), list("nielweise2007", with(n, data.frame(a = ai, b = n1i - ai, c = ci, d = n2i - ci))))
case("harbord", "binary", "harbord", lm_from, "1.0e-8", "ten digits are printed", "small_studies.R", relative = TRUE)
for (s in cells) { x <- s[[2]]; N <- rowSums(x); m <- x$a + x$c; n1 <- x$a + x$b; z <- x$a - m * n1 / N; v <- n1 * (N - n1) * m * (N - m) / (N^2 * (N - 1))
  q <- coef(summary(lm(I(z / sqrt(v)) ~ I(sqrt(v))))); row(s[[1]], list(data = s[[1]], test = "harbord"), list(coefficient = q[1, 1], se = q[1, 2], statistic = q[1, 3], p = q[1, 4])) }
case("peters", "binary", "peters", lm_from, "1.0e-8", "ten digits are printed", "small_studies.R", relative = TRUE)
for (s in cells) { x <- s[[2]]; N <- rowSums(x); z <- apply(x == 0, 1, any); y <- x + z / 2
  q <- coef(summary(lm(log(y$a * y$d / y$b / y$c) ~ I(1 / N), weights = 1 / (1 / (x$a + x$c) + 1 / (x$b + x$d))))); row(s[[1]], list(data = s[[1]], test = "peters"), list(coefficient = q[2, 1], se = q[2, 2], statistic = q[2, 3], p = q[2, 4])) }
