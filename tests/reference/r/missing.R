# Missing values in R: prints the cases of records/reference/statistics/missing.yaml.
# Rscript tests/reference/r/missing.R
suppressPackageStartupMessages(library(mice))
show <- function(x) sprintf("%.12g", x)
vector <- function(x) paste0("[", paste(ifelse(is.na(x), ".nan", as.character(x)), collapse = ", "), "]")
case <- function(name, check, covers, source, oracle, tolerance, because, relative = FALSE) {
  cat(sprintf("%s:\n  check: %s\n  covers: [%s]\n  source: \"%s\"\n  oracle: %s\n  program: r/missing.R\n", name, check, covers,
              source, oracle))
  cat(sprintf("  tolerance: %s\n%s  because: %s\n  rows:\n", tolerance, if (relative) "  relative: true\n" else "", because))
}
row <- function(name, given, oracle) {
  cat(sprintf("    - name: %s\n      given:\n", name))
  for (one in names(given)) cat(sprintf("        %s: %s\n", one, given[[one]]))
  cat("      oracle: {", paste(sprintf("%s: %s", names(oracle), show(unlist(oracle))), collapse = ", "), "}\n", sep = "")
}
cat("# Missing values beside R; printed by tests/reference/r/missing.R.\n")

case("rubin_r", "pool", "rubin", paste0("R ", getRversion(), ", package mice ", packageVersion("mice"), ", pool.scalar"), "R",
     "1.0e-9", "twelve digits are printed", TRUE)
rubin <- function(name, q, se, df) {
  r <- pool.scalar(q, se^2, n = df + 1, k = 1)
  given <- list(estimates = vector(q), errors = vector(se))
  if (is.finite(df)) given$df <- df
  half <- qt(0.975, r$df) * sqrt(r$t)
  row(name, given, list(estimate = r$qbar, error = sqrt(r$t), df = r$df, within = r$ubar, between = r$b,
      missing_information = r$fmi, low = r$qbar - half, high = r$qbar + half, p_value = 2 * pt(-abs(r$qbar) / sqrt(r$t), r$df)))
}
rubin("five imputations of 24 women", c(-8.1, -10.4, -6.9, -9.7, -7.7), c(3.1, 2.9, 3.4, 3.0, 3.2), 21)
rubin("ten imputations of 10 women", c(0.2, 0.9, -0.3, 0.5, 0.7, 1.1, -0.1, 0.4, 0.6, 0.8), c(0.5, 0.45, 0.6, 0.52, 0.48, 0.55, 0.5,
      0.47, 0.51, 0.53), 7)
rubin("many women", c(1.2, 1.5, 1.1, 1.4), c(0.3, 0.31, 0.29, 0.3), 2000)

# Twenty-four women of an imagined trial, FSH (IU/L) before and at three visits; seven leave.
x <- c(48, 55, 61, 67, 72, 58, 64, 50, 69, 75, 53, 60, 49, 57, 62, 66, 71, 59, 63, 52, 68, 74, 54, 61)
y <- cbind(c(30.1, 35.2, 39.9, 38.2, 46.7, 31.5, 40.2, 27.3, 45.5, 44.1, 33.6, 37.0, 22.9, 33.4, 30.3, 38.8, 35.1, 30.9, 36.4, 24.6, 39.2,
             36.6, 31.7, 29.5),
           c(31.4, NA, 37.7, 42.5, 47.1, 33.8, 36.6, 30.2, 41.9, 49.5, 30.8, 39.4, 25.5, NA, 27.9, 33.1, 39.6, 28.4, 33.3, 27.7, NA, 38.8,
             25.9, 31.2),
           c(33.6, NA, 40.1, 39.7, 50.2, NA, 39.3, 29.0, NA, 46.8, 34.9, 36.2, 21.8, NA, 30.7, 36.0, 34.4, NA, 29.5, 23.1, NA, 33.9, 30.2, NA))
