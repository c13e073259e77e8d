# Gi* by spdep, from coordinates to q-values. Arguments: CSV of cells (x, y, count), distance, file for the answer: all z, then all q.
if (!requireNamespace("spdep", quietly = TRUE)) { cat("missing\n"); quit() }
suppressPackageStartupMessages(library(spdep))
arguments <- commandArgs(trailingOnly = TRUE)
cells <- read.csv(arguments[1])
places <- as.matrix(cells[, c("x", "y")])
cat("ready", as.character(packageVersion("spdep")), "\n")
turns <- file("stdin", "r")
while (length(readLines(turns, 1)) == 1) {
  seconds <- system.time({
    near <- include.self(dnearneigh(places, 0, as.numeric(arguments[2])))
    z <- localG(cells$count, nb2listw(near, style = "B"))
    q <- p.adjust(2 * pnorm(-abs(z)), "BH")
  })[["elapsed"]]
  writeBin(as.double(c(z, q)), arguments[3])
  cat(seconds, "\n")
}
