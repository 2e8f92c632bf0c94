"""How late the event loop is: measured while the bot runs, kept in the data folder for the doctor."""

import asyncio
import contextlib
import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

TICK = 0.05  # seconds between two looks
WINDOW = 1200  # looks that count: a minute
EVERY = 200  # looks between two notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """The delay of the event loop in milliseconds, over a process's last minute; `at` is seconds since 1970."""

    process: int
    at: float
    p99: float
    worst: float


async def watch(home: Path) -> None:
    """Measure how late the event loop is, and note it in the data folder, until canceled."""
    loop, late = asyncio.get_running_loop(), list[float]()
    while True:
        for _ in range(EVERY):
            began = loop.time()
            await asyncio.sleep(TICK)
            late.append(max(0.0, loop.time() - began - TICK) * 1000)
        late = late[-WINDOW:]
        await asyncio.to_thread(keep, home, of(late))


def of(late: list[float]) -> Lag:
    """Return the 99th percentile and the worst of measured delays, which are in milliseconds."""
    ordered = sorted(late)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return Lag(process=os.getpid(), at=time.time(), p99=p99, worst=ordered[-1])


def keep(home: Path, lag: Lag) -> None:
    """Write a measurement to the data folder, for the doctor; a full disk is no error."""
    half = home / "lag.json.half"
    with contextlib.suppress(OSError):  # a full disk must not end the bot for this
        half.write_text(json.dumps(asdict(lag)), "utf-8")
        half.replace(home / "lag.json")


def kept(home: Path) -> Lag | None:
    """Return what a running process noted last; None where there is nothing to read."""
    try:
        return Lag(**json.loads((home / "lag.json").read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
