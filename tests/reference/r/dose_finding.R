# Dose finding written a second time: BOIN from the beta posterior, 3+3 by a tree of cohorts and by the formulae of
# Lin and Shih (2001, Biostatistics 2:203), the continual reassessment method by adaptive quadrature.
options(digits = 12)

cat("## BOIN\n")
boin <- function(phi, n, low = 0.6 * phi, high = 1.4 * phi) {
  le <- log((1 - low) / (1 - phi)) / log(phi * (1 - low) / (low * (1 - phi)))
  ld <- log((1 - phi) / (1 - high)) / log(high * (1 - phi) / (phi * (1 - high)))
  y <- 0:n
  gone <- if (n >= 3) y[1 - pbeta(phi, 1 + y, 1 + n - y) > 0.95] else integer()
  e <- floor(le * n)
  g <- if (length(gone)) min(gone) else NA
  d <- min(ceiling(ld * n), g, na.rm = TRUE)
  c(escalate = e, lower = d, eliminate = g)
}
for (phi in c(0.1, 0.15, 0.35, 0.4)) for (n in c(3, 6, 9, 12, 18)) cat(phi, n, boin(phi, n), "\n")

cat("## isotonic choice\n")
pava <- function(y, w) {
  blocks <- list()
  for (i in seq_along(y)) {
    blocks[[length(blocks) + 1]] <- list(y = y[i], w = w[i], n = 1)
    while (length(blocks) > 1 && blocks[[length(blocks) - 1]]$y > blocks[[length(blocks)]]$y) {
      a <- blocks[[length(blocks) - 1]]; b <- blocks[[length(blocks)]]
      blocks <- blocks[seq_len(length(blocks) - 2)]
      blocks[[length(blocks) + 1]] <- list(y = (a$y * a$w + b$y * b$w) / (a$w + b$w), w = a$w + b$w, n = a$n + b$n)
    }
  }
  unlist(lapply(blocks, function(b) rep(b$y, b$n)))
}
chosen <- function(phi, n, y) {
  k <- length(n)
  gone <- which(n >= 3 & 1 - pbeta(phi, 1 + y, 1 + n - y) > 0.95)
  last <- if (length(gone)) min(gone) - 1 else k
  use <- which(n > 0 & seq_len(k) <= last)
  if (!length(use)) return(0)
  a <- y[use] + 0.05; b <- n[use] - y[use] + 0.05
  p <- pava(a / (a + b), (a + b)^2 * (a + b + 1) / (a * b)) + 1e-10 * seq_along(use)
  use[order(abs(p - phi))[1]]
}
print(chosen(0.3, c(3, 6, 12, 3, 0), c(0, 2, 3, 3, 0)))
print(chosen(0.3, c(3, 3, 15, 9, 0), c(0, 0, 4, 4, 0)))
print(chosen(0.3, c(6, 9, 0), c(2, 1, 0)))
print(chosen(0.3, c(3, 0, 0), c(3, 0, 0)))
print(chosen(0.2, c(3, 3, 3, 6), c(1, 0, 0, 1)))

cat("## 3+3\n")
without <- function(p) {                       # Lin and Shih, without de-escalation
  p0 <- (1 - p)^3                              # none of three
  q <- 3 * p * (1 - p)^2 * (1 - p)^3           # one of three, then none of three
  pass <- p0 + q
  k <- length(p)
  mtd <- sapply(0:k, function(i) prod(pass[seq_len(i)]) * (if (i < k) 1 - pass[i + 1] else 1))
  reach <- cumprod(c(1, pass))[1:k]
  women <- reach * (3 + 3 * 3 * p * (1 - p)^2)
  c(mtd, women)
}
with <- function(p) {                          # tree of cohorts, each result of three women in turn
  k <- length(p)
  mtd <- numeric(k + 1); women <- numeric(k)
  walk <- function(n, y, d, chance) {
    for (hit in 0:3) {
      pr <- chance * dbinom(hit, 3, p[d])
      m <- n; m[d] <- m[d] + 3; z <- y; z[d] <- z[d] + hit
      done <- function(chosen) { mtd[chosen + 1] <<- mtd[chosen + 1] + pr; women <<- women + pr * m }
      if (z[d] == 0 || (z[d] == 1 && m[d] == 6)) {
        if (d == k || m[d + 1] > 0) done(d) else walk(m, z, d + 1, pr)
      } else if (z[d] == 1) walk(m, z, d, pr)
      else {                                   # too toxic: down to the first dose with only three women
        e <- d - 1
        if (e == 0) done(0) else if (m[e] == 6) done(e) else walk(m, z, e, pr)
      }
    }
  }
  walk(rep(0, k), rep(0, k), 1, 1)
  c(mtd, women)
}
for (p in list(c(0.1, 0.25, 0.4), c(0.05, 0.1, 0.2, 0.35, 0.5), c(0.4, 0.5))) { print(without(p)); print(with(p)) }

