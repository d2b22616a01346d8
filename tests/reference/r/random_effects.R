# Random-effects pooling with every estimator of tau2 (metafor::rma). Run: Rscript random_effects.R > made.yaml
source("emit.R"); suppressMessages(library(metafor))
from <- paste0("metafor ", packageVersion("metafor"), " in R ", getRversion(), ", rma.uni with iterations to 1e-14")
sets <- list(normand1999 = list(dat.normand1999, "MD"), nielweise2007 = list(dat.nielweise2007, "PETO"), raudenbush1985 = list(dat.raudenbush1985, ""))
how <- list(threshold = 1e-14, maxiter = 10000, tol = 1e-13, stepadj = 0.5)
effects <- function(name) { d <- sets[[name]][[1]]; switch(name,
  normand1999 = escalc("MD", m1i = m1i, sd1i = sd1i, n1i = n1i, m2i = m2i, sd2i = sd2i, n2i = n2i, data = d),
  nielweise2007 = escalc("PETO", ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = d, add = 0), raudenbush1985 = d) }
methods <- c("DL", "DL2", "HE", "HS", "SJ", "ML", "REML", "EB", "PM")
case("metafor", "random_effects", c(paste0("random_effects_", tolower(methods)), "interval_hksj", "interval_wald", "prediction_k_1", "prediction_z"), from, "2.0e-7", "ten digits are printed, of iterations to 1e-14 in a number near one", "random_effects.R", relative = TRUE)
for (name in names(sets)) { e <- effects(name); e <- e[!is.na(e$yi), ]
  for (m in methods) for (test in c("z", "knha")) {
    # the two-step moments are the general moments with the weights of the first step
    dl <- rma(yi, vi, data = e, method = "DL")$tau2
    f <- if (m == "DL2") { w <- 1 / (e$vi + dl); g <- rma(yi, vi, data = e, method = "GENQ", weights = w); rma(yi, vi, data = e, tau2 = g$tau2, test = test) }
         else rma(yi, vi, data = e, method = m, test = test, control = how)
    p <- predict(f)
    found <- list(estimate = c(f$beta), se = f$se, low = f$ci.lb, high = f$ci.ub, tau2 = f$tau2, p = f$pval, q = f$QE, q_p = f$QEp, prediction_low = p$pi.lb, prediction_high = p$pi.ub)
    if (m != "DL2") found <- c(found, list(i2 = f$I2, h2 = f$H2))
    if (test == "z" && m == "REML") { ci <- confint(f, control = list(tol = 1e-13, tau2.max = 1e5))$random; found <- c(found, list(tau2_low = ci[1, 2], tau2_high = ci[1, 3])) }
    given <- list(data = name); if (nchar(sets[[name]][[2]])) given$measure <- sets[[name]][[2]]
    given <- c(given, list(method = m, interval = if (test == "z") "Wald" else "HKSJ", prediction = if (test == "z") "z" else "k-1"))
    row(paste(name, m, test), given, found)
  } }
given <- function(name, more) { found <- list(data = name); if (nchar(sets[[name]][[2]])) found$measure <- sets[[name]][[2]]; c(found, more) }
case("metafor_adhoc", "random_effects", "interval_hksj_adhoc", paste0(from, ", test = adhoc"), "2.0e-7", "ten digits are printed, of iterations to 1e-14 in a number near one", "random_effects.R", relative = TRUE)
for (name in names(sets)) { e <- effects(name); e <- e[!is.na(e$yi), ]
  for (m in c("DL", "REML")) { f <- rma(yi, vi, data = e, method = m, test = "adhoc", control = how)
    row(paste(name, m), given(name, list(method = m, interval = "HKSJ_adhoc")), list(estimate = c(f$beta), se = f$se, low = f$ci.lb, high = f$ci.ub, p = f$pval)) } }
# metafor 3.8 has no prediction with k - 2: the formula, with its tau2 and standard error
case("prediction_written_out", "random_effects", "prediction_k_2", paste0(from, "; mean -+ qt(0.975, k - 2) sqrt(tau2 + se^2) written out"), "2.0e-7", "ten digits are printed, of iterations to 1e-14 in a number near one", "random_effects.R", relative = TRUE, oracle = "NUM")
for (name in names(sets)) { e <- effects(name); e <- e[!is.na(e$yi), ]
  for (test in c("z", "knha")) { f <- rma(yi, vi, data = e, test = test, control = how); reach <- qt(0.975, f$k - 2) * sqrt(f$tau2 + f$se^2)
    row(paste(name, test), given(name, list(interval = if (test == "z") "Wald" else "HKSJ", prediction = "k-2")), list(prediction_low = c(f$beta) - reach, prediction_high = c(f$beta) + reach)) } }
