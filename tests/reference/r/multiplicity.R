# Several hypotheses. Run from this folder: Rscript multiplicity.R
suppressMessages({library(multcomp); library(mvtnorm)})
source("emit.R")
cat("# R ", as.character(getRversion()), ", multcomp ", as.character(packageVersion("multcomp")), ", mvtnorm ", as.character(packageVersion("mvtnorm")), "\n", sep = "")
families <- list(three = c(0.011, 0.03, 0.02), five = c(0.01, 0.02, 0.04, 0.04, 0.7), `four close` = c(0.024, 0.023, 0.049, 0.048), six = c(0.0004, 0.2, 0.013, 0.013, 0.9, 0.031), one = 0.04,
                 `seven` = c(0.011, 0.022, 0.033, 0.044, 0.055, 0.066, 0.008))
case("adjusted_p_adjust", "adjust", c("bonferroni", "holm", "hochberg", "hommel"), "R 4.2.2, package stats, p.adjust", "1.0e-9", "ten digits are printed", "multiplicity.R", TRUE)
for (m in c("bonferroni", "holm", "hochberg", "hommel")) for (n in names(families)) {
  a <- p.adjust(families[[n]], m)
  row(paste0(n, ", ", m), list(p_values = I(families[[n]]), method = m), setNames(as.list(a), paste("p", seq_along(a))))
}
# closed test: every intersection by weighted Bonferroni; its weights are where a random walk along the arrows, begun at the
# weights, first meets it
subsets <- function(m) lapply(1:(2^m - 1), function(k) which(bitwAnd(k, 2^(0:(m - 1))) > 0))
closed <- function(w, G, p) {
  m <- length(w); a <- numeric(m)
  for (I in subsets(m)) {
    J <- setdiff(1:m, I); v <- w[I]
    if (length(J)) v <- v + as.vector(w[J] %*% solve(diag(length(J)) - G[J, J, drop = FALSE], G[J, I, drop = FALSE]))
    q <- min(1, min(ifelse(v > 1e-12, p[I] / v, Inf)))
    a[I] <- pmax(a[I], q)
  }
  a
}
graphs <- list(
  gatekeeping = list(w = c(.5, .5, 0, 0), G = rbind(c(0, .5, .5, 0), c(.5, 0, 0, .5), c(0, 1, 0, 0), c(1, 0, 0, 0))),
  serial = list(w = c(.5, .5, 0, 0), G = rbind(c(0, 0, 1, 0), c(0, 0, 0, 1), c(0, 1, 0, 0), c(1, 0, 0, 0))),
  holm = list(w = rep(1/3, 3), G = (1 - diag(3)) / 2),
  sequence = list(w = c(1, 0, 0), G = rbind(c(0, 1, 0), c(0, 0, 1), c(0, 0, 0))),
  fallback = list(w = c(.5, .3, .2), G = rbind(c(0, 1, 0), c(0, 0, 1), c(.4, .5, 0))),
  open = list(w = c(.4, .3, 0, .1), G = rbind(c(0, .3, .3, .2), c(.25, 0, .25, 0), c(.1, 0, 0, .6), c(0, .5, 0, 0))))
values <- list(gatekeeping = list(c(.01, .005, .1, .5), c(.024, .012, .0124, .03), c(.04, .013, .001, .001), c(.6, .0004, .02, .003)), serial = list(c(.01, .03, .02, .02), c(.024, .024, .5, .01)),
               holm = list(c(.011, .03, .02)), sequence = list(c(.01, .03, .02), c(.03, .01, .02)), fallback = list(c(.012, .2, .004), c(.03, .012, .03)), open = list(c(.004, .03, .02, .001), c(.2, .001, .04, .03)))
