# Oracles for pooled shares: metafor, and base R for what metafor has not. Run: Rscript proportions.R
suppressMessages(library(metafor)); source("emit.R")
sets <- list(
  few = list(x = c(0, 2, 5, 1, 3), n = c(6, 6, 20, 10, 30)),
  pritz = list(x = dat.pritz1997$xi, n = dat.pritz1997$ni),
  debruin = list(x = dat.debruin2009$xi, n = dat.debruin2009$ni))
said <- c(few = "few women", pritz = "Pritz 1997, nasal scans (metadat dat.pritz1997)", debruin = "de Bruin 2009, standard care (metadat dat.debruin2009)")
metafor_is <- paste0("R ", getRversion(), ", metafor ", packageVersion("metafor"))
given <- function(name) list(events = arr(paste0(name, "_x"), sets[[name]]$x), n = arr(paste0(name, "_n"), sets[[name]]$n))

case("glmm_r", "glmm", c("proportion_glmm", "proportion_glmm_wald"), paste0(metafor_is, ", rma.glmm, measure PLO, 25 points of quadrature (lme4 ", packageVersion("lme4"), ")"), 2e-4,
     "glmer stops at a relative change of 1e-8 of its objective and takes its Hessian by finite differences", "proportions.R")
for (name in names(sets)) {
  s <- sets[[name]]; f <- rma.glmm(measure = "PLO", xi = s$x, ni = s$n, nAGQ = 25); p <- predict(f, transf = transf.ilogit)
  row(said[[name]], given(name), list(estimate = as.numeric(f$beta), se = f$se, tau2 = f$tau2, share = p$pred, low = p$ci.lb, high = p$ci.ub,
      q_lrt = f$QE.LRT, q_lrt_p = f$QEp.LRT))
}
case("glmm_wald_q_r", "glmm", "proportion_glmm", paste0(metafor_is, ", rma.glmm, measure PLO: Wald Q of the model with a share for each study"), 2e-5,
     "a study without events or with events only has an infinite logit; metafor stops its iterations at 1e-8 of the deviance", "proportions.R")
for (name in names(sets)) { s <- sets[[name]]; f <- rma.glmm(measure = "PLO", xi = s$x, ni = s$n); row(said[[name]], given(name), list(q_wald = f$QE.Wld)) }

case("glmm_t_r", "glmm_t", "proportion_glmm_t", paste0(metafor_is, ", rma.glmm, measure PLO, test = t, 25 points of quadrature"), 2e-4,
     "glmer stops at a relative change of 1e-8 of its objective and takes its Hessian by finite differences", "proportions.R")
for (name in names(sets)) { s <- sets[[name]]; f <- rma.glmm(measure = "PLO", xi = s$x, ni = s$n, nAGQ = 25, test = "t"); p <- predict(f)
  row(said[[name]], given(name), list(low = f$ci.lb, high = f$ci.ub, prediction_low = p$pi.lb, prediction_high = p$pi.ub)) }

# the same likelihood written plainly: integrate() for each study, optim over mean and spread, profile by uniroot
plain <- function(s) {
  one <- function(x, n, mu, tau) { if (tau < 1e-6) return(dbinom(x, n, plogis(mu), log = TRUE))
    g <- function(z) dbinom(x, n, plogis(mu + tau * z)) * dnorm(z); log(integrate(g, -9, 9, rel.tol = 1e-11, subdivisions = 2000)$value) }
  ll <- function(mu, tau) sum(mapply(function(x, n) one(x, n, mu, tau), s$x, s$n))
  at <- optim(c(qlogis(sum(s$x) / sum(s$n)), 0.7), function(b) -ll(b[1], abs(b[2])), method = "Nelder-Mead", control = list(reltol = 1e-14, maxit = 4000))
  top <- -at$value
  over <- function(mu) optimize(function(t) ll(mu, t), c(0, 6), maximum = TRUE, tol = 1e-9)$objective
  over0 <- function(mu) max(over(mu), ll(mu, 0))
  fall <- function(mu) 2 * (top - over0(mu)) - qchisq(0.95, 1)
  low <- uniroot(fall, c(at$par[1] - 4, at$par[1]), tol = 1e-8)$root; high <- uniroot(fall, c(at$par[1], at$par[1] + 4), tol = 1e-8)$root
  list(estimate = at$par[1], tau = abs(at$par[2]), profile_low = low, profile_high = high)
}
case("glmm_plain", "glmm_profile", c("proportion_glmm", "proportion_glmm_profile"), "The likelihood with integrate() for each study, maximised by Nelder and Mead, profiled by uniroot", 2e-5,
     "the maximum is flat, and Nelder and Mead find it to about 1e-6", "proportions.R", oracle = "NUM")
for (name in c("pritz", "debruin")) { f <- plain(sets[[name]]); row(said[[name]], given(name), f) }

two_stage <- function(measure, method) function(s) { e <- escalc(measure = measure, xi = s$x, ni = s$n); f <- rma(e, method = method, control = list(threshold = 1e-12, maxiter = 1000))
  list(estimate = as.numeric(f$beta), se = f$se, tau2 = f$tau2, q = f$QE, q_p = f$QEp) }
for (m in list(c("logit_dl_r", "logit", "proportion_logit", "PLO", "DL"), c("freeman_tukey_r", "freeman_tukey", "proportion_freeman_tukey", "PFT", "REML"), c("arcsine_r", "arcsine", "proportion_arcsine", "PAS", "REML"))) {
  case(m[1], m[2], m[3], paste0(metafor_is, ", escalc ", m[4], " and rma, ", m[5], if (m[4] == "PLO") ", 0.5 added where a study has no event or events only"), 1e-7,
       "tau2 is iterated to 1e-12", "proportions.R")
  for (name in names(sets)) { s <- sets[[name]]; f <- two_stage(m[4], m[5])(s); b <- f$estimate
    e <- rma(escalc(measure = m[4], xi = s$x, ni = s$n), method = m[5], control = list(threshold = 1e-12, maxiter = 1000))
    p <- if (m[4] == "PFT") predict(e, transf = transf.ipft.hm, targs = list(ni = s$n)) else predict(e, transf = if (m[4] == "PLO") transf.ilogit else transf.iarcsin)
    row(said[[name]], given(name), c(f, list(share = p$pred, low = p$ci.lb, high = p$ci.ub))) }
}
case("pooled_exact_r", "exact", "proportion_exact", paste0("R ", getRversion(), ", package stats, binom.test of the sums"), 1e-9, "closed forms", "proportions.R")
for (name in names(sets)) { s <- sets[[name]]; b <- binom.test(sum(s$x), sum(s$n)); row(said[[name]], given(name), list(share = unname(b$estimate), low = b$conf.int[1], high = b$conf.int[2])) }
