# Gaussian kernel density by spatstat. Arguments: CSV of points (x, y), width and height of the window, cells to a side, bandwidth, file for the answer, row by row.
if (!requireNamespace("spatstat.explore", quietly = TRUE)) { cat("missing\n"); quit() }
suppressPackageStartupMessages(library(spatstat.explore))
arguments <- commandArgs(trailingOnly = TRUE)
points <- read.csv(arguments[1])
sizes <- as.numeric(arguments[2:5])
pattern <- ppp(points$x, points$y, c(0, sizes[1]), c(0, sizes[2]))
cat("ready", as.character(packageVersion("spatstat.explore")), "\n")
turns <- file("stdin", "r")
while (length(readLines(turns, 1)) == 1) {
  seconds <- system.time(density <- density.ppp(pattern, sigma = sizes[4], dimyx = sizes[3], edge = FALSE))[["elapsed"]]
  writeBin(as.vector(t(density$v)), arguments[6])
  cat(seconds, "\n")
}
