"""Which processor this process runs on, and what it begins."""

import asyncio
import contextlib
import os
import subprocess
import sys
import threading
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from agents import processors
from agents.local import engine
from agents.processors import OwnProcessor, Shares, Used, best, shares
from agents.roster.server_spec import ServerSpec
from agents.tools import command, leftovers, mcp_connection, sandbox
from agents.tools.entries import Found
from agents.tools.kept_process import Kept
from tests.agents.test_local import Runtime

ALL = frozenset(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else frozenset[int]()
several = pytest.mark.skipif(len(ALL) < 2, reason="there is one processor, or the system does not let us choose")
TELL = "import os; print(sorted(os.sched_getaffinity(0)))"
ANYWHERE = str(sorted(ALL))


def mine() -> set[int]:
    return os.sched_getaffinity(0)


@pytest.mark.parametrize(
    ("used", "own", "here", "first", "chosen"),
    [
        ({0: 0.9, 1: 0.1}, 0.0, None, 0, 1),  # at the start, the one that is used least
        ({0: 0.1, 1: 0.9}, 0.0, None, 0, 0),
        ({0: 0.02, 1: 0.01}, 0.0, None, 0, 0),  # alike: by the process, so that two of them don't choose the same
        ({0: 0.02, 1: 0.01}, 0.0, None, 1, 1),
        ({0: 1.0, 1: 0.1}, 0.9, 0, 0, 0),  # it is we ourselves who use it
        ({0: 1.0, 1: 0.1}, 0.5, 0, 0, 1),  # others take half of it, and another one is free
        ({0: 1.0, 1: 0.4}, 0.5, 0, 0, 0),  # there it would be hardly better
        ({0: 1.0, 1: 1.0}, 0.5, 0, 0, 0),
        ({1: 0.3, 2: 0.0}, 0.1, 0, 0, 2),  # ours is taken from us
        ({5: 0.3}, 0.1, 0, 0, 0),  # the system tells of none that we may run on
    ],
)
def test_it_chooses_what_others_use_least(
    used: dict[int, float], own: float, here: int | None, first: int, chosen: int
) -> None:
    assert best({0, 1, 2} & {*used}, Shares(used, own), here, first) == chosen


def test_it_looks_at_what_was_used_meanwhile() -> None:
    before, after = Used(10.0, {0: 100.0, 1: 7.0}, 3.0), Used(15.0, {0: 105.0, 1: 7.5, 2: 0.0}, 5.0)
    assert shares(before, after) == Shares({0: 1.0, 1: 0.1, 2: 0.0}, 0.4)


@pytest.fixture
async def kept(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[OwnProcessor]:
    """This process, on one processor; that, too, of the tools."""
    monkeypatch.setattr(processors, "FIRST", 0.05)
    monkeypatch.setattr(processors, "PAUSE", 0.2)
    one = OwnProcessor()
    monkeypatch.setattr(processors, "own", lambda: one)
    keeping = asyncio.create_task(one.keep())
    while len(mine()) > 1:
        await asyncio.sleep(0.01)
    yield one
    keeping.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await keeping
    assert mine() == ALL


@several
async def test_its_threads_run_on_one_processor_with_those_that_come_later(kept: OwnProcessor) -> None:
    here = mine()
    assert len(here) == 1
    assert await asyncio.to_thread(mine) == here
    for thread in Path("/proc/self/task").iterdir():
        with contextlib.suppress(ProcessLookupError):
            assert os.sched_getaffinity(int(thread.name)) == here


@several
async def test_threads_that_were_there_before_come_along_and_go_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processors, "FIRST", 0.05)
    ended, one = threading.Event(), OwnProcessor()
    (early := threading.Thread(target=ended.wait)).start()
    assert early.native_id is not None
    keeping = asyncio.create_task(one.keep())
    while len(mine()) > 1:
        await asyncio.sleep(0.01)
    assert os.sched_getaffinity(early.native_id) == mine()
    keeping.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await keeping
    assert os.sched_getaffinity(early.native_id) == mine() == ALL
    ended.set()


@several
async def test_it_moves_away_from_a_processor_that_others_fill(
    kept: OwnProcessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here,) = mine()

    def filled() -> Used:
        """All of the time of ours is taken, by others, and none of the others'."""
        now = time.monotonic()
        return Used(now, {one: now if one == here else 0.0 for one in ALL}, 0.0)

    monkeypatch.setattr(processors, "look", filled)
    for _ in range(50):
        await asyncio.sleep(0.1)
        if mine() != {here}:
            break
    assert len(mine()) == 1 and mine() != {here}


@several
def test_the_system_tells_who_fills_a_processor() -> None:
    (here, *_) = sorted(ALL)
    filler = f"import os; os.sched_setaffinity(0, {{{here}}})\nwhile True: pass"
    other = subprocess.Popen([sys.executable, "-c", filler])
    try:
        before = processors.look()
        time.sleep(1.5)
        after = processors.look()
    finally:
        other.kill()
        other.wait()
    used = shares(before, after)
    assert used.processors[here] > 0.8 and used.own < 0.5


@several
async def test_it_stays_apart_from_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the agents' process does from the bot's, also when that one chooses later."""
    monkeypatch.setattr(processors, "FIRST", 0.05)
    monkeypatch.setattr(processors, "PAUSE", 0.1)
    other = subprocess.Popen(["sleep", "60"])  # noqa: ASYNC220, S607 - it only begins
    keeping = asyncio.create_task(OwnProcessor().keep(apart_from=other.pid))
    try:
        for theirs in sorted(ALL)[:2]:
            os.sched_setaffinity(other.pid, {theirs})
            await asyncio.sleep(0.4)
            assert len(mine()) == 1 and mine() != {theirs}
    finally:
        keeping.cancel()
        other.kill()
        other.wait()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping


@several
async def test_a_system_that_does_not_tell_or_let_us_leaves_it_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*_: object) -> None:
        raise PermissionError("not permitted")

    monkeypatch.setattr(processors, "FIRST", 0.01)
    with monkeypatch.context() as silent:
        silent.setattr(processors, "look", no)
        await asyncio.wait_for(OwnProcessor().keep(), 5)
    with monkeypatch.context() as forbidden:
        forbidden.setattr(os, "sched_setaffinity", no)
        one = OwnProcessor()
        await asyncio.wait_for(one.keep(), 5)
        with one.spread():
            assert mine() == ALL


async def test_where_there_is_one_processor_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3}, raising=False)
    await asyncio.wait_for(OwnProcessor().keep(), 5)


async def said(process: asyncio.subprocess.Process) -> str:
    output, _ = await process.communicate()
    return output.decode().strip()


@several
async def test_what_it_begins_runs_anywhere(kept: OwnProcessor, tmp_path: Path) -> None:
    """Each way in which the product begins a process."""
    here = mine()
    tell = f"{sys.executable} -c '{TELL}'"
    assert await said(await processors.begin(sys.executable, "-c", TELL, stdout=PIPE, stdin=DEVNULL)) == ANYWHERE
    assert (await command.command(tmp_path, tell, dict(os.environ))).strip() == ANYWHERE
    assert mine() == here


@several
async def test_what_runs_in_the_sandbox_runs_anywhere(kept: OwnProcessor, tmp_path: Path, bwrap: str) -> None:
    ran = await sandbox.run(tmp_path, ["/bin/grep", "Cpus_allowed_list", "/proc/self/status"])
    numbers = ran.output.split(":")[1].strip()
    assert numbers == f"{min(ALL)}-{max(ALL)}"


@several
async def test_a_kept_process_runs_anywhere(kept: OwnProcessor) -> None:
    echo = (
        "import os, struct, sys; sys.stdin.buffer.read(8); mask = os.sched_getaffinity(0);"
        "sys.stdout.buffer.write(struct.pack('>Q', len(str(len(mask)))) + str(len(mask)).encode());"
        "sys.stdout.flush()"
    )

    async def line() -> list[str]:
        return [sys.executable, "-c", echo]

    process = await Kept(line, dict(os.environ))._begin()
    assert os.sched_getaffinity(process.pid) == ALL
    process.kill()
    await process.wait()


@several
async def test_a_server_of_tools_runs_anywhere(kept: OwnProcessor, tmp_path: Path) -> None:
    """The library waits before it begins one, while others begin and end what may run anywhere."""
    told = tmp_path / "told"
    tell = f"import os; open({str(told)!r}, 'w').write(str(sorted(os.sched_getaffinity(0))))"
    spec = ServerSpec(command=sys.executable, args=["-c", tell])

    async def others() -> None:
        while True:
            with kept.spread():
                await asyncio.sleep(0)

    busy = asyncio.create_task(others())
    async with AsyncExitStack() as parts:
        with pytest.raises(Exception):  # noqa: B017, PT011 - it says nothing and ends
            async with asyncio.timeout(20):
                await mcp_connection._by_command(spec, parts)
    busy.cancel()
    assert told.read_text() == ANYWHERE


@several
async def test_what_removes_leftovers_runs_anywhere(
    kept: OwnProcessor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    tell = f"import os; open({str(told)!r}, 'w').write(str(sorted(os.sched_getaffinity(0))))"
    monkeypatch.setattr(leftovers, "REMOVE", (sys.executable, "-c", tell))
    monkeypatch.setattr(leftovers, "look", lambda *_, **__: Found([], ["closed"], deep=False))
    await asyncio.to_thread(leftovers.tidy, tmp_path, frozenset(), 10)
    assert told.read_text() == ANYWHERE


@several
async def test_the_threads_of_an_embedded_model_run_anywhere(
    kept: OwnProcessor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = list[set[int]]()

    class Watched(Runtime):
        def Server(self, given: object) -> object:  # type: ignore[override] # noqa: N802
            thread = threading.Thread(target=lambda: seen.append(mine()))  # as a library's, where it is loaded
            thread.start()
            thread.join()
            return super().Server(given)

    monkeypatch.setitem(sys.modules, "xllamacpp", Watched())
    here, model = mine(), engine.Engine(tmp_path / "own.gguf", 3)
    await asyncio.to_thread(model.complete, {})
    assert seen == [set(ALL)]
    assert mine() == here


@several
async def test_begun_at_once_they_run_anywhere_and_this_process_stays(kept: OwnProcessor) -> None:
    here = mine()
    begun = await asyncio.gather(*(processors.begin(sys.executable, "-c", TELL, stdout=PIPE) for _ in range(8)))
    assert {await said(process) for process in begun} == {ANYWHERE}
    assert mine() == here
    began = time.monotonic()
    while time.monotonic() - began < 0.5:  # also after it has looked again
        await asyncio.sleep(0.05)
        assert len(mine()) == 1
