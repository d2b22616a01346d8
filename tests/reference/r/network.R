# Oracles for network meta-analysis: metafor rma.mv on arm-level data, and matrices in base R. Run: Rscript network.R
suppressMessages(library(metafor)); source("emit.R")
metafor_is <- paste0("R ", getRversion(), ", metafor ", packageVersion("metafor"))
senn <- dat.senn2013; senn$yi <- senn$mi; senn$vi <- senn$sdi^2 / senn$ni; names(senn)[3] <- "treatment"
hass <- dat.hasselblad1998; h <- escalc(measure = "PLO", xi = xi, ni = ni, data = hass, add = 1/2, to = "only0")
empty <- tapply(hass$xi == 0 | hass$xi == hass$ni, hass$study, any)[as.character(hass$study)] # 0.5 to every arm of a trial with an empty cell
x <- hass$xi + empty / 2; n <- hass$ni + empty
hass$yi <- as.vector(log(x / (n - x))); hass$vi <- as.vector(1 / x + 1 / (n - x)); hass$treatment <- hass$trt
flip <- function(d, ref) { # contrasts against each trial's first arm; covariance: variance of that arm
  d$study <- as.character(d$study); rows <- list(); V <- list()
  for (s in unique(d$study)) { a <- d[d$study == s, ]; a <- a[order(a$treatment), ]; k <- nrow(a) - 1
    rows[[s]] <- data.frame(study = s, t1 = a$treatment[-1], t2 = a$treatment[1], yi = a$yi[-1] - a$yi[1]); V[[s]] <- diag(a$vi[-1], k) + a$vi[1] }
  r <- do.call(rbind, rows); all <- sort(unique(d$treatment)); X <- sapply(setdiff(all, ref), function(t) (r$t1 == t) - (r$t2 == t)); colnames(X) <- setdiff(all, ref)
  list(r = r, X = X, V = bldiag(V), ref = ref, all = all)
}
nets <- list(senn = flip(senn, "placebo"), smoking = flip(hass, "no_contact"))
said <- c(senn = "Senn 2013, glucose lowering (metadat dat.senn2013)", smoking = "Hasselblad 1998, smoking cessation (metadat dat.hasselblad1998)")
file <- function(name) list(data = name)
model <- function(net, method, X = net$X) { d <- net$r; d$arm <- as.character(ave(seq_len(nrow(d)), d$study, FUN = seq_along))
  if (method == "FE") rma.mv(yi, net$V, mods = ~ X - 1, data = d) else rma.mv(yi, net$V, mods = ~ X - 1, random = ~ arm | study, rho = 0.5, data = d, method = method, control = list(reltol = 1e-14)) }
flat <- function(f, net) { b <- as.vector(coef(f)); names(b) <- colnames(net$X); s <- f$se; names(s) <- paste0(colnames(net$X), "_se"); gsub_names <- function(v) { names(v) <- gsub("[^a-z_]", "", names(v)); v }; c(as.list(gsub_names(b)), as.list(gsub_names(s))) }
for (method in c("FE", "REML")) {
  case(paste0("network_", tolower(method), "_r"), "network", if (method == "FE") "network_common" else "network_reml", paste0(metafor_is, ", rma.mv of contrasts with their covariances", if (method != "FE") ", random contrasts with correlation 0.5"), if (method == "FE") 1e-7 else 2e-5, if (method == "FE") "ten digits are printed" else "the oracle's optimiser stops on a flat likelihood", "network.R")
  for (name in names(nets)) { net <- nets[[name]]; f <- model(net, method); row(said[[name]], list(data = name, reference = net$ref, method = method), c(flat(f, net), if (method == "FE") list(q = f$QE, df = f$k - f$p) else list(tau2 = f$tau2))) }
}
# DerSimonian and Laird, generalised: trace with the matrices written out (Jackson, White and Riley 2012; Ruecker and Schwarzer)
dl <- function(net) { W <- solve(net$V); X <- net$X; P <- W - W %*% X %*% solve(t(X) %*% W %*% X) %*% t(X) %*% W; y <- net$r$yi
  G <- outer(net$r$study, net$r$study, "==") * 0.5; diag(G) <- 1; Q <- drop(t(y) %*% P %*% y); t2 <- max(0, (Q - (length(y) - ncol(X))) / sum(diag(P %*% G)))
  W <- solve(net$V + t2 * G); C <- solve(t(X) %*% W %*% X); b <- drop(C %*% t(X) %*% W %*% y); list(tau2 = t2, b = b, C = C) }
case("network_dl_plain", "network", "network_dl", "Method of moments with matrices in base R", 1e-7, "ten digits are printed", "network.R", oracle = "NUM")
for (name in names(nets)) { net <- nets[[name]]; f <- dl(net); b <- f$b; s <- sqrt(diag(f$C)); clean <- function(v, e) { names(v) <- paste0(gsub("[^a-z_]", "", colnames(net$X)), e); as.list(v) }
  row(said[[name]], list(data = name, reference = net$ref, method = "DL"), c(clean(b, ""), clean(s, "_se"), list(tau2 = f$tau2))) }