cat("## BOIN, tree of four cohorts of three, target 0.3\n")
tree <- function(p, cohorts, phi = 0.3) {
  k <- length(p); mtd <- numeric(k + 1); women <- numeric(k)
  out <- function(n, y) { g <- which(n >= 3 & 1 - pbeta(phi, 1 + y, 1 + n - y) > 0.95); if (length(g)) min(g) else k + 1 }
  walk <- function(n, y, d, chance, left) {
    for (hit in 0:3) {
      pr <- chance * dbinom(hit, 3, p[d])
      m <- n; m[d] <- m[d] + 3; z <- y; z[d] <- z[d] + hit
      b <- boin(phi, m[d]); g <- out(m, z)
      if (g == 1 || left == 1) { i <- chosen(phi, m, z) + 1; mtd[i] <<- mtd[i] + pr; women <<- women + pr * m; next }
      e <- if (z[d] >= b["lower"]) max(d - 1, 1) else if (z[d] <= b["escalate"] && d < k && d + 1 < g) d + 1 else d
      walk(m, z, e, pr, left - 1)
    }
  }
  walk(rep(0, k), rep(0, k), 1, 1, cohorts)
  c(mtd, women)
}
print(tree(c(0.1, 0.25, 0.4), 4))
print(tree(c(0.1, 0.25, 0.4), 6))
print(tree(c(0.3, 0.45, 0.6, 0.7), 5))

cat("## CRM, empiric and logistic\n")
crm <- function(skel, n, y, model, v = 1.34, a = 3) {
  f <- function(b) if (model == "empiric") outer(b, skel, function(b, s) s^exp(b)) else
    plogis(a + outer(exp(b), qlogis(skel) - a))
  like <- function(b) exp(rowSums(sapply(seq_along(skel), function(i) { p <- f(b)[, i]; dbinom(y[i], n[i], p, log = TRUE) }))) * dnorm(b, 0, sqrt(v))
  g <- function(h) integrate(function(b) h(b) * like(b), -10, 10, rel.tol = 1e-12, subdivisions = 2000L)$value
  z <- g(function(b) 1); m <- g(identity) / z
  c(m, g(function(b) b^2) / z - m^2, f(m))
}
print(crm(c(0.1, 0.3, 0.5), c(3, 6, 3), c(0, 1, 2), "empiric"))
print(crm(c(0.1, 0.3, 0.5), c(3, 6, 3), c(0, 1, 2), "logistic"))
print(crm(c(0.05, 0.15, 0.3, 0.45), c(3, 3, 0, 0), c(0, 3, 0, 0), "empiric"))

cat("## CRM, most likely value: root of the score (skeleton and data of Cheung 2011)\n")
skel <- c(0.05, 0.10, 0.20, 0.35, 0.50, 0.70); lev <- c(3, 4, 4, 3, 3, 4, 3, 2, 2, 2); tox <- c(0, 0, 1, 0, 0, 1, 0, 0, 0, 0)
score <- function(b) { p <- skel[lev]^exp(b); dp <- p * log(skel[lev]) * exp(b); sum((tox - p) / (p * (1 - p)) * dp) }
print(uniroot(score, c(-2, 2), tol = 1e-14)$root, digits = 12)
score3 <- function(b) { x <- qlogis(skel[lev]) - 3; p <- plogis(3 + exp(b) * x); sum((tox - p) * exp(b) * x) }
print(uniroot(score3, c(-2, 2), tol = 1e-14)$root, digits = 12)
cat(R.version.string, "\n")
