# Nowcasts by surveillance, one of each category. Arguments: CSV of reports (category, occurred and known in days since 1970, as Mondays of
# their weeks), first and last week, longest delay, window, file for the answer: the estimates of the last weeks up to the longest delay.
if (!requireNamespace("surveillance", quietly = TRUE)) { cat("missing\n"); quit() }
suppressPackageStartupMessages(library(surveillance))
arguments <- commandArgs(trailingOnly = TRUE)
day <- function(number) as.Date(as.numeric(number), origin = "1970-01-01")
reports <- read.csv(arguments[1])
reports$occurred <- day(reports$occurred)
reports$known <- day(reports$known)
weeks <- seq(day(arguments[2]), day(arguments[3]), by = "1 week")
longest <- as.integer(arguments[4])
categories <- split(reports, reports$category)
cat("ready", as.character(packageVersion("surveillance")), "\n")
estimates <- function(list) {
  # The package writes what it does to the console.
  invisible(capture.output(found <- suppressWarnings(suppressMessages(nowcast(
    now = max(weeks), when = tail(weeks, longest + 1), data = list, dEventCol = "occurred", dReportCol = "known", method = "lawless",
    aggregate.by = "1 week", D = longest, m = as.integer(arguments[5]), control = list(dRange = range(weeks), N.tInf.max = 1000))))))
  tail(attr(reportingTriangle(found), "N.tT") / rev(found@delayCDF[["lawless"]]), longest + 1)
}
turns <- file("stdin", "r")
while (length(readLines(turns, 1)) == 1) {
  seconds <- system.time(all <- lapply(categories, estimates))[["elapsed"]]
  writeBin(as.double(unlist(all)), arguments[6])
  cat(seconds, "\n")
}
