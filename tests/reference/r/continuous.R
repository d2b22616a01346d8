# Continuous endpoints in R: prints the cases of records/reference/statistics/continuous.yaml that say "program: r/continuous.R".
# Rscript tests/reference/r/continuous.R
suppressPackageStartupMessages({library(sandwich); library(exactRankTests); library(survival); library(coin)})

show <- function(x) ifelse(is.infinite(x), ifelse(x > 0, ".inf", "-.inf"), sprintf("%.12g", x))
vector <- function(x) paste0("[", paste(ifelse(is.na(x), ".nan", as.character(x)), collapse = ", "), "]")
case <- function(name, check, covers, source, because, tolerance = "1.0e-9", relative = TRUE) {
  cat(sprintf("%s:\n  check: %s\n  covers: [%s]\n  source: \"R %s, %s\"\n  oracle: R\n  program: r/continuous.R\n", name, check,
              covers, getRversion(), source))
  cat(sprintf("  tolerance: %s\n%s  because: %s\n  rows:\n", tolerance, if (relative) "  relative: true\n" else "", because))
}
row <- function(name, given, oracle) {
  cat(sprintf("    - name: %s\n      given:\n", name))
  for (one in names(given)) cat(sprintf("        %s: %s\n", one, given[[one]]))
  cat("      oracle: {", paste(sprintf("%s: %s", names(oracle), show(unlist(oracle))), collapse = ", "), "}\n", sep = "")
}
version <- function(package) paste0(package, " ", packageVersion(package))

# twelve women of an imagined trial: FSH (IU/L) after six months and before, and two larger samples with ties
a <- c(31.2, 44.8, 52.3, 28.9, 61.0, 39.5); b <- c(58.4, 71.9, 49.6, 66.2, 80.3, 62.7)
a0 <- c(55.1, 60.2, 71.4, 49.8, 77.7, 58.3); b0 <- c(60.3, 75.5, 52.1, 61.7, 83.9, 66.0)
ta <- c(3, 5, 5, 2, 7, 8, 5, 1); tb <- c(6, 9, 5, 8, 9, 7, 10)

case("student_r", "t_test", "pooled_t", "package stats, t.test(var.equal = TRUE)", "twelve digits are printed")
r <- t.test(a, b, var.equal = TRUE)
row("six and six", list(treated = vector(a), control = vector(b)), list(estimate = mean(a) - mean(b), low = r$conf.int[1],
    high = r$conf.int[2], p_value = r$p.value, df = r$parameter, statistic = r$statistic))
r <- t.test(ta, tb, var.equal = TRUE, conf.level = 0.9)
row("eight and seven at 90 percent", list(treated = vector(ta), control = vector(tb), level = "0.9"), list(low = r$conf.int[1],
    high = r$conf.int[2], p_value = r$p.value, df = r$parameter))
case("welch_r", "welch_test", "welch", "package stats, t.test", "twelve digits are printed")
r <- t.test(a, b)
row("six and six", list(treated = vector(a), control = vector(b)), list(estimate = mean(a) - mean(b), low = r$conf.int[1],
    high = r$conf.int[2], p_value = r$p.value, df = r$parameter, statistic = r$statistic))
case("paired_r", "paired_t_test", "paired_difference", "package stats, t.test(paired = TRUE)", "twelve digits are printed")
r <- t.test(a, a0, paired = TRUE)
row("six women before and after", list(after = vector(a), before = vector(a0)), list(estimate = r$estimate, low = r$conf.int[1],
    high = r$conf.int[2], p_value = r$p.value, df = r$parameter))
case("geometric_r", "geometric_mean_ratio", "ratio_of_geometric_means", "package stats, t.test of logarithms",
     "twelve digits are printed")
r <- t.test(log(a), log(b))
row("six and six", list(treated = vector(a), control = vector(b)), list(estimate = exp(mean(log(a)) - mean(log(b))),
    low = exp(r$conf.int[1]), high = exp(r$conf.int[2]), p_value = r$p.value, df = r$parameter))

case("mann_whitney_r", "rank_sum_test", "mann_whitney, shift", "package stats, wilcox.test(exact, conf.int)",
     "twelve digits are printed")
for (k in 1:2) {
  x <- if (k == 1) a else c(a, 90.1, 12.3, 47.7); y <- if (k == 1) b else c(b, 45.1)
  r <- wilcox.test(x, y, exact = TRUE, conf.int = TRUE)
  row(c("six and six", "nine and seven")[k], list(treated = vector(x), control = vector(y)), list(estimate = r$estimate,
      low = r$conf.int[1], high = r$conf.int[2], p_value = r$p.value, statistic = r$statistic))
}
case("mann_whitney_ties_r", "rank_sum_test", "mann_whitney", paste0("packages ", version("exactRankTests"),
     " (wilcox.exact) and ", version("coin"), " (wilcox_test, exact; checked equal)"), "twelve digits are printed")
