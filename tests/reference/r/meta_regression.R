# Meta-regression, subgroups, influence, cumulative (metafor). Run: Rscript meta_regression.R
source("emit.R"); suppressMessages(library(metafor))
from <- paste0("metafor ", packageVersion("metafor"), " in R ", getRversion(), ", with iterations to 1e-14")
how <- list(threshold = 1e-14, maxiter = 10000, tol = 1e-13, stepadj = 0.5)
b <- escalc("RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg); r <- dat.raudenbush1985
flat <- function(name, x) setNames(as.list(x), paste0(name, seq_along(x)))
case("regressions", "meta_regression", "meta_regression", from, "5.0e-7", "ten digits are printed, of iterations to 1e-14", "meta_regression.R", relative = TRUE)
models <- list(list("bcg", b, ~ ablat, "latitude", "RR"), list("bcg", b, ~ ablat + year, c("latitude", "year"), "RR"), list("bcg", b, ~ alloc, "allocation", "RR"),
               list("bcg", b, ~ ablat + alloc, c("latitude", "allocation"), "RR"), list("raudenbush1985", r, ~ weeks, "weeks", ""))
for (m in models) for (method in c("REML", "DL", "ML", "PM", "HE", "SJ")) for (test in if (method == "REML") c("z", "knha") else "z") {
  f <- rma(yi, vi, mods = m[[3]], data = m[[2]], method = method, test = test, control = how)
  given <- c(list(data = m[[1]], moderators = I(m[[4]])), if (nchar(m[[5]])) list(measure = m[[5]]), list(method = method, interval = if (test == "z") "Wald" else "HKSJ"))
  found <- c(flat("b", f$beta), flat("se", f$se), flat("p", f$pval), list(tau2 = f$tau2, i2 = f$I2, h2 = f$H2, qe = f$QE, qm = f$QM, qm_p = f$QMp))
  if (f$tau2 > 1e-12 && f$R2 > 1e-9) found$r2 <- f$R2
  row(paste(m[[1]], paste(m[[4]], collapse = " and "), method, test), given, found)
}
f <- rma(yi, vi, mods = ~ ablat, data = b, control = how); p <- predict(f, newmods = 30)
row("bcg at latitude 30", list(data = "bcg", measure = "RR", moderators = I("latitude"), interval = "Wald", at = 30),
    list(at = p$pred, at_se = p$se, at_low = p$ci.lb, at_high = p$ci.ub, at_prediction_low = p$pi.lb, at_prediction_high = p$pi.ub))
case("exchanged", "exchanged", "exchanged", from, "1.0e-9", "shares of 720 arrangements", "meta_regression.R")
s <- b[1:6, ]; f <- rma(yi, vi, mods = ~ ablat, data = s, method = "DL"); p <- permutest(f, exact = TRUE, progbar = FALSE)
row("six trials on latitude", list(data = "bcg", measure = "RR", moderators = I("latitude"), method = "DL", interval = "Wald", first = 6), list(p2 = p$pval[2], qm_p = p$QMp))
f <- rma(yi, vi, mods = ~ ablat, data = s, method = "DL", test = "knha"); p <- permutest(f, exact = TRUE, progbar = FALSE)
row("six trials on latitude, Hartung and Knapp", list(data = "bcg", measure = "RR", moderators = I("latitude"), method = "DL", interval = "HKSJ", first = 6), list(p2 = p$pval[2], qm_p = p$QMp))
s <- b[1:7, ]; f <- rma(yi, vi, mods = ~ year, data = s, method = "HE"); p <- permutest(f, exact = TRUE, progbar = FALSE)
row("seven trials on year", list(data = "bcg", measure = "RR", moderators = I("year"), method = "HE", interval = "Wald", first = 7), list(p2 = p$pval[2], qm_p = p$QMp))
case("subgroups", "subgroups", "subgroups", from, "5.0e-7", "ten digits are printed, of iterations to 1e-14", "meta_regression.R", relative = TRUE)
parts <- lapply(split(b, b$alloc), function(x) rma(yi, vi, data = x, control = how))
est <- sapply(parts, function(f) c(f$beta)); se <- sapply(parts, function(f) f$se); q <- rma(est, sei = se, method = "FE")
row("bcg by allocation, a tau2 each", list(data = "bcg", measure = "RR", by = "allocation"), c(flat("estimate", est), flat("se", se), list(q = q$QE, q_p = q$QEp)))
f <- rma(yi, vi, mods = ~ alloc - 1, data = b, control = how); g <- rma(yi, vi, mods = ~ alloc, data = b, control = how)
row("bcg by allocation, one tau2", list(data = "bcg", measure = "RR", by = "allocation", common_tau2 = structure("true", class = "anchor")), c(flat("estimate", f$beta), flat("se", f$se), list(q = g$QM, q_p = g$QMp)))
case("influence", "influence", "influence", from, "1.0e-6", "ten digits are printed, of iterations to 1e-14", "meta_regression.R", relative = TRUE)
for (set in list(list("bcg", b, "RR"), list("raudenbush1985", r, ""))) {
  f <- rma(yi, vi, data = set[[2]], control = how); i <- influence(f)$inf
  row(set[[1]], c(list(data = set[[1]]), if (nchar(set[[3]])) list(measure = set[[3]])), c(flat("rstudent", i$rstudent), flat("dffits", i$dffits), flat("cook", i$cook.d), flat("cov_r", i$cov.r),
      flat("tau2_", i$tau2.del), flat("q", i$QE.del), flat("hat", i$hat), flat("dfbetas", influence(f)$dfbs[[1]])))
}
case("baujat", "baujat", "baujat", from, "1.0e-8", "ten digits are printed", "meta_regression.R", relative = TRUE)
pdf(NULL); x <- baujat(rma(yi, vi, data = b, method = "FE")); invisible(dev.off())
row("bcg", list(data = "bcg", measure = "RR"), c(flat("x", x$x), flat("y", x$y)))
case("one_by_one", "one_by_one", c("leave_one_out", "cumulative"), from, "5.0e-7", "ten digits are printed, of iterations to 1e-14", "meta_regression.R", relative = TRUE)
f <- rma(yi, vi, data = b, test = "knha", control = how); l <- leave1out(f)
row("bcg without each", list(data = "bcg", measure = "RR"), c(flat("estimate", l$estimate), flat("se", l$se), flat("low", l$ci.lb)))
a <- cumul(f, order = b$year); at <- 2:13
row("bcg by year", list(data = "bcg", measure = "RR", order = "year"), setNames(as.list(c(a$estimate[at], a$se[at])), c(paste0("estimate", at), paste0("se", at))))
