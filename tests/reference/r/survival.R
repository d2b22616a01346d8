# Kaplan-Meier, log-rank, restricted mean times. Run from this folder: Rscript survival.R
suppressMessages({library(survival); library(coin)})
source("emit.R")
cat("# R ", as.character(getRversion()), ", survival ", as.character(packageVersion("survival")), ", coin ", as.character(packageVersion("coin")), "\n", sep = "")
digits <- "ten digits are printed"

six <- data.frame(t = c(1,1,2,2,3,4,4,5,5,8,8,8,8,11,11,12,12,15,17,22,23, 6,6,6,6,7,9,10,10,11,13,16,17,19,20,22,23,25,32,32,34,35),
                  e = c(rep(1, 21), 1,1,1,0,1,0,1,0,0,1,1,0,0,0,1,1,0,0,0,0,0), g = rep(0:1, each = 21))
six$s <- rep(1:3, 14)
six$k <- rep(c("a", "b", "c"), length.out = 42)
lungs <- lung[1:60, ]
made <- data.frame(t = c(28,28,56,84,84,84,140,168,168,364,364,364, 56,56,112,112,112,196,224,364,364,364,364,364, 28,84,84,168,196,196,252,252,280,336,364,364),
                   e = c(1,0,1,1,1,0,1,1,0,0,0,0, 1,1,1,0,1,0,1,0,0,0,0,0, 0,1,1,1,0,1,0,1,1,1,0,0), g = rep(0:2, each = 12), s = rep(1:2, 18))

given <- function(name, d, ...) c(list(time = arr(paste0(name, "_t"), d$t), event = arr(paste0(name, "_e"), d$e)), list(...))
sets <- list(six = six[six$g == 1, ], placebo = six[six$g == 0, ], lung = data.frame(t = lungs$time, e = lungs$status - 1), made = made,
             last = data.frame(t = c(1,2,3,4), e = c(1,1,1,1)))
days <- list(six = c(6, 10, 16, 22, 35), placebo = c(1, 8, 12, 22), lung = c(100, 300, 500), made = c(56, 168, 250), last = c(1, 2.5, 3))
case("kaplan_meier_survfit", "kaplan_meier", "kaplan_meier", "R 4.2.2, package survival, survfit, conf.type log-log, plain and log", "1.0e-9", digits, "survival.R", TRUE)
for (n in names(sets)) for (k in c("log-log", "plain", "log")) {
  f <- summary(survfit(Surv(t, e) ~ 1, sets[[n]], conf.type = k), times = days[[n]])
  o <- list()
  for (i in seq_along(f$time)) o <- c(o, setNames(list(f$surv[i], f$std.err[i], f$lower[i], f$upper[i]), paste(c("share", "error", "low", "high"), f$time[i])))
  row(paste(n, k), given(n, sets[[n]], days = I(days[[n]]), interval = k), o)
}
case("quantiles_survfit", "quantiles", "median_time", "R 4.2.2, package survival, quantile of survfit; NA of an upper limit is infinity here", "1.0e-9", digits, "survival.R")
for (n in names(sets)) for (k in c("log-log", "plain", "log")) {
  f <- quantile(survfit(Surv(t, e) ~ 1, sets[[n]], conf.type = k), c(.1, .25, .5))
  o <- list()
  for (i in 1:3) o <- c(o, setNames(lapply(list(f$quantile[i], f$lower[i], f$upper[i]), function(x) if (is.na(x)) Inf else unname(x)), paste(c("estimate", "low", "high"), c(.1, .25, .5)[i])))
  row(paste(n, k), given(n, sets[[n]], shares = I(c(.1, .25, .5)), interval = k), o)
}
both <- function(d) list(time = arr("both_t", d$t), event = arr("both_e", d$e), group = arr("both_g", d$g))
three <- function(d) list(time = arr("made_t", d$t), event = arr("made_e", d$e), group = arr("made_g", d$g))
tested <- function(f) {
  total <- function(x) if (is.matrix(x)) rowSums(x) else x
  o <- list(statistic = f$chisq, df = length(f$n) - 1, p_value = pchisq(f$chisq, length(f$n) - 1, lower.tail = FALSE))
  for (i in seq_along(f$n)) o <- c(o, setNames(list(total(f$obs)[i], total(f$exp)[i]), paste(c("observed", "expected"), i - 1)))
  lapply(o, unname)
}
case("log_rank_survdiff", "log_rank", c("log_rank", "weighted_log_rank", "stratified_log_rank"), "R 4.2.2, package survival, survdiff, with and without strata and rho", "1.0e-9", digits, "survival.R", TRUE)
for (r in c(0, 0.5, 1)) {
  row(paste("two groups, rho", r), c(both(six), rho = r), tested(survdiff(Surv(t, e) ~ g, six, rho = r)))
  row(paste("two groups, three strata, rho", r), c(both(six), list(stratum = arr("both_s", six$s), rho = r)), tested(survdiff(Surv(t, e) ~ g + strata(s), six, rho = r)))
  row(paste("three groups, rho", r), c(three(made), rho = r), tested(survdiff(Surv(t, e) ~ g, made, rho = r)))
  row(paste("three groups, two strata, rho", r), c(three(made), list(stratum = arr("made_s", made$s), rho = r)), tested(survdiff(Surv(t, e) ~ g + strata(s), made, rho = r)))
}
# Group 0 has strata of its own: R's survdiff cannot solve it (singular); what is left is the other two in their stratum.
alone <- data.frame(t = c(3,5,8,9,12,2,4,6,7,10,1,3,3,6,8), e = c(1,1,0,1,1,1,1,0,1,1,1,1,1,0,1), g = rep(0:2, each = 5), s = rep(c(1, 2, 2), each = 5))
case("log_rank_group_alone", "log_rank", "stratified_log_rank", "R 4.2.2, package survival, survdiff of the two groups that share a stratum", "1.0e-9", digits, "survival.R", TRUE)
f <- survdiff(Surv(t, e) ~ g, alone[alone$g > 0, ])
row("a group alone in its stratum", list(time = I(alone$t), event = I(alone$e), group = I(alone$g), stratum = I(alone$s)),
    list(statistic = f$chisq, df = 1, p_value = pchisq(f$chisq, 1, lower.tail = FALSE)))
