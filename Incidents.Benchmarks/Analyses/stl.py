# Robust STL by statsmodels. Arguments: file of values, one a line, period, file for the answer: all of the season, then all of the trend.
import sys
import time

try:
    import numpy
    import statsmodels
    from statsmodels.tsa.seasonal import STL
except ImportError:
    print("missing", flush=True)
    sys.exit()

values = numpy.loadtxt(sys.argv[1], skiprows=1)
print("ready", statsmodels.__version__, flush=True)
for turn in sys.stdin:
    started = time.perf_counter()
    found = STL(values, period=int(sys.argv[2]), robust=True).fit()
    seconds = time.perf_counter() - started
    numpy.concatenate([found.seasonal, found.trend]).astype("<f8").tofile(sys.argv[3])
    print(seconds, flush=True)
