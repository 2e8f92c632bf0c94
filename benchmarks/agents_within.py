"""The bot with its agents in its own process, and a bare Bolt listener there: what `burst` is beside.

`python -m benchmarks.agents_within HOME SECONDS CALLS PLACES`: as `benchmarks.served`, and it prints the listener's
address, too.
"""

import asyncio
import sys
from pathlib import Path

from benchmarks.scripted import model
from benchmarks.served import beside_slack
from bot.given import Given
from bot.outbound.pacing import Pacer

if __name__ == "__main__":
    home, places = Path(sys.argv[1]), int(sys.argv[4])
    seconds, calls = float(sys.argv[2]), int(sys.argv[3])
    given = Given(pacer=Pacer(0, 0), load=lambda name, heat: model(seconds, calls))
    asyncio.run(beside_slack(home, seconds, calls, places, given))