arm <- rep(c("control", "cells"), each = 12)
last <- apply(!is.na(y), 1, function(z) max(which(z)))
# regressions of each visit on arm, baseline and the visits before, slopes shared by the arms: coefficients of posterior means
fit <- lapply(c(control = "control", cells = "cells"), function(a) lapply(1:3, function(t) {
  d <- data.frame(own = as.numeric(arm != a), x = x, y)[last >= t, ]
  coef(lm(reformulate(c("own", "x", if (t > 1) paste0("X", 1:(t - 1))), paste0("X", t)), d))[-2]
}))
course <- function(a, xi) { m <- numeric(3); for (t in 1:3) m[t] <- sum(fit[[a]][[t]] * c(1, xi, m[seq_len(t - 1)])); m }
expected <- function(assume) {
  z <- y
  for (i in which(last < 3)) {
    own <- course(arm[i], x[i]); ref <- course("control", x[i]); l <- last[i]; after <- (1:3) > l
    m <- switch(assume, at_random = own, jump_to_reference = ifelse(after, ref, own),
                copy_increments = ifelse(after, ref + own[l] - ref[l], own), copy_reference = ref)
    who <- if (assume == "at_random") arm[i] else "control"
    for (t in which(after)) z[i, t] <- m[t] + sum(fit[[who]][[t]][-(1:2)] * (z[i, seq_len(t - 1)] - m[seq_len(t - 1)]))
  }
  list(estimate = unname(coef(lm(z[, 3] ~ x + (arm == "cells")))[3]), mean_cells = mean(z[arm == "cells", 3]),
       mean_control = mean(z[arm == "control", 3]))
}
matrix_text <- function(y) paste0("[", paste(apply(y, 1, vector), collapse = ", "), "]")
why <- "4 Monte-Carlo errors of 4,000 imputations; the expected value over imputations is that of the fitted regressions"
for (assume in c("at_random", "jump_to_reference", "copy_increments", "copy_reference")) {
  case(assume, "imputed", if (assume == "at_random") "multiple_imputation" else assume,
       "expected completed data in closed form by R's lm, each visit on arm, baseline and the visits before", "NUM", "0.10", why)
  row("24 women of whom seven leave", list(values = matrix_text(y), arm = vector(arm), baseline = vector(x), assume = assume),
      expected(assume))
}

# The standard error, by mice: the same regressions drawn by its method norm.
d <- data.frame(cells = as.numeric(arm == "cells"), x = x, y)
order <- matrix(0, 5, 5, dimnames = list(names(d), names(d)))
order["X2", 1:3] <- 1
order["X3", 1:4] <- 1
drawn <- mice(d, m = 4000, maxit = 1, method = "norm", predictorMatrix = order, seed = 1, printFlag = FALSE)
fits <- sapply(complete(drawn, "all"), function(one) summary(lm(X3 ~ x + cells, one))$coefficients["cells", 1:2])
r <- pool.scalar(fits[1, ], fits[2, ]^2, n = 24, k = 3)
case("shared_slopes_mice", "pooled", "multiple_imputation", paste0("R ", getRversion(), ", package mice ", packageVersion("mice"),
     ", method norm with arm among the predictors, 4,000 imputations"), "R", "0.06",
     "4 Monte-Carlo errors of the difference of two estimates from 4,000 imputations; those of error and within are smaller")
row("24 women of whom seven leave", list(values = matrix_text(y), arm = vector(arm), baseline = vector(x)),
    list(estimate = r$qbar, error = sqrt(r$t), within = r$ubar))

# Tipping point: five completed data sets (the expected values and fixed deviations), delta in the cells arm, lm, pool.scalar, uniroot.
case("tipping_r", "tipping", "tipping_point", paste0("R ", getRversion(), ", lm and mice ", packageVersion("mice"),
     " pool.scalar over a delta, uniroot"), "R", "1.0e-6", "uniroot to 1e-10 of a p-value")
z <- y[, 3]; gone <- is.na(z)
completed <- sapply(1:5, function(k) { w <- z; w[gone] <- round(0.5 * x[gone] - 6 * (arm[gone] == "cells") + 4 * sin(k * seq_len(sum(gone))), 2); w })
p_value <- function(delta) {
  f <- apply(completed, 2, function(w) summary(lm(I(w + delta * (gone & arm == "cells")) ~ x + (arm == "cells")))$coefficients[3, 1:2])
  r <- pool.scalar(f[1, ], f[2, ]^2, n = 24 - 3 + 1, k = 1)
  c(2 * pt(-abs(r$qbar) / sqrt(r$t), r$df), r$qbar)
}
stopifnot(p_value(0)[1] < 0.05)
tip <- uniroot(function(d) p_value(d)[1] - 0.05, c(0, 30), tol = 1e-10)$root
row("five completed data sets", list(completed = matrix_text(t(completed)), arm = vector(arm), baseline = vector(x),
    gone = paste0("[", paste(ifelse(gone, "true", "false"), collapse = ", "), "]")), list(delta = tip, p_value_at_0 = p_value(0)[1],
    p_value_at_5 = p_value(5)[1], estimate_at_5 = p_value(5)[2]))
