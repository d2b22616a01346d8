# Cumulative incidence with competing events. Run from this folder: Rscript competing.R
suppressMessages({library(survival); library(cmprsk)})
source("emit.R")
cat("# R ", as.character(getRversion()), ", survival ", as.character(packageVersion("survival")), ", cmprsk ", as.character(packageVersion("cmprsk")), "\n", sep = "")
digits <- "ten digits are printed"

set.seed(7)
made <- data.frame(t = sample(1:13, 30, replace = TRUE) * 28, s = sample(0:2, 30, replace = TRUE, prob = c(.3, .4, .3)), g = rep(0:1, each = 15))
set.seed(11)
more <- data.frame(t = ceiling(rexp(60, 1 / 150)), s = sample(0:3, 60, replace = TRUE), g = rep(0:2, 20))
sets <- list(left = made[made$g == 0, ], stayed = made[made$g == 1, ], more = more)
case("aalen_johansen_survfit", "cumulative_incidence", "cumulative_incidence", "R 4.2.2, package survival, survfit of a factor status, conf.type log-log, plain and log", "1.0e-9", digits, "competing.R", TRUE)
for (n in names(sets)) for (k in c("log-log", "plain", "log")) for (cause in 1:2) {
  d <- sets[[n]]
  f <- summary(survfit(Surv(t, factor(s)) ~ 1, d, conf.type = k), times = c(112, 168, 252))
  o <- list()
  for (i in 1:3) if (f$pstate[i, cause + 1] > 0) o <- c(o, setNames(list(f$pstate[i, cause + 1], f$std.err[i, cause + 1], f$lower[i, cause + 1], f$upper[i, cause + 1]), paste(c("share", "error", "low", "high"), f$time[i])))
  row(paste(n, k, "cause", cause), list(time = arr(paste0(n, "_t"), d$t), status = arr(paste0(n, "_s"), d$s), days = I(f$time[f$pstate[, cause + 1] > 0]), cause = cause, causes = max(d$s), interval = k), o)
}
case("cumulative_incidence_cmprsk", "cumulative_incidence_by_trial", "cumulative_incidence", "R 4.2.2, package cmprsk, cuminc (its variance is Aalen's and not compared)", "1.0e-9", digits, "competing.R", TRUE)
f <- cuminc(more$t, more$s, more$g)
for (day in c(50, 150, 300)) for (cause in 1:3) {
  e <- timepoints(f, day)$est
  row(paste("three groups, cause", cause, "day", day), list(time = arr("more_t", more$t), status = arr("more_s", more$s), group = arr("more_g", more$g), day = day, cause = cause, causes = 3),
      setNames(as.list(e[paste(0:2, cause), 1]), paste("share", 0:2)))
}
