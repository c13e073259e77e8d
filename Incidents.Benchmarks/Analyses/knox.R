# Knox's test by surveillance. Arguments: CSV of events (x, y, time), limits of distance and of time, permutations, file for the answer: pairs close in both, and
# how many are expected. The output is the time of one permutation.
if (!requireNamespace("surveillance", quietly = TRUE)) { cat("missing\n"); quit() }
suppressPackageStartupMessages(library(surveillance))
arguments <- commandArgs(trailingOnly = TRUE)
events <- read.csv(arguments[1])
near <- as.numeric(arguments[2])
soon <- as.numeric(arguments[3])
permutations <- as.integer(arguments[4])
ds <- dist(events[, c("x", "y")])
dt <- dist(events$time)
cat("ready", as.character(packageVersion("surveillance")), "\n")
turns <- file("stdin", "r")
while (length(readLines(turns, 1)) == 1) {
  without <- system.time(knox(dt, ds, eps.t = soon, eps.s = near, simulate.p.value = FALSE))[["elapsed"]]
  with <- system.time(found <- knox(dt, ds, eps.t = soon, eps.s = near, B = permutations, .verbose = FALSE))[["elapsed"]]
  writeBin(as.double(c(found$statistic, found$null.value)), arguments[5])
  cat((with - without) / permutations, "\n")
}
