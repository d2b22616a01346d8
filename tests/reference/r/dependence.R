# Several effects of one study (metafor::rma.mv, clubSandwich, robumeta). Run: Rscript dependence.R
source("emit.R"); suppressMessages({ library(metafor); library(clubSandwich); library(robumeta) })
versions <- paste0("metafor ", packageVersion("metafor"), ", clubSandwich ", packageVersion("clubSandwich"), ", robumeta ", packageVersion("robumeta"), " in R ", getRversion())
how <- list(rel.tol = 1e-10, iter.max = 1000, eval.max = 1000)
k <- dat.konstantopoulos2011; k$unit <- paste(k$district, k$school)
flat <- function(name, x) setNames(as.list(x), paste0(name, seq_along(x)))
case("multilevel", "multilevel", "multilevel", versions, "3.0e-6", "the oracle's optimiser stops at 1e-10 in the likelihood, some 1e-6 in a variance", "dependence.R")
show <- function(name, given, f) row(name, given, c(flat("b", f$beta), flat("se", f$se), flat("p", f$pval), flat("low", f$ci.lb), flat("sigma2_", f$sigma2), list(log_likelihood = as.numeric(logLik(f)), q = f$QE)))
fits <- list()
for (m in c("REML", "ML")) { f <- rma.mv(yi, vi, random = ~ 1 | district/school, data = k, method = m, control = how); fits[[m]] <- f
  show(paste("districts and schools,", m), list(data = "konstantopoulos2011", levels = I(c("district", "school")), method = m, interval = "Wald"), f) }
f <- rma.mv(yi, vi, mods = ~ year, random = ~ 1 | district/school, data = k, test = "t", control = how)
show("districts and schools by year, t", list(data = "konstantopoulos2011", levels = I(c("district", "school")), moderators = I(c("year")), interval = "t"), f)
b <- dat.berkey1998; V <- bldiag(lapply(split(b[, c("v1i", "v2i")], b$trial), as.matrix))
g <- rma.mv(yi, V, mods = ~ outcome, random = ~ 1 | trial, data = b, control = how)
show("two outcomes a trial, covariance known", list(data = "berkey1998", levels = I("trial"), moderators = I("outcome"), interval = "Wald"), g)
case("robust", "robust", paste0("robust_", c("cr0", "cr1", "cr2")), versions, "3.0e-6", "the oracle's optimiser stops at 1e-10 in the likelihood, some 1e-6 in a variance", "dependence.R")
for (one in list(list("konstantopoulos2011", fits$REML, k$district, list(levels = I(c("district", "school")))), list("konstantopoulos2011", f, k$district, list(levels = I(c("district", "school")), moderators = I("year"))),
                 list("berkey1998", g, b$trial, list(levels = I("trial"), moderators = I("outcome"))))) for (kind in c("CR0", "CR1", "CR2")) {
  t <- coef_test(one[[2]], vcov = vcovCR(one[[2]], cluster = one[[3]], type = kind), test = "Satterthwaite")
  found <- c(flat("b", t$beta), flat("se", t$SE)); if (kind == "CR2") found <- c(found, flat("df", t$df), flat("p", t$p_Satt))
  row(paste(one[[1]], paste(one[[4]]$moderators, collapse = ""), kind), c(list(data = one[[1]]), one[[4]], list(kind = kind)), found) }
case("correlated_effects", "correlated_effects", "correlated_effects", versions, "1.0e-8", "ten digits are printed", "dependence.R", relative = TRUE)
for (rho in c(0.8, 0.3)) for (mod in c("", "year")) { r <- suppressWarnings(robu(if (nchar(mod)) yi ~ year else yi ~ 1, data = k, studynum = district, var.eff.size = vi, rho = rho, modelweights = "CORR", small = TRUE))
  row(paste("konstantopoulos2011", mod, "rho", rho), c(list(data = "konstantopoulos2011", study = "district", rho = rho), if (nchar(mod)) list(moderators = I(mod))),
      c(flat("b", r$reg_table$b.r), flat("se", r$reg_table$SE), flat("df", r$reg_table$dfs), flat("p", r$reg_table$prob), list(tau2 = c(r$mod_info$tau.sq)))) }
case("shared_women", "shared_women", "shared_women", versions, "1.0e-9", "ten digits are printed", "dependence.R", relative = TRUE)
W <- impute_covariance_matrix(k$vi[1:4], cluster = c(1, 1, 2, 2), r = 0.6, return_list = FALSE)
row("correlation 0.6", list(vi = I(k$vi[1:4]), study = I(c(1, 1, 2, 2)), correlation = 0.6), list(c12 = W[1, 2], c34 = W[3, 4], c13 = W[1, 3], c22 = W[2, 2]))
# Var(A - C) + Var(B - C) - 2 cov is the variance of A against B, for which escalc knows nothing of C.
case("shared_control", "shared_control", "shared_control", paste0("the variance of the two treated arms' own comparison; metafor ", packageVersion("metafor"), ", escalc"), "1.0e-9", "ten digits are printed", "dependence.R", relative = TRUE, oracle = "NUM")
for (m in c("RR", "OR", "RD")) row(m, list(measure = m, arms = matrix(c(5, 8, 11, 30, 28, 31), 3)), list(direct = escalc(m, ai = 5, n1i = 30, ci = 8, n2i = 28)$vi))
for (m in c("MD", "ROM")) row(m, list(measure = m, arms = matrix(c(52, 47, 60, 9, 12, 11, 15, 16, 14), 3)), list(direct = escalc(m, m1i = 52, sd1i = 9, n1i = 15, m2i = 47, sd2i = 12, n2i = 16)$vi))
