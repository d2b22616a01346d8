# Prints oracle values as rows of records/reference/statistics/<topic>.yaml.
number <- function(x) ifelse(is.na(x), ".nan", ifelse(is.infinite(x), ifelse(x > 0, ".inf", "-.inf"), trimws(formatC(x, digits = 10, format = "g"))))
flow <- function(x) {
  if (is.list(x)) return(paste0("{", paste(mapply(function(k, v) paste0(k, ": ", flow(v)), names(x), x), collapse = ", "), "}"))
  if (inherits(x, "anchor")) return(unclass(x))
  if (is.character(x)) return(if (length(x) == 1) x else paste0("[", paste(x, collapse = ", "), "]"))
  if (is.matrix(x)) return(paste0("[", paste(apply(x, 1, function(r) flow(as.vector(r))), collapse = ", "), "]"))
  if (length(x) == 1 && !inherits(x, "AsIs")) number(x) else paste0("[", paste(trimws(number(unclass(x))), collapse = ", "), "]")
}
# First mention of an array gives it a name, later ones point at it.
.named <- character()
arr <- function(name, x) {
  if (name %in% .named) return(structure(paste0("*", name), class = "anchor"))
  .named <<- c(.named, name)
  structure(paste0("&", name, " ", flow(I(x))), class = "anchor")
}
case <- function(name, check, covers, source, tolerance, because, program, relative = FALSE, oracle = "R") {
  cat(name, ":\n  check: ", check, "\n  covers: [", paste(covers, collapse = ", "), "]\n  source: \"", source, "\"\n  oracle: ", oracle, "\n  program: r/",
      program, "\n  tolerance: ", tolerance, if (relative) "\n  relative: true", "\n  because: ", because, "\n  rows:\n", sep = "")
}
row <- function(name, given, oracle) {
  cat("    - name: ", name, "\n      given: ", flow(given), "\n      oracle: ", flow(oracle), "\n", sep = "")
}