# inconsistency: Q within and between designs at no heterogeneity; Wald test of design by treatment with heterogeneity (Higgins 2012; Jackson 2014)
case("inconsistency_r", "inconsistency", "network_inconsistency", paste0(metafor_is, ", rma.mv with a coefficient for each contrast of each design"), 2e-5, "the oracle's optimiser stops on a flat likelihood", "network.R")
for (name in names(nets)) { net <- nets[[name]]; d <- net$r; design <- tapply(c(d$t1, d$t2), c(d$study, d$study), function(t) paste(sort(unique(t)), collapse = ":"))[d$study]
  cell <- paste(design, d$t1, d$t2); Z <- sapply(unique(cell), function(v) as.numeric(cell == v)); fe <- model(net, "FE"); full <- model(net, "FE", Z)
  extra <- net$X; for (j in seq_len(ncol(Z))) if (qr(cbind(extra, Z[, j]))$rank > ncol(extra)) extra <- cbind(extra, Z[, j]); re <- model(net, "REML", extra); at <- (ncol(net$X) + 1):ncol(extra)
  w <- drop(t(coef(re)[at]) %*% solve(vcov(re)[at, at]) %*% coef(re)[at])
  row(said[[name]], list(data = name), list(q_total = fe$QE, q_within = full$QE, q_between = fe$QE - full$QE, df_total = fe$k - fe$p, df_within = full$k - full$p, df_between = length(at), wald = w, wald_p = pchisq(w, length(at), lower.tail = FALSE), wald_tau2 = re$tau2)) }
# node splitting: half the difference each way, so that trials with several arms are shared (White 2015)
case("splits_r", "split", "network_splitting", paste0(metafor_is, ", rma.mv with one more coefficient, direct less indirect, in trials that have both treatments (half in each arm)"), 5e-5, "the oracle's optimiser stops on a flat likelihood", "network.R")
for (name in names(nets)) { net <- nets[[name]]; d <- net$r; pairs <- list(senn = list(c("metformin", "placebo"), c("metformin", "rosiglitazone"), c("acarbose", "placebo")), smoking = list(c("ind_counseling", "no_contact"), c("grp_counseling", "ind_counseling"), c("ind_counseling", "self_help")))[[name]]
  for (p in pairs) { arms <- function(s) unique(c(d$t1[d$study == s], d$t2[d$study == s])); both <- sapply(d$study, function(s) all(p %in% arms(s)))
    z <- both * (0.5 * (d$t1 == p[1]) - 0.5 * (d$t1 == p[2]) - 0.5 * (d$t2 == p[1]) + 0.5 * (d$t2 == p[2])); f <- model(net, "REML", cbind(net$X, split = z)); j <- ncol(net$X) + 1
    l <- rep(0, j); if (p[1] != net$ref) l[match(p[1], colnames(net$X))] <- 1; if (p[2] != net$ref) l[match(p[2], colnames(net$X))] <- -1
    row(paste0(said[[name]], ", ", p[1], " against ", p[2]), list(data = name, first = p[1], second = p[2]), list(indirect = sum(l * coef(f)), direct = sum(l * coef(f)) + coef(f)[[j]], difference = coef(f)[[j]], se = f$se[j], p = f$pval[j], tau2 = f$tau2)) }
}
# P-scores and rank probabilities: normal law of the effects, a million draws
case("pscores_plain", "pscores", "network_ranks", "P-scores with pnorm in base R from the DL fit (Ruecker and Schwarzer 2015)", 1e-6, "ten digits are printed", "network.R", oracle = "NUM")
for (name in names(nets)) { net <- nets[[name]]; f <- dl(net); b <- c(0, f$b); C <- rbind(0, cbind(0, f$C)); nm <- c(net$ref, colnames(net$X)); sign <- if (name == "senn") -1 else 1
  P <- sapply(seq_along(b), function(i) mean(sapply(setdiff(seq_along(b), i), function(j) pnorm(sign * (b[i] - b[j]) / sqrt(C[i, i] + C[j, j] - 2 * C[i, j]))))); names(P) <- gsub("[^a-z_]", "", nm); row(said[[name]], list(data = name, better = sign), as.list(P)) }
case("ranks_drawn", "ranks", "network_ranks", "A million draws of the normal law of the effects (base R, seed 1), DL fit", 4e-3, "the oracle is drawn; ours is on even points", "network.R", oracle = "NUM")
set.seed(1); for (name in names(nets)) { net <- nets[[name]]; f <- dl(net); sign <- if (name == "senn") -1 else 1; nm <- gsub("[^a-z_]", "", c(net$ref, colnames(net$X)))
  D <- cbind(0, sweep(matrix(rnorm(1e6 * length(f$b)), ncol = length(f$b)) %*% chol(f$C), 2, f$b, "+")) * sign; best <- tabulate(max.col(D), ncol(D)) / 1e6; names(best) <- nm; row(said[[name]], list(data = name, better = sign), as.list(best)) }
# the data
cat("##data\n"); for (name in c("senn", "hass")) { d <- get(name); cat(name, "\nstudy: [", paste0("'", d$study, "'", collapse = ", "), "]\ntreatment: [", paste(d$treatment, collapse = ", "), "]\n", sep = ""); if (name == "senn") cat("n: [", paste(d$ni, collapse = ", "), "]\nmean: [", paste(d$mi, collapse = ", "), "]\nsd: [", paste(d$sdi, collapse = ", "), "]\n", sep = "") else cat("events: [", paste(d$xi, collapse = ", "), "]\nn: [", paste(d$ni, collapse = ", "), "]\n", sep = "") }
