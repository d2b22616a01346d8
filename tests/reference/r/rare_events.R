# Oracles for rare events in two arms: metafor, base R, and likelihoods written plainly. Run: Rscript rare_events.R
suppressMessages(library(metafor)); source("emit.R")
w <- dat.nielweise2007
sets <- list(
  few = list(a = c(1, 0, 3, 2), n1 = c(20, 12, 30, 25), c = c(0, 0, 1, 0), n2 = c(20, 12, 30, 25)),
  catheters = list(a = w$ai, n1 = w$n1i, c = w$ci, n2 = w$n2i),
  bcg = list(a = dat.bcg$tpos, n1 = dat.bcg$tpos + dat.bcg$tneg, c = dat.bcg$cpos, n2 = dat.bcg$cpos + dat.bcg$cneg))
said <- c(few = "four small trials", catheters = "Niel-Weise 2007, catheters (metadat dat.nielweise2007)", bcg = "BCG vaccine (metadat dat.bcg)")
metafor_is <- paste0("R ", getRversion(), ", metafor ", packageVersion("metafor"))
given <- function(name) { s <- sets[[name]]; list(events = arr(paste0(name, "_x"), rbind(s$a, s$c)), n = arr(paste0(name, "_n"), rbind(s$n1, s$n2))) }
arr <- function(name, x) { if (name %in% .named) return(structure(paste0("*", name), class = "anchor")); .named <<- c(.named, name)
  structure(paste0("&", name, " ", flow(x)), class = "anchor") }

case("peto_r", "peto", "peto", paste0(metafor_is, ", rma.peto"), 1e-6, "closed form", "rare_events.R")
for (name in names(sets)) { s <- sets[[name]]; f <- rma.peto(ai = s$a, n1i = s$n1, ci = s$c, n2i = s$n2)
  row(said[[name]], given(name), list(estimate = as.numeric(f$beta), se = f$se, low = f$ci.lb, high = f$ci.ub, p = f$pval, q = f$QE, q_p = f$QEp)) }
case("mantel_haenszel_r", "mantel_haenszel", c("mantel_haenszel_or", "mantel_haenszel_rd"), paste0(metafor_is, ", rma.mh; CMH test without correction"), 1e-6, "closed form", "rare_events.R")
for (name in names(sets)) { s <- sets[[name]]
  f <- rma.mh(measure = "OR", ai = s$a, n1i = s$n1, ci = s$c, n2i = s$n2, correct = FALSE)
  d <- rma.mh(measure = "RD", ai = s$a, n1i = s$n1, ci = s$c, n2i = s$n2)
  row(said[[name]], given(name), list(estimate = as.numeric(f$beta), se = f$se, low = f$ci.lb, high = f$ci.ub, cmh = f$MH, cmh_p = f$MHp,
      difference = as.numeric(d$beta), difference_se = d$se)) }
added <- function(s) { o <- s$a + s$c > 0 & s$a + s$c < s$n1 + s$n2; a <- s$a[o]; b <- s$n1[o] - a; c <- s$c[o]; d <- s$n2[o] - c; z <- a == 0 | b == 0 | c == 0 | d == 0
  rma.mh(measure = "OR", ai = a + z / 2, bi = b + z / 2, ci = c + z / 2, di = d + z / 2, add = 0, to = "none") }
case("mantel_haenszel_corrected_r", "mantel_haenszel_corrected", "mantel_haenszel_corrected", paste0(metafor_is, ", rma.mh after 0.5 was added to each cell of trials with an empty cell, double-zero trials left out"), 1e-6, "closed form", "rare_events.R")
for (name in c("few", "catheters")) { f <- added(sets[[name]]); row(said[[name]], given(name), list(estimate = as.numeric(f$beta), se = f$se, low = f$ci.lb, high = f$ci.ub, p = f$pval)) }
case("exact_r", "exact", "exact_odds_ratio", paste0("R ", getRversion(), ", package stats, mantelhaen.test(exact = TRUE) without strata without events"), 2e-3, "mantelhaen.test finds odds ratios by uniroot to about 1e-4 of a share", "rare_events.R", relative = TRUE)
for (name in c("few", "catheters")) { s <- sets[[name]]; o <- s$a + s$c > 0; t <- array(rbind(s$a, s$c, s$n1 - s$a, s$n2 - s$c)[, o], c(2, 2, sum(o)))
  e <- mantelhaen.test(t, exact = TRUE); row(said[[name]], given(name), list(odds = unname(e$estimate), odds_low = e$conf.int[1], odds_high = e$conf.int[2], p = e$p.value)) }
