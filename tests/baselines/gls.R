# Fits of R's nlme::gls for `python -m tests.baselines.statistics`: trial, converged, processor seconds, seconds, estimate.
suppressMessages(library(nlme))
d <- read.csv(commandArgs(TRUE)[1])
d$v <- factor(d$visit)
last <- max(d$visit)
for (k in unique(d$trial)) {
  one <- d[d$trial == k, ]
  before <- proc.time()
  f <- try(gls(y ~ 0 + v + v:baseline + v:low + v:high, one, correlation = corSymm(form = ~visit | id), weights = varIdent(form = ~1 | v),
               method = "REML"), silent = TRUE)
  spent <- proc.time() - before
  fitted <- !inherits(f, "try-error")
  cat(k, as.integer(fitted), spent[["user.self"]] + spent[["sys.self"]], spent[["elapsed"]], if (fitted) coef(f)[[paste0("v", last, ":high")]] else NA, "\n")
}
