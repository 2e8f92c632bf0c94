"""The process of agents that work apart from the bot: `python -m bot.agents_process SOCKET`, begun by the bot alone."""

import asyncio
import contextlib
import ctypes
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from agents import processors
from agents.apart import calls
from agents.apart.agents_side import AgentsSide, LedgerApart
from agents.apart.line import Line
from agents.tools.reader import Reader
from bot.operations.console import set_log
from bot.setup import collector, handing_over, own_memory
from bot.setup.data_folder import keep_private
from bot.setup.model_loader import Load, loader
from bot.setup.settings import BadSettings, Settings
from bot.setup.with_models import with_models

END_WITH_PARENT = 1  # of prctl(2)
FIRST = "500"  # where memory is short the kernel ends agents before the bot

Loads = Callable[[Settings], Load]


def main(loads: Loads | None = None) -> None:
    """Work until the bot's process closes the line.

    Args:
        loads: makes the models in the place of the providers'.
    """
    keep_private()
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(FIRST)
    own_memory.keep()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    for told in (signal.SIGINT, signal.SIGTERM):  # also told to the bot, which ends this process in order
        signal.signal(told, lambda *_: None)
    asyncio.run(_serve(int(sys.argv[1]), loads or _providers))


def _providers(settings: Settings) -> Load:
    return loader(settings.secrets.sluice_models, settings.keys)


async def _serve(number: int, loads: Loads) -> None:
    reader, writer = await asyncio.open_unix_connection(sock=socket.socket(fileno=number))
    serving = _Serving(loads)
    serving.line = Line(reader, writer, serving.answer)
    asyncio.get_running_loop().set_default_executor(processors.blocking())
    processors.own().keep(apart_from=os.getppid())
    await serving.line.run()
    if not serving.ended:  # the bot's process was killed: this one is gone as soon
        os._exit(1)


class _Serving:
    """What is answered: first the beginning, then calls of agents, at last the end."""

    line: Line

    def __init__(self, loads: Loads) -> None:
        self._loads, self._parts, self.ended = loads, contextlib.AsyncExitStack(), False
        self._side: AgentsSide | None = None

    async def answer(self, name: str, number: int, within: int, body: bytes) -> bytes:
        """Return the answer to a call."""
        if name == calls.BEGIN.name:
            settings, level, named = calls.BEGIN.values(body)
            set_log(level)
            return calls.BEGIN.pack_result(await self._begin(settings, named))
        if name == calls.PING.name:
            return calls.PING.pack_result(None)
        if name == calls.END.name:
            self.ended = True
            await self._parts.aclose()
            return calls.END.pack_result(None)
        assert self._side is not None
        return await self._side.answer(name, number, within, body)

    async def _begin(self, given: str, named: Mapping[str, str]) -> str:
        """Make the agents, each with the model that is named for it; return why they can't be made, or nothing."""
        files = Reader(at_once=1)
        self._parts.push_async_callback(files.close)
        try:
            settings = handing_over.from_json(given)
            link = LedgerApart(self.line, settings.file.budget.caps())
            load = self._loads(settings)
            crew = await with_models(settings, named, link=link, pins=link, parts=self._parts, reader=files, load=load)
        except BadSettings as no:
            return str(no)
        self._side = AgentsSide(crew)
        collector.rest()
        return ""


if __name__ == "__main__":
    main()