glmms <- list(unconditional = "UM.FS", approximate = "CM.AL")
for (model in names(glmms)) {
  case(paste0("glmm_", model, "_r"), paste0("glmm_", model), paste0("odds_ratio_glmm_", tolower(chartr(".", "_", glmms[[model]]))), paste0(metafor_is, ", rma.glmm, measure OR, model ", glmms[[model]], ", 25 points of quadrature (lme4 ", packageVersion("lme4"), ")"),
       5e-4, "glmer stops early on a flat likelihood with many coefficients; its Hessian is by finite differences", "rare_events.R")
  for (name in names(sets)) { s <- sets[[name]]
    f <- rma.glmm(measure = "OR", ai = s$a, n1i = s$n1, ci = s$c, n2i = s$n2, model = glmms[[model]], nAGQ = 25)
    row(said[[name]], given(name), list(estimate = as.numeric(f$beta), se = f$se, tau2 = f$tau2, q_lrt = f$QE.LRT)) }
}
# the likelihoods written plainly: integrate() over the true log odds ratio; for two binomials each trial's level is maximised inside
conditional <- function(a, n1, c, n2, t) { k <- max(0, a + c - n2):min(n1, a + c); w <- lchoose(n1, k) + lchoose(n2, a + c - k)
  sapply(t, function(b) { l <- w + k * b; exp(lchoose(n1, a) + lchoose(n2, c) + a * b - max(l)) / sum(exp(l - max(l))) }) }
binomials <- function(a, n1, c, n2, t, level) dbinom(a, n1, plogis(level + t / 2)) * dbinom(c, n2, plogis(level - t / 2))
mixed <- function(f, mu, tau) if (tau < 1e-7) f(mu) else integrate(function(z) f(mu + tau * z) * dnorm(z), -8, 8, rel.tol = 1e-10, subdivisions = 1000)$value
one <- list(
  conditional = function(s, i, mu, tau) log(mixed(function(t) conditional(s$a[i], s$n1[i], s$c[i], s$n2[i], t), mu, tau)),
  unconditional = function(s, i, mu, tau) optimize(function(level) log(mixed(function(t) binomials(s$a[i], s$n1[i], s$c[i], s$n2[i], t, level), mu, tau)), c(-9, 1), maximum = TRUE, tol = 1e-9)$objective)
for (model in names(one)) {
  case(paste0("glmm_", model, "_plain"), paste0("glmm_", model), c(conditional = "odds_ratio_glmm_cm_el", unconditional = "odds_ratio_glmm_um_fs")[[model]], "The likelihood with integrate(), maximised by optim (Nelder and Mead); Hessian by central differences of 1e-2", 3e-5, "the Hessian of differences, and the maximum is flat", "rare_events.R", oracle = "NUM")
  s <- lapply(sets$catheters, function(v) v[sets$catheters$a + sets$catheters$c > 0])
  ll <- function(b) sum(sapply(seq_along(s$a), function(i) one[[model]](s, i, b[1], abs(b[2]))))
  o <- optim(c(-1.2, 0.6), function(b) -ll(b), control = list(reltol = 1e-13)); h <- 1e-2; e <- diag(2) * h; m <- o$par
  d2 <- function(i, j) (ll(m + e[i, ] + e[j, ]) - ll(m + e[i, ] - e[j, ]) - ll(m - e[i, ] + e[j, ]) + ll(m - e[i, ] - e[j, ])) / (4 * h^2)
  H <- -matrix(c(d2(1, 1), d2(1, 2), d2(2, 1), d2(2, 2)), 2)
  row(said[["catheters"]], given("catheters"), list(estimate = m[1], tau = abs(m[2]), se = sqrt(solve(H)[1, 1])))
}
# beta-binomial regression, plainly: lbeta and optim
case("beta_binomial_plain", "beta_binomial", "beta_binomial_odds_ratio", "The beta-binomial likelihood with lbeta, maximised by optim (BFGS after Nelder and Mead), Hessian by optimHess", 1e-3, "optimHess takes finite differences of 1e-3", "rare_events.R", oracle = "NUM")
for (name in "catheters") { s <- sets[[name]]; x <- c(s$a, s$c); n <- c(s$n1, s$n2); arm <- rep(1:0, each = length(s$a))
  nll <- function(b) { p <- plogis(b[1] + b[2] * arm); r <- plogis(b[3]); m <- (1 - r) / r; -sum(lchoose(n, x) + lbeta(x + p * m, n - x + (1 - p) * m) - lbeta(p * m, (1 - p) * m)) }
  o <- optim(c(qlogis((sum(s$c) + 0.5) / (sum(s$n2) + 1)), 0, -4), nll, control = list(maxit = 20000, reltol = 1e-15)); o <- optim(o$par, nll, method = "BFGS", control = list(reltol = 1e-15))
  h <- optimHess(o$par, nll); row(said[[name]], given(name), list(estimate = o$par[2], se = sqrt(solve(h)[2, 2]))) }