tied <- list("eight and seven" = list(ta, tb), "many below detection" = list(c(1, 1, 1, 2.5, 1, 3.1), c(1, 4.4, 5.2, 3.1, 1, 6.6)))
for (name in names(tied)) {
  x <- tied[[name]][[1]]; y <- tied[[name]][[2]]
  p <- wilcox.exact(x, y)$p.value
  g <- factor(rep(1:2, c(length(x), length(y))))
  stopifnot(all.equal(p, as.numeric(coin::pvalue(coin::wilcox_test(c(x, y) ~ g, distribution = "exact")))))
  row(name, list(treated = vector(x), control = vector(y)), list(p_value = p))
}
case("mann_whitney_large_r", "rank_sum_test", "mann_whitney", "package stats, wilcox.test (normal, ties and continuity)",
     "twelve digits are printed")
x <- round(40 + 15 * sin(1:33), 0); y <- round(46 + 15 * cos(1:34), 0)
row("thirty-three and thirty-four with ties", list(treated = vector(x), control = vector(y)),
    list(p_value = wilcox.test(x, y, exact = FALSE, correct = TRUE)$p.value))

case("ancova_hc3_r", "ancova_hc3", "ancova_hc3", paste0("lm with package ", version("sandwich"), ", vcovHC(type = 'HC3'), t with the residual df"),
     "twelve digits are printed")
hc3 <- function(name, m, term, given) {
  se <- sqrt(diag(vcovHC(m, type = "HC3")))[term]; e <- coef(m)[term]; df <- m$df.residual
  half <- qt(0.975, df) * se
  row(name, given, list(estimate = e, standard_error = se, low = e - half, high = e + half, p_value = 2 * pt(-abs(e / se), df),
      df = df))
}
boys8 <- c(26,21.5,23,25.5,20,24.5,22,24,23,27.5,23,21.5,17,22.5,23,22); girls8 <- c(21,21,20.5,23.5,21.5,20,21.5,23,20,16.5,24.5)
boys14 <- c(31,26.5,27.5,27,26,28.5,26.5,25.5,26,31.5,25,28,29.5,26,30,25)
girls14 <- c(23,25.5,26,26.5,23.5,22.5,25,24,21.5,19.5,28)
y <- c(boys14, girls14); x <- c(boys8, girls8); f <- rep(0:1, c(16, 11))
hc3("Potthoff and Roy age 14", lm(y ~ x + f), "f", list(values = vector(y), arm = vector(f), versus = "[1, 0]",
    covariates = sprintf("{age 8: %s}", vector(x))))
z <- c(a, b, 51.5, 47.2, 55.0, 60.9); z0 <- c(a0, b0, 59.9, 57.5, 62.8, 70.1); g <- rep(c("high", "control", "low"), c(6, 6, 4))
m <- lm(z ~ z0 + (g == "low") + (g == "high"))
hc3("three arms", m, 4, list(values = vector(z), arm = vector(g), versus = "[high, control]",
    covariates = sprintf("{baseline: %s}", vector(z0))))
case("ancova_r", "ancova", "ancova", "package stats, lm and confint", "twelve digits are printed")
r <- summary(m)$coefficients[4, ]; ci <- confint(m)[4, ]
row("three arms", list(values = vector(z), arm = vector(g), versus = "[high, control]", covariates =
    sprintf("{baseline: %s}", vector(z0))), list(estimate = r[1], standard_error = r[2], low = ci[1], high = ci[2],
    p_value = r[4], df = m$df.residual))

# Values below detection. survreg with left censoring; likelihood limits by moving the values and fitting without the arm.
tobit <- function(name, v, below, g, x = NULL) {
  one <- if (is.null(x)) rep(0, length(v)) else x
  S <- function(v) Surv(v, !below, type = "left")
  control <- survreg.control(rel.tolerance = 1e-14, maxiter = 200)
  m <- if (is.null(x)) survreg(S(v) ~ g, dist = "gaussian", control = control) else
    survreg(S(v) ~ x + g, dist = "gaussian", control = control)
  e <- coef(m)["g"]; se <- sqrt(diag(vcov(m)))["g"]
  fall <- function(d) {
    w <- v - d * g
    m0 <- if (is.null(x)) survreg(S(w) ~ 1, dist = "gaussian", control = control) else
      survreg(S(w) ~ x, dist = "gaussian", control = control)
    2 * (m$loglik[2] - m0$loglik[length(m0$loglik)])
  }
  limit <- function(side) uniroot(function(d) fall(d) - qchisq(0.95, 1), e + side * c(0.5, 5) * se, tol = 1e-12)$root
  given <- list(values = vector(v), below = paste0("[", paste(ifelse(below, "true", "false"), collapse = ", "), "]"),
                arm = vector(g), versus = "[1, 0]")
  if (!is.null(x)) given$covariates <- sprintf("{x: %s}", vector(x))
  row(name, given, list(estimate = e, standard_error = se, sigma = m$scale, log_likelihood = m$loglik[2], low = limit(-1),
      high = limit(1), p_value = pchisq(fall(0), 1, lower.tail = FALSE), wald_low = e - qnorm(0.975) * se,
      wald_high = e + qnorm(0.975) * se))
}
case("tobit_r", "tobit", "tobit", paste0("package ", version("survival"),
     ", survreg(dist = 'gaussian', left censored), likelihood limits by uniroot"), "R's root of the profile is good to eight digits", "1.0e-7")
