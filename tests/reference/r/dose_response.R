# MCP-Mod: contrasts, multiple contrast test, fits, target doses and power (DoseFinding, mvtnorm).
suppressMessages({ library(DoseFinding); library(mvtnorm) })
options(digits = 10, width = 200)
data(biom)
doses <- c(0, 0.05, 0.2, 0.6, 1)
fine <- mvtnorm.control(maxpts = 4e5, abseps = 1e-6)
mods <- Mods(linear = NULL, linlog = NULL, emax = 0.2, exponential = c(0.279, 0.15), quadratic = -0.854,
             doses = doses, addArgs = list(off = 0.01))
cat("## contrasts, unequal n\n")
print(optContr(mods, w = c(20, 10, 15, 12, 8))$contMat)
S <- 0.1 * (0.5 * diag(5) + 0.2) * outer(1:5, 1:5, function(a, b) 1 / sqrt(a * b))
cat("## contrasts, general covariance\n")
print(optContr(mods, S = S)$contMat)
cat("## more shapes\n")
more <- Mods(sigEmax = c(0.3, 2.5), logistic = c(0.4, 0.1), betaMod = c(0.8, 0.6), doses = doses, addArgs = list(scal = 1.2))
print(optContr(more, w = 1)$contMat)

cat("## test\n")
set.seed(1)
m <- MCTtest(dose, resp, biom, mods, critV = TRUE, mvtcontrol = fine)
print(m$tStat); print(attr(m$tStat, "pVal")); print(as.numeric(m$critVal))
m <- MCTtest(dose, resp, biom, mods, critV = TRUE, alternative = "two.sided", alpha = 0.05, mvtcontrol = fine)
print(attr(m$tStat, "pVal")); print(as.numeric(m$critVal))

cat("## test of log odds\n")
y <- c(1, 2, 5, 7); n <- c(15, 15, 14, 15)
mu <- log((y + 0.5) / (n - y + 0.5)); V <- diag(1 / (y + 0.5) + 1 / (n - y + 0.5))
bm <- Mods(linear = NULL, emax = 0.3, exponential = 0.5, doses = c(0, 3, 6, 9) / 9)
m <- MCTtest(c(0, 3, 6, 9) / 9, mu, models = bm, S = V, type = "general", critV = TRUE, mvtcontrol = fine)
print(m$tStat); print(attr(m$tStat, "pVal")); print(as.numeric(m$critVal))
for (k in c("linear", "emax", "quadratic")) {
  f <- fitMod(c(0, 3, 6, 9) / 9, mu, model = k, S = V, type = "general", bnds = defBnds(1)[[k]])
  cat(k, coef(f), gAIC(f), sqrt(diag(vcov(f))), "\n")
}

cat("## multivariate t\n")
R <- matrix(c(1, .5, .3, .5, 1, .6, .3, .6, 1), 3)
p <- function(q, df) print(1 - pmvt(rep(-Inf, 3), rep(q, 3), corr = R, df = df, algorithm = GenzBretz(maxpts = 1e6, abseps = 1e-7)), digits = 10)
p(2, 5); p(1, 11); p(-0.5, 20)
print(1 - pmvnorm(rep(-Inf, 3), rep(2, 3), corr = R, algorithm = TVPACK(1e-12)), digits = 12)
print(1 - pmvnorm(rep(-Inf, 3), rep(-0.3, 3), corr = R, algorithm = TVPACK(1e-12)), digits = 12)
print(1 - pmvt(rep(-Inf, 3), rep(2.2, 3), corr = R, df = 8, algorithm = TVPACK(1e-12)), digits = 12)
print(1 - pmvt(rep(-Inf, 2), rep(2.2, 2), corr = R[1:2, 1:2], df = 4, algorithm = TVPACK(1e-12)), digits = 12)

if (Sys.getenv("LONG") != "") {                          # five minutes
  C6 <- optContr(mods, w = 1)$corMat
  for (q in c(3.464113, 2.2, 1.897561)) print(1 - pmvt(rep(-Inf, 6), rep(q, 6), df = 95, corr = C6, algorithm = GenzBretz(maxpts = 5e7, abseps = 1e-8)), digits = 12)
}

cat("## fits of the biometrics data: coefficients, standard errors, RSS, AIC, BIC\n")
one <- function(k, ...) {
  f <- fitMod(dose, resp, biom, model = k, bnds = defBnds(1)[[k]], ...)
  cat(k, "\n  coef", coef(f), "\n  se", sqrt(diag(vcov(f))), "\n  rss", f$RSS, "aic", AIC(f), "bic", AIC(f, k = log(100)), "\n")
  f
}
ctl <- list(nlminbcontrol = list(rel.tol = 1e-14, x.tol = 1e-12), optimizetol = 1e-12)
for (k in c("linear", "linlog", "quadratic", "emax", "sigEmax", "exponential", "logistic", "betaMod")) {
  f <- if (k == "linlog") one(k, addArgs = list(off = 0.01)) else if (k == "betaMod") one(k, addArgs = list(scal = 1.2), control = ctl) else one(k, control = ctl)
  cat("  TD 0.2:", TD(f, 0.2), " TD 0.4:", TD(f, 0.4), " ED90:", ED(f, 0.9), " ED50:", ED(f, 0.5), "\n")
  if (k != "betaMod" && k != "exponential") {            # delta method, by differences of TD
    b <- coef(f); g <- sapply(seq_along(b), function(i) { h <- 1e-6 * abs(b[i]); u <- d <- f; u$coefs[i] <- b[i] + h; d$coefs[i] <- b[i] - h; (TD(u, 0.4) - TD(d, 0.4)) / (2 * h) })
    cat("  se of TD 0.4", sqrt(drop(t(g) %*% vcov(f) %*% g)), "\n")
  }
}
cat("## tighter bounds are reached\n")
d4 <- c(0, 1, 2, 4); x <- rep(d4, each = 3); v <- c(0.1, -0.2, 0.3, 0.2, 0.1, 0.4, 0.2, 0.5, 0.3, 2.1, 2.4, 1.9)
for (k in c("emax", "exponential", "sigEmax")) { f <- fitMod(x, v, model = k, bnds = defBnds(4)[[k]], control = ctl); cat(k, coef(f), f$RSS, "\n") }

cat("## power, critical value 2.2\n")
fine <- mvtnorm.control(maxpts = 2e6, abseps = 1e-6)
alt <- Mods(linear = NULL, emax = 0.2, quadratic = -0.854, doses = doses, placEff = 0, maxEff = 0.6)
power <- function(w, n, ...) print(powMCT(optContr(mods, w = w), altModels = alt, n = n, sigma = 0.7, critV = 2.2, control = fine, ...))
power(1, 20)
power(c(30, 10, 10, 20, 30), c(30, 10, 10, 20, 30))
power(1, 6, alternative = "two.sided")
three <- Mods(linear = NULL, emax = 0.25, doses = c(0, 3, 9) / 9, placEff = 0, maxEff = 1)
print(powMCT(optContr(three, w = 1), altModels = three, n = 8, sigma = 1, critV = 2.2, control = fine))

cat("## guesses\n")
print(guesst(0.2, 0.5, "emax")); print(guesst(c(0.2, 0.6), c(0.3, 0.8), "sigEmax")); print(guesst(c(0.2, 0.6), c(0.3, 0.8), "logistic"))
print(guesst(0.5, 0.2, "exponential", Maxd = 1)); print(guesst(0.3, 0.6, "quadratic"))
cat(R.version.string, "; DoseFinding", format(packageVersion("DoseFinding")), "; mvtnorm", format(packageVersion("mvtnorm")), "\n")
