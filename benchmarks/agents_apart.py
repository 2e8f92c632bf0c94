"""The agents' process with a model that only waits: `python -m benchmarks.agents_apart SECONDS CALLS N`."""

import sys

from benchmarks.scripted import model
from bot.agents_process import main

if __name__ == "__main__":
    seconds, calls, sys.argv[1:] = float(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    main(lambda settings: lambda name, heat: model(seconds, calls))
