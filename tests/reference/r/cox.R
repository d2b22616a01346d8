# Cox regression. Run from this folder: Rscript cox.R
suppressMessages(library(survival))
source("emit.R")
cat("# R ", as.character(getRversion()), ", survival ", as.character(packageVersion("survival")), ", Cox regression\n", sep = "")
six <- data.frame(t = c(1,1,2,2,3,4,4,5,5,8,8,8,8,11,11,12,12,15,17,22,23, 6,6,6,6,7,9,10,10,11,13,16,17,19,20,22,23,25,32,32,34,35),
                  e = c(rep(1, 21), 1,1,1,0,1,0,1,0,0,1,1,0,0,0,1,1,0,0,0,0,0), g = rep(0:1, each = 21), s = rep(1:3, 14))
lungs <- lung[1:60, c("time", "status", "sex", "age", "ph.ecog")]
lungs <- lungs[complete.cases(lungs), ]
tight <- coxph.control(eps = 1e-14, iter.max = 60, toler.chol = 1e-14)
shown <- function(f, names) {
  s <- summary(f); o <- list()
  for (i in seq_along(names)) o <- c(o, setNames(list(unname(coef(f)[i]), s$coefficients[i, "se(coef)"], s$coefficients[i, "Pr(>|z|)"], s$conf.int[i, "lower .95"], s$conf.int[i, "upper .95"]),
                                                 paste(c("coefficient", "error", "p", "low", "high"), names[i])))
  c(o, list(wald = unname(f$wald.test), score = f$score, ratio = unname(2 * diff(f$loglik)), without = f$loglik[1], height = f$loglik[2], concordance = unname(f$concordance["concordance"])))
}
case("cox_coxph", "cox", "cox", "R 4.2.2, package survival, coxph, eps 1e-14", "1.0e-7", "the search of coxph ends at a gain of 1e-14, which leaves the eighth digit open", "cox.R", TRUE)
given <- function(name, d, covariates, ties, ...) c(list(time = arr(paste0(name, "_ct"), d$t), event = arr(paste0(name, "_ce"), d$e), covariates = covariates, ties = ties), list(...))
lungs$t <- lungs$time; lungs$e <- lungs$status - 1
for (k in c("efron", "breslow", "exact")) {
  row(paste("freireich", k), given("six", six, list(treated = arr("six_cg", six$g)), k), shown(coxph(Surv(t, e) ~ g, six, ties = k, control = tight), "treated"))
  row(paste("freireich, three strata", k), given("six", six, list(treated = arr("six_cg", six$g)), k, stratum = arr("six_cs", six$s)), shown(coxph(Surv(t, e) ~ g + strata(s), six, ties = k, control = tight), "treated"))
  row(paste("ovarian, arm and age", k), given("ov", data.frame(t = ovarian$futime, e = ovarian$fustat), list(arm = arr("ov_rx", ovarian$rx), age = arr("ov_age", ovarian$age)), k), shown(coxph(Surv(futime, fustat) ~ rx + age, ovarian, ties = k, control = tight), c("arm", "age")))
  row(paste("lung, age and performance, strata of sex", k), given("lung", lungs, list(age = arr("lung_age", lungs$age), performance = arr("lung_ph", lungs$ph.ecog)), k, stratum = arr("lung_sex", lungs$sex)),
      shown(coxph(Surv(t, e) ~ age + ph.ecog + strata(sex), lungs, ties = k, control = tight), c("age", "performance")))
}
