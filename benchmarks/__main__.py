"""`python -m benchmarks [chapter …]`: measure on one thread; see `benchmarks/run.py`."""

import os
import sys

from benchmarks.measure import ONE_THREAD

if __name__ == "__main__":
    os.environ |= ONE_THREAD  # NumPy reads them when it is loaded, by the next line
    from benchmarks.run import main

    sys.exit(main(sys.argv[1:]))