case("graphs_closed", "graphical", c("graphical", "fixed_sequence"), "closed test of all intersections by weighted Bonferroni, weights by absorption of a random walk; the graph with gatekeeping is that of Bretz and others 2009 (recalled)", "1.0e-9", "ten digits are printed", "multiplicity.R", TRUE, "NUM")
for (n in names(graphs)) for (k in seq_along(values[[n]])) {
  g <- graphs[[n]]; a <- closed(g$w, g$G, values[[n]][[k]])
  row(paste(n, k), list(weights = I(g$w), transitions = g$G, p_values = I(values[[n]][[k]])), setNames(as.list(a), paste("p", seq_along(a))))
}
# Dunnett: adaptive quadrature of the double integral, and multcomp on data
inside <- function(q, n, df, side) {
  l <- sqrt(n[-1] / (n[-1] + n[1])); o <- sqrt(1 - l^2)
  given <- function(s) sapply(s, function(one) integrate(function(z) {
    v <- dnorm(z)
    for (i in seq_along(l)) { u <- pnorm((q * one - l[i] * z) / o[i]); v <- v * (if (side == 0) u - pnorm((-q * one - l[i] * z) / o[i]) else u) }
    v }, -9, 9, rel.tol = 1e-11, subdivisions = 2000)$value)
  integrate(function(s) given(s) * dchisq(df * s^2, df) * 2 * df * s, 0, 3 + 10 / sqrt(df), rel.tol = 1e-10, subdivisions = 2000)$value
}
case("dunnett_quadrature", "dunnett_critical", c("dunnett", "step_down_dunnett"), "adaptive quadrature of the double integral (R integrate, 1e-10), root by uniroot", "1.0e-7", "the quadrature and the root are good to eight digits", "multiplicity.R", FALSE, "NUM")
for (set in list(list(c(6, 6, 6, 6), 20, 0), list(c(6, 6, 6, 6), 20, 1), list(c(12, 6, 6, 6, 6), 31, 0), list(c(4, 3, 5), 9, 0), list(c(20, 20, 10), 47, 1), list(c(3, 3, 3), 6, 0)))
  for (level in c(.95, .9)) row(paste(paste(set[[1]], collapse = " "), "df", set[[2]], "side", set[[3]], level), list(sizes = I(set[[1]]), df = set[[2]], side = set[[3]], level = level),
    list(critical = uniroot(function(q) inside(q, set[[1]], set[[2]], set[[3]]) - level, c(0.5, 6), tol = 1e-11)$root))
set.seed(5)
d <- list(equal = data.frame(y = round(rnorm(24, c(0, .8, 1.2, .3)[rep(1:4, each = 6)]), 2), g = rep(0:3, each = 6)),
          unequal = data.frame(y = round(rnorm(22, c(0, .9, 1.6)[rep(1:3, c(10, 5, 7))]), 2), g = rep(0:2, c(10, 5, 7))))
case("dunnett_multcomp", "dunnett", c("dunnett", "step_down_dunnett"), "R 4.2.2, package multcomp, glht with Dunnett contrasts, single-step and free (step-down); mvtnorm, GenzBretz at 1e-6", "2.0e-4", "mvtnorm integrates by quasi Monte Carlo, and its quantiles are good to 1e-4", "multiplicity.R")
for (n in names(d)) for (side in c(0, 1)) {
  e <- d[[n]]; e$g <- factor(e$g)
  m <- glht(aov(y ~ g, e), linfct = mcp(g = "Dunnett"), alternative = if (side == 0) "two.sided" else "greater")
  s <- summary(m, test = adjusted("single-step", maxpts = 2e5, abseps = 1e-6, releps = 0))$test
  f <- summary(m, test = adjusted("free", maxpts = 2e5, abseps = 1e-6, releps = 0))$test
  ci <- confint(m, calpha = adjusted_calpha(maxpts = 2e5, abseps = 1e-6, releps = 0))$confint
  o <- list()
  for (i in seq_along(s$tstat)) o <- c(o, setNames(list(unname(s$coefficients[i]), unname(s$tstat[i]), s$pvalues[i], f$pvalues[i], ci[i, "lwr"], ci[i, "upr"]), paste(c("estimate", "t", "p", "step-down", "low", "high"), i)))
  row(paste(n, "side", side), list(values = arr(paste0(n, "_y"), d[[n]]$y), group = arr(paste0(n, "_g"), d[[n]]$g), control = 0, side = side), o)
}
