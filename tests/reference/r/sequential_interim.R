# Interim looks and the end of a group-sequential trial, for records/reference/statistics/sequential.yaml.
suppressMessages(library(rpact)); library(mvtnorm)
show <- function(name, ...) cat(name, ":", sprintf("%.9g", c(...)), "\n")
quiet <- function(x) { sink(tempfile()); on.exit(sink()); suppressMessages(x) }
one <- function(name, d, n, m, stage, ...) {
  data <- getDataset(overallN = n, overallMeans = m, overallStDevs = rep(1, length(n)))
  r <- quiet(getAnalysisResults(d, data, stage = stage, normalApproximation = TRUE, ...))
  show(paste(name, "z"), (m * sqrt(n))[seq_len(stage)])
  show("  repeated low", r$repeatedConfidenceIntervalLowerBounds)
  show("  repeated high", r$repeatedConfidenceIntervalUpperBounds)
  show("  repeated p", r$repeatedPValues)
  show("  final p, low, high, estimate", r$finalPValues[stage], r$finalConfidenceIntervalLowerBounds[stage],
       r$finalConfidenceIntervalUpperBounds[stage], r$medianUnbiasedEstimates[stage])
  show("  conditional power", r$conditionalPower)
}
g <- function(...) getDesignGroupSequential(..., alpha = 0.025)
one("asOF, stage 1", g(typeOfDesign = "asOF", kMax = 3), 30, 0.35, 1, nPlanned = c(30, 30), thetaH1 = 0.4, assumedStDev = 1)
one("asOF, stage 2", g(typeOfDesign = "asOF", kMax = 3), c(30, 60), c(0.35, 0.45), 2)
one("P, stage 1", g(typeOfDesign = "P", kMax = 3), 30, 0.6, 1)
one("OF, stage 3", g(typeOfDesign = "OF", kMax = 3), c(30, 60, 90), c(0.1, 0.2, 0.25), 3)
one("asHSD 1, stage 3", g(typeOfDesign = "asHSD", gammaA = 1, informationRates = c(0.2, 0.6, 1)), c(18, 54, 90), c(0.1, 0.2, 0.15), 3)
# independent: what is believed of the later looks is multivariate normal (flat prior of the drift)
predictive <- function(at, b, z, m0 = 0, v0 = Inf) {
  t <- at[1]; v <- 1 / (t + 1 / v0); m <- (z * sqrt(t) + m0 / v0) * v; d <- at[-1] - t
  mean <- (z * sqrt(t) + m * d) / sqrt(at[-1])
  s <- outer(d, d, pmin) + v * outer(d, d); s <- s / outer(sqrt(at[-1]), sqrt(at[-1]))
  sum(sapply(seq_along(b), function(k) if (k == 1) pnorm(b[1], mean[1], sqrt(s[1, 1]), lower.tail = FALSE) else
    pmvnorm(c(rep(-Inf, k - 1), b[k]), c(b[seq_len(k - 1)], Inf), mean[1:k], sigma = s[1:k, 1:k],
            algorithm = GenzBretz(abseps = 1e-9, maxpts = 1e6))[1]))
}
show("predictive, 3 looks, z 1.9", predictive(c(1, 2, 3) / 3, c(2.289478, 2.289478), 1.9))
show("predictive, prior 2, sd 1", predictive(c(1, 2, 3) / 3, c(2.289478, 2.289478), 1.9, 2, 1))
show("predictive, 2 looks, z 1.2", predictive(c(0.4, 1), 1.98, 1.2))
# independent: the stagewise tail by multivariate normal integrals
tail <- function(at, b, z, drift) { k <- length(b) + 1
  s <- outer(at[1:k], at[1:k], function(x, y) sqrt(pmin(x, y) / pmax(x, y))); mu <- drift * sqrt(at[1:k])
  p <- pnorm(b[1], mu[1], lower.tail = FALSE)
  if (k > 2) p <- p + pmvnorm(c(-Inf, b[2]), c(b[1], Inf), mu[1:2], sigma = s[1:2, 1:2], algorithm = GenzBretz(abseps = 1e-10))[1]
  p + pmvnorm(c(rep(-Inf, k - 1), z), c(b, Inf), mu, sigma = s, algorithm = GenzBretz(abseps = 1e-9, maxpts = 1e6))[1] }
at <- c(0.3, 0.7, 1); b <- c(2.9, 2.4)
set.seed(1)
for (z in c(0.5, 2.2)) show(paste("stagewise, last look, z", z), tail(at, b, z, 0),
  sapply(c(0.025, 0.5, 0.975), function(l) uniroot(function(d) tail(at, b, z, d) - l, c(-6, 8), tol = 1e-8)$root))
cat(R.version.string, "rpact", as.character(packageVersion("rpact")), "mvtnorm", as.character(packageVersion("mvtnorm")), "\n")
