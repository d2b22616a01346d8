# Mixed models for repeated measures. Run from this folder: Rscript mmrm.R data > made_trial.yaml; Rscript mmrm.R > rows
suppressMessages({library(nlme); library(lme4); library(lmerTest); library(pbkrtest); library(Matrix)})
source("emit.R")
set.seed(1964)
visits <- 6; women <- 36
arm <- rep(c("control", "low", "high"), 12)
base <- round(rnorm(women, 60, 12), 1)
root <- t(chol(diag(1:visits / 10 + 1) %*% (0.55^abs(outer(1:visits, 1:visits, "-")) + 0.6) %*% diag(1:visits / 10 + 1) * 20))
y <- matrix(0, women, visits)
for (i in 1:women) y[i, ] <- root %*% rnorm(visits) + 0.25 * (base[i] - 60) * (1:visits) / 3 + rnorm(1, 0, 1.2) * (1:visits) - c(control = 0, low = 0.5, high = 1.2)[arm[i]] * (1:visits)
y <- round(y, 2)
gone <- sample(2:14, women, replace = TRUE)
for (i in 1:women) if (gone[i] <= visits) y[i, gone[i]:visits] <- NA
y[cbind(c(3, 8, 17, 22, 30), c(2, 4, 3, 2, 5))] <- NA
if (length(commandArgs(TRUE))) {
  cat("# A made-up trial: change of FSH (IU/L) at months 1 to 6 in three arms; women leave or miss visits. Written by\n# tests/reference/r/mmrm.R.\n")
  cat("arm: [", paste(arm, collapse = ", "), "]\nbaseline: [", paste(base, collapse = ", "), "]\nresponse:\n", sep = "")
  for (i in 1:women) cat("  - [", paste(ifelse(is.na(y[i, ]), ".nan", format(y[i, ], trim = TRUE)), collapse = ", "), "]\n", sep = "")
  quit()
}
cat("# R ", as.character(getRversion()), paste0(", ", c("nlme", "lme4", "lmerTest", "pbkrtest"), " ", sapply(c("nlme", "lme4", "lmerTest", "pbkrtest"), function(p) as.character(packageVersion(p)))), "\n", sep = "")
d <- data.frame(y = as.vector(t(y)), id = factor(rep(1:women, each = visits)), v = rep(1:visits, women))
d$vf <- factor(d$v); d$b <- rep(base - mean(base), each = visits)
d$low <- 1 * rep(arm == "low", each = visits); d$high <- 1 * rep(arm == "high", each = visits)
d <- d[!is.na(d$y), ]
model <- y ~ 0 + vf + vf:b + vf:low + vf:high
p <- 4 * visits
tight <- glsControl(tolerance = 1e-10, msTol = 1e-12, maxIter = 500, msMaxIter = 500)
full <- function(f) {  # covariance of a woman seen at all visits
  who <- names(which(table(d$id) == visits))[1]
  matrix(getVarCov(f, individual = who), visits)
}
structures <- list(
  "unstructured" = list(corSymm(form = ~v | id), varIdent(form = ~1 | vf)),
  "heterogeneous Toeplitz" = list(corARMA(form = ~v | id, p = visits - 1, q = 0), varIdent(form = ~1 | vf)),
  "heterogeneous autoregressive" = list(corAR1(form = ~v | id), varIdent(form = ~1 | vf)),
  "autoregressive" = list(corAR1(form = ~v | id), NULL),
  "heterogeneous compound symmetry" = list(corCompSymm(form = ~v | id), varIdent(form = ~1 | vf)),
  "compound symmetry" = list(corCompSymm(form = ~v | id), NULL))
fits <- list()
case("made_trial_nlme", "made_trial", "mmrm", "R 4.2.2, package nlme, gls with corSymm, corARMA(5, 0), corAR1 and corCompSymm, and varIdent", "4.0e-5",
     "gls differentiates numerically and stops at a relative change; the likelihood agrees to 1e-9", "mmrm.R", TRUE)