case("exact_log_rank_coin", "exact_log_rank", "exact_log_rank", "R 4.2.2, package coin, logrank_test, exact distribution, ties.method mid-ranks", "1.0e-9", digits, "survival.R", TRUE)
for (n in c("few", "twelve", "twenty")) {
  d <- list(few = six[c(1:5, 22:27), ], twelve = made[c(1:6, 13:18), ], twenty = made[c(3:10, 15:22), ])[[n]]
  row(n, list(time = arr(paste0(n, "_t"), d$t), event = arr(paste0(n, "_e"), d$e), group = arr(paste0(n, "_g"), d$g)),
      list(p_value = as.numeric(pvalue(logrank_test(Surv(t, e) ~ factor(g), data = d, distribution = "exact")))))
}
case("restricted_mean_survfit", "restricted_mean", "restricted_mean", "R 4.2.2, package survival, print of survfit, rmean", "1.0e-9", digits, "survival.R", TRUE)
tau <- list(six = c(10, 23, 35), placebo = c(5, 12.5, 35), lung = c(200, 365), made = c(84, 250, 364))
for (n in names(tau)) for (day in tau[[n]]) {
  f <- survival:::survmean(survfit(Surv(t, e) ~ 1, sets[[n]]), rmean = day)$matrix
  row(paste(n, "to", day), given(n, sets[[n]], day = day), list(estimate = unname(f["rmean"]), error = unname(f["se(rmean)"])))
}
case("restricted_contrast_survfit", "restricted_contrast", c("restricted_mean_difference", "restricted_mean_ratio"), "R 4.2.2, package survival, rmean of survfit of each group; difference and ratio by hand from its means and errors", "1.0e-9", digits, "survival.R", TRUE)
for (day in c(12, 35)) {
  f <- survival:::survmean(survfit(Surv(t, e) ~ g, six), rmean = day)$matrix
  m <- f[, "rmean"]; s <- f[, "se(rmean)"]; z <- qnorm(.975)
  d <- unname(m[2] - m[1]); e <- sqrt(sum(s^2)); l <- unname(log(m[2] / m[1])); q <- sqrt(sum((s / m)^2))
  row(paste("difference to", day), c(both(six), list(day = day, ratio = "false")), list(estimate = d, low = d - z * e, high = d + z * e, p_value = 2 * pnorm(-abs(d / e))))
  row(paste("ratio to", day), c(both(six), list(day = day, ratio = "true")), list(estimate = exp(l), low = exp(l - z * q), high = exp(l + z * q), p_value = 2 * pnorm(-abs(l / q))))
}
