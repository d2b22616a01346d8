# Writes the data sets of metadat that the oracles of the evidence share. Run: Rscript evidence_data.R FOLDER
suppressMessages(library(metadat))
folder <- commandArgs(TRUE)[1]
text <- function(x) if (is.numeric(x)) paste(format(x, digits = 12, trim = TRUE, scientific = FALSE, drop0trailing = TRUE), collapse = ", ") else paste0("'", gsub("'", "''", x), "'", collapse = ", ")
keep <- function(name, source, columns) {
  lines <- sapply(names(columns), function(one) paste0(one, ": [", paste(strwrap(text(columns[[one]]), 110), collapse = "\n  "), "]"))
  writeLines(c(paste0("source: \"", source, ", as carried by metadat ", packageVersion("metadat"), "\""), lines), file.path(folder, paste0(name, ".yaml")))
}
two <- function(a, n1, c, n2) list(events = a, n = n1, control_events = c, control_n = n2)
b <- dat.bcg
keep("bcg", "Tuberculosis in trials of BCG vaccine; Colditz et al. 1994, JAMA 271:698; dat.bcg",
     c(list(label = paste(b$author, b$year)), two(b$tpos, b$tpos + b$tneg, b$cpos, b$cpos + b$cneg), list(latitude = b$ablat, year = b$year, allocation = b$alloc)))
d <- dat.normand1999
keep("normand1999", "Length of stay after stroke, days; Normand 1999, Stat Med 18:321; dat.normand1999",
     list(label = d$source, mean = d$m1i, sd = d$sd1i, n = d$n1i, control_mean = d$m2i, control_sd = d$sd2i, control_n = d$n2i))
d <- dat.nielweise2007
keep("nielweise2007", "Catheter infections; Niel-Weise et al. 2007, J Antimicrob Chemother 59:359; dat.nielweise2007",
     c(list(label = paste(d$author, d$year)), two(d$ai, d$n1i, d$ci, d$n2i)))
d <- dat.raudenbush1985
keep("raudenbush1985", "Teachers' expectations; Raudenbush 1985; dat.raudenbush1985", list(label = paste(d$author, d$year), yi = d$yi, vi = d$vi, weeks = d$weeks))
d <- dat.konstantopoulos2011
keep("konstantopoulos2011", "School calendars; Konstantopoulos 2011, Res Synth Methods 2:61; dat.konstantopoulos2011",
     list(district = d$district, school = d$school, yi = d$yi, vi = d$vi, year = d$year))
d <- dat.berkey1998
keep("berkey1998", "Periodontal disease, two outcomes a trial; Berkey et al. 1998, Stat Med 17:2537; dat.berkey1998",
     list(trial = d$trial, outcome = as.character(d$outcome), yi = d$yi, v1 = d$v1i, v2 = d$v2i))
