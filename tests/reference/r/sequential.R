# Group-sequential boundaries and what they do, for records/reference/statistics/sequential.yaml.
suppressMessages(library(rpact)); library(mvtnorm)
show <- function(name, ...) cat(name, ":", sprintf("%.9g", c(...)), "\n")
design <- function(name, ...) {
  d <- suppressWarnings(suppressMessages(getDesignGroupSequential(...)))
  ch <- getDesignCharacteristics(d)
  show(name, d$criticalValues)
  show("  futility", d$futilityBounds)
  show("  spent", d$alphaSpent)
  show("  drift, inflation, H0, H01, H1", sqrt(ch$shift), ch$inflationFactor, ch$averageSampleNumber0,
       ch$averageSampleNumber01, ch$averageSampleNumber1)
  invisible(d)
}
unequal <- c(0.2, 0.55, 0.8, 1)
for (type in c("OF", "P", "asOF", "asP"))
  design(paste(type, "unequal"), typeOfDesign = type, informationRates = unequal, alpha = 0.025, beta = 0.2)
design("WT 0.1 unequal", typeOfDesign = "WT", deltaWT = 0.1, informationRates = unequal, alpha = 0.025, beta = 0.2)
design("asKD 1.5 unequal", typeOfDesign = "asKD", gammaA = 1.5, informationRates = unequal, alpha = 0.05, beta = 0.2)
design("asHSD 2 unequal", typeOfDesign = "asHSD", gammaA = 2, informationRates = unequal, alpha = 0.01, beta = 0.1)
design("asUser", typeOfDesign = "asUser", userAlphaSpending = c(0.001, 0.004, 0.012, 0.025),
       informationRates = unequal, alpha = 0.025, beta = 0.1)
for (type in c("OF", "P", "asOF", "asP", "HP"))
  design(paste(type, "two-sided"), typeOfDesign = type, kMax = 3, sided = 2, alpha = 0.05, beta = 0.1)
design("asHSD -4 two-sided", typeOfDesign = "asHSD", gammaA = -4, kMax = 3, sided = 2, alpha = 0.05, beta = 0.1)
design("asOF bsOF binding", typeOfDesign = "asOF", kMax = 4, alpha = 0.025, beta = 0.1, typeBetaSpending = "bsOF",
       bindingFutility = TRUE)
design("asOF bsP non-binding", typeOfDesign = "asOF", kMax = 4, alpha = 0.025, beta = 0.2, typeBetaSpending = "bsP",
       bindingFutility = FALSE)
design("asHSD -2 bsKD 2 binding unequal", typeOfDesign = "asHSD", gammaA = -2, informationRates = unequal, alpha = 0.025,
       beta = 0.1, typeBetaSpending = "bsKD", gammaB = 2, bindingFutility = TRUE)
design("OF fixed futility binding", typeOfDesign = "OF", kMax = 3, alpha = 0.025, beta = 0.1,
       futilityBounds = c(0, 0.5), bindingFutility = TRUE)
design("P fixed futility non-binding", typeOfDesign = "P", kMax = 3, alpha = 0.025, beta = 0.1,
       futilityBounds = c(-0.5, 0.5), bindingFutility = FALSE)
d <- design("asOF futility 0", typeOfDesign = "asOF", kMax = 2, alpha = 0.025, futilityBounds = 0, bindingFutility = FALSE)
for (exact in c(TRUE, FALSE)) {
  p <- getPowerMeans(d, maxNumberOfSubjects = 100, stDev = 1, alternative = c(0, 0.2, 0.4, 0.6), normalApproximation = exact)
  show(paste("futility at 0, means, normal", exact), p$overallReject); show("  expected N", p$expectedNumberOfSubjects)
}
d <- design("P 4", typeOfDesign = "P", kMax = 4, alpha = 0.025)
for (theta in c(-0.2, 0, 0.15, 0.4)) {
  p <- getPowerAndAverageSampleNumber(d, theta = theta, nMax = 100)
  show(paste("P 4, drift", 10 * theta), p$averageSampleNumber, p$calculatedPower); show("  per look", p$rejectPerStage)
}
d <- design("asHSD 1 two-sided", typeOfDesign = "asHSD", gammaA = 1, informationRates = unequal, sided = 2, alpha = 0.05, beta = 0.1)
# conditional power, repeated p and interval from rpact
d <- getDesignGroupSequential(typeOfDesign = "asOF", kMax = 3, alpha = 0.025)
data <- getDataset(overallN = c(30, 62), overallMeans = c(0.35, 0.45), overallStDevs = c(1, 1))
for (s in 1:2) {
  r <- suppressMessages(getAnalysisResults(d, data, stage = s, normalApproximation = TRUE, nPlanned = rep(30, 3 - s), thetaH1 = 0.4, assumedStDev = 1))
  show(paste("one-sample means, stage", s, "conditional power"), r$conditionalPower)
  show("  repeated interval", r$repeatedConfidenceIntervalLowerBounds, r$repeatedConfidenceIntervalUpperBounds)
  show("  repeated p", r$repeatedPValues)
}
# independent: multivariate normal integrals
chance <- function(at, b, drift, a = rep(-Inf, length(b))) {
  s <- outer(at, at, function(x, y) sqrt(pmin(x, y) / pmax(x, y)))
  sapply(seq_along(b), function(k) pmvnorm(lower = c(a[seq_len(k - 1)], b[k]), upper = c(b[seq_len(k - 1)], Inf),
    mean = drift * sqrt(at[1:k]), sigma = s[1:k, 1:k, drop = FALSE], algorithm = if (k > 1) Miwa(steps = 4096) else GenzBretz())[1])
}
at <- c(0.3, 0.5, 0.9, 1)
show("pmvnorm, drift 0", chance(at, c(3, 2.6, 2.2, 2.05), 0))
show("pmvnorm, drift 3", chance(at, c(3, 2.6, 2.2, 2.05), 3, c(-0.5, 0.3, 1, 0)))
cat(R.version.string, "rpact", as.character(packageVersion("rpact")), "mvtnorm", as.character(packageVersion("mvtnorm")), "\n")
