# Two-stage designs of one share, for records/reference/statistics/two_stage.yaml: plain loops over every design.
show <- function(name, ...) cat(name, ":", sprintf("%.10g", c(...)), "\n")
success <- function(n1, r1, n, r, p) { x <- (r1 + 1):n1; sum(dbinom(x, n1, p) * pbinom(r - x, n - n1, p, lower.tail = FALSE)) }
search <- function(p0, p1, alpha, power, most) { best <- NULL; small <- NULL
  for (n in 2:most) for (n1 in 1:(n - 1)) for (r1 in 0:(n1 - 1)) {
    if (pbinom(r1, n1, p1) > 1 - power) break
    for (r in r1:(n - 1)) if (success(n1, r1, n, r, p0) <= alpha) { if (success(n1, r1, n, r, p1) >= power) {
      en <- n1 + pbinom(r1, n1, p0, lower.tail = FALSE) * (n - n1); d <- c(r1, n1, r, n, en)
      if (is.null(best) || en < best[5]) best <- d
      if (is.null(small) || n < small[4] || (n == small[4] && en < small[5])) small <- d }
      break } }
  list(best, small) }
for (q in list(c(0.05, 0.3, 0.05, 0.8, 22), c(0.1, 0.4, 0.05, 0.8, 24), c(0.2, 0.5, 0.1, 0.9, 28), c(0.4, 0.7, 0.05, 0.8, 28))) {
  f <- search(q[1], q[2], q[3], q[4], q[5]); show(paste("search", paste(q, collapse = " "), "optimal"), f[[1]]); show("  minimax", f[[2]]) }
chances <- function(n1, r1, n, r, p) show(paste("chances", r1, n1, r, n, p), success(n1, r1, n, r, p), pbinom(r1, n1, p),
  n1 + pbinom(r1, n1, p, lower.tail = FALSE) * (n - n1))
chances(10, 1, 29, 5, 0.1); chances(10, 1, 29, 5, 0.3); chances(43, 14, 104, 38, 0.37)
# after the trial: the mean of x1 / n1 over every order of the women that gives the same end; tails by brute force
unbiased <- function(n1, r1, n, s) { x <- (r1 + 1):min(s, n1); x <- x[s - x <= n - n1]; w <- choose(n1, x) * choose(n - n1, s - x); sum(w * x / n1) / sum(w) }
better <- function(n1, r1, n, s, p, stopped) if (stopped) pbinom(s - 1, n1, p, lower.tail = FALSE) else {
  g <- expand.grid(a = 0:n1, b = 0:(n - n1)); sum((dbinom(g$a, n1, p) * dbinom(g$b, n - n1, p))[g$a > r1 & g$a + g$b >= s]) }
after <- function(n1, r1, n, s, p0, stopped) show(paste("after", r1, n1, n, s), if (stopped) s / n1 else unbiased(n1, r1, n, s),
  better(n1, r1, n, s, p0, stopped), uniroot(function(p) better(n1, r1, n, s, p, stopped) - 0.025, c(1e-9, 1 - 1e-9), tol = 1e-12)$root,
  uniroot(function(p) 0.975 - better(n1, r1, n, s + 1, p, stopped), c(1e-9, 1 - 1e-9), tol = 1e-12)$root)
after(10, 1, 29, 6, 0.1, FALSE); after(10, 1, 29, 2, 0.1, FALSE); after(13, 3, 43, 15, 0.2, FALSE); after(10, 1, 29, 1, 0.1, TRUE)
# conditional power by every outcome of the women left
left <- function(n1, r1, n, r, k, m, p) { if (m >= n1) return(pbinom(r - k, n - m, p, lower.tail = FALSE))
  g <- expand.grid(a = 0:(n1 - m), b = 0:(n - n1)); sum((dbinom(g$a, n1 - m, p) * dbinom(g$b, n - n1, p))[k + g$a > r1 & k + g$a + g$b > r]) }
show("conditional 0/5, 2/10, 4/20", left(10, 1, 29, 5, 0, 5, 0.3), left(10, 1, 29, 5, 2, 10, 0.3), left(10, 1, 29, 5, 4, 20, 0.3))
cat(R.version.string, "\n")
