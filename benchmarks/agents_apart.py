"""The agents' process with a model that only waits: `python -m benchmarks.agents_apart SECONDS CALLS FILE SOCKET`.

Told SIGUSR1, it writes into FILE which modules are here.
"""

import json
import signal
import sys
from pathlib import Path

from benchmarks.scripted import model
from bot.agents_process import main

if __name__ == "__main__":
    seconds, calls, file = float(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    signal.signal(signal.SIGUSR1, lambda *_: file.write_text(json.dumps(sorted(sys.modules))))
    sys.argv[1:] = sys.argv[4:]
    main(lambda settings: lambda name, heat: model(seconds, calls))
