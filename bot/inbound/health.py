"""Whether the process does its work: the ledger answers, and the loop that runs the jobs turns."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from storage.ledger.core.ledger import Ledger
from storage.ledger.queries import gauging

PATIENCE = 5.0  # seconds for the ledger's answer
STILL = 30.0  # seconds without a look for work after which something is wrong

GONE = 60.0  # seconds without a process of agents after which something is wrong: it is begun again within 30

Idle = Callable[[], float]  # the seconds since the last look for work


def turning(idle: Idle) -> web.Response:
    """Return the answer whether background work goes on, as far as this process itself knows; 503 where not."""
    if (still := idle()) > STILL:
        return web.json_response({"ok": False, "jobs": f"no look for work for {still:.0f} s"}, status=503)
    return web.json_response({"ok": True})


@dataclass(frozen=True, slots=True)
class Health:
    """The answer of `/health`: the state of the ledger and of background work.

    Attributes:
        gone: tells for how many seconds no agent could be asked.
    """

    ledger: Ledger
    idle: Idle
    gone: Idle = lambda: 0.0

    async def answer(self) -> web.Response:
        """Return the answer whether the ledger can be read, background work goes on and agents can be asked; 503 where
        not."""
        try:
            await asyncio.wait_for(self.ledger.see(gauging.is_there), PATIENCE)
        except Exception as error:  # whatever keeps the ledger from answering is what is asked for
            return web.json_response({"ok": False, "ledger": type(error).__name__}, status=503)
        if (gone := self.gone()) > GONE:
            return web.json_response({"ok": False, "agents": f"no process of agents for {gone:.0f} s"}, status=503)
        return turning(self.idle)