v <- c(0.0, 0.5, 0.19, 0.5, 0.87, 0.64, 2.05, 0.5, 0.05, 2.39, 0.86, 1.14, 0.12, 0.5, 0.93, 1.41, 0.0, 0.5, 0.54, 0.5, 0.91, 1.96, 1.68, 1.3)
below <- c(1, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0) == 1
x <- c(0.35, 0.82, 0.33, -1.3, 0.91, 0.45, -0.54, 0.58, 0.36, 0.29, 0.03, 0.55, -0.74, -0.16, -0.48, 0.6, 0.04, -0.29, -0.78, -0.26, 0.01, -0.28, 1.29, 1.01)
g <- rep(1:0, each = 12)
tobit("limits of their own and a covariate", v, below, g, x)
tobit("without covariates", v, below, g)
amh <- log(c(0.1, 0.1, 0.1, 0.31, 0.1, 0.52, 0.24, 0.1, 0.1, 0.1, 0.18, 0.1)); low <- amh == log(0.1)
tobit("logarithm of AMH, two in three below 0.1 ng/mL", round(amh, 6), low, rep(1:0, each = 6))

case("gehan_r", "gehan", "gehan", paste0("package ", version("coin"), ", independence_test of the scores, exact; scores by double loop"),
     "twelve digits are printed")
more <- function(v, b, i, j) !b[i] && (if (b[j]) v[i] >= v[j] else v[i] > v[j])
scores <- function(v, b) sapply(seq_along(v), function(i) sum(sapply(seq_along(v), function(j) more(v, b, i, j) - more(v, b, j, i))))
gehan <- function(name, v, b, n) {
  s <- scores(v, b); k <- seq_along(v) <= n
  p <- as.numeric(coin::pvalue(independence_test(s ~ factor(k), distribution = "exact")))
  truth <- function(z) paste0("[", paste(ifelse(z, "true", "false"), collapse = ", "), "]")
  row(name, list(treated = vector(v[k]), treated_below = truth(b[k]), control = vector(v[!k]), control_below = truth(b[!k])),
      list(p_value = p, statistic = sum(s[k]), estimate = 0.5 + sum(s[k]) / (2 * n * (length(v) - n))))
}
gehan("limits of their own", v, below, 12)
gehan("one limit", c(1, 1, 1, 2.5, 1, 3.1, 1, 4.4, 5.2, 3.1, 1, 6.6), c(1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0) == 1, 6)

case("van_elteren_r", "van_elteren", "van_elteren", paste0("package ", version("coin"),
     ", independence_test of within-stratum ranks over (women + 1); p-value by every allocation (combn)"), "twelve digits are printed")
elteren <- function(name, v, k, s) {
  w <- ave(v, s, FUN = function(z) rank(z) / (length(z) + 1))
  test <- independence_test(w ~ factor(k, levels = c(TRUE, FALSE)) | factor(s))
  every <- Reduce(function(a, b) as.vector(outer(a, b, "+")), lapply(unique(s), function(one) combn(w[s == one],
                  sum(k[s == one]), function(z) sum(z) - sum(k[s == one]) / 2)))
  p <- mean(abs(every) >= abs(sum(w[k]) - sum(k) / 2) - 1e-9)
  row(name, list(treated = paste0("[", paste(ifelse(k, "true", "false"), collapse = ", "), "]"), values = vector(v),
      stratum = paste0("[", paste(s, collapse = ", "), "]")), list(p_value = p,
      statistic = as.numeric(statistic(test, "standardized"))))
}
elteren("two strata with ties", c(3, 5, 5, 2, 7, 8, 5, 1, 6, 9, 5, 8, 9, 7, 10), rep(c(TRUE, FALSE), c(8, 7)),
        c("a", "a", "b", "b", "a", "b", "a", "b", "a", "a", "b", "b", "b", "a", "b"))