for (s in names(structures)) for (m in c("REML", "ML")) {
  f <- gls(model, d, correlation = structures[[s]][[1]], weights = structures[[s]][[2]], method = m, control = tight)
  if (m == "REML") fits[[s]] <- f
  n <- nrow(d); V <- full(f)
  o <- list("-2 log L" = -2 * as.numeric(logLik(f)))
  for (k in c("low", "high")) for (j in c(1, 6)) o[[paste(k, "at", j)]] <- coef(f)[[paste0("vf", j, ":", k)]]
  if (m == "REML") for (j in c(1, 6)) o[[paste("se high at", j)]] <- sqrt(vcov(f)[paste0("vf", j, ":high"), paste0("vf", j, ":high")])
  for (j in c("11", "22", "66", "21", "61", "64")) o[[paste("cov", j)]] <- V[as.integer(substr(j, 1, 1)), as.integer(substr(j, 2, 2))]
  row(paste(s, m), list(structure = s, restricted = ifelse(m == "REML", "true", "false")), o)
}
L <- matrix(0, visits, p); L[cbind(1:visits, 3 * visits + 1:visits)] <- 1
small <- function(name, given, kr, f, L6) {
  one <- function(j) { w <- L6[j, , drop = FALSE]; list(se = sqrt(as.numeric(w %*% kr$PhiA %*% t(w))), df = as.numeric(Lb_ddf(w, kr$Phi, kr$PhiA))) }
  o <- list()
  for (j in c(1, 3, 6)) { x <- one(j); o[[paste("se high at", j)]] <- x$se; o[[paste("df high at", j)]] <- x$df }
  s <- lapply(pbkrtest:::.KR_adjust(kr$PhiA, Phi = kr$Phi, L6, beta = kr$beta, betaH = 0), c)
  o[["F"]] <- as.numeric(s$Fstat); o[["df of F"]] <- as.numeric(s$ddf); o[["p of F"]] <- as.numeric(s$p.value)
  row(name, given, o)
}
case("made_trial_pbkrtest", "made_trial", "mmrm", "R 4.2.2, package pbkrtest, vcovAdj and KRmodcomp of lmer fits", "2.0e-5", "lmer stops at a relative change of the likelihood", "mmrm.R", TRUE)
strict <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e6))
lmers <- list("compound symmetry" = lmerTest::lmer(update(model, . ~ . + (1 | id)), d, control = strict),
              "random intercept and slope" = lmerTest::lmer(update(model, . ~ . + (1 + v | id)), d, control = strict))
for (s in names(lmers)) {
  f <- lmers[[s]]
  kr <- list(PhiA = vcovAdj(f), Phi = vcov(f), beta = fixef(f))
  small(s, list(structure = s, freedom = "Kenward-Roger"), kr, f, L)
}
case("made_trial_lmertest", "made_trial", "mmrm", "R 4.2.2, package lmerTest, contest of lmer fits, Satterthwaite", "2.0e-5", "lmerTest differentiates numerically, twice", "mmrm.R", TRUE)
for (s in names(lmers)) {
  f <- lmers[[s]]; o <- list()
  for (j in c(1, 3, 6)) { x <- contest1D(f, L[j, ]); o[[paste("se high at", j)]] <- x$`Std. Error`; o[[paste("df high at", j)]] <- x$df }
  x <- contestMD(f, L); o[["F"]] <- x$`F value`; o[["df of F"]] <- x$DenDF; o[["p of F"]] <- x$`Pr(>F)`
  row(s, list(structure = s, freedom = "Satterthwaite"), o)
}
case("made_trial_pbkrtest_unstructured", "made_trial", "mmrm", "R 4.2.2, package pbkrtest, vcovAdj_internal and Lb_ddf of a gls fit with the 21 derivatives of the covariance", "2.0e-5",
     "gls stops before the optimum", "mmrm.R", TRUE)
V <- full(fits[["unstructured"]])
X <- model.matrix(model, d)
block <- function(M) { B <- matrix(0, nrow(d), nrow(d)); for (i in levels(d$id)) { r <- which(d$id == i); B[r, r] <- M[d$v[r], d$v[r]] }; B }
G <- list()
for (j in 1:visits) for (k in 1:j) { E <- matrix(0, visits, visits); E[j, k] <- E[k, j] <- 1; G <- c(G, list(Matrix(block(E), sparse = TRUE))) }
S <- block(V)
Phi <- solve(t(X) %*% solve(S, X))
beta <- Phi %*% t(X) %*% solve(S, d$y)
PhiA <- pbkrtest:::vcovAdj_internal(Matrix(Phi), list(Sigma = Matrix(S), G = G, n.ggamma = length(G)), X)
small("unstructured", list(structure = "unstructured", freedom = "Kenward-Roger"), list(PhiA = PhiA, Phi = Phi, beta = as.vector(beta)), NULL, L)
