"""Which processor this process runs on, and what it begins."""

import asyncio
import contextlib
import os
import random
import subprocess
import sys
import threading
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from agents import processor_choice, processors
from agents.local import engine
from agents.processor_choice import Shares, Used, best, shares
from agents.processors import OwnProcessor
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


def of_watcher() -> int:
    """Return the id of the thread that looks."""
    (watcher,) = (one for one in threading.enumerate() if one.name == "processor")
    assert watcher.native_id is not None
    return watcher.native_id


def used(processors: dict[int, float], own: float = 0.0) -> Shares:
    return Shares(processors, own)


@pytest.mark.parametrize(
    ("shares", "here", "theirs", "chosen"),
    [
        (used({0: 0.9, 1: 0.1}), None, None, {1}),  # at the start, the one that is used least
        (used({0: 0.1, 1: 0.9}), None, None, {0}),
        (used({0: 0.02, 1: 0.01}), None, None, {0, 1}),  # alike: by chance, so that two don't choose the same
        (used({0: 1.0, 1: 0.1}, 0.9), 0, None, {0}),  # it is we ourselves who use it
        (used({0: 1.0, 1: 0.1}, 0.5), 0, None, {1}),  # others take half of it, and another one is free
        (used({0: 1.0, 1: 0.4}, 0.5), 0, None, {0}),  # there it would be hardly better
        (used({0: 1.0, 1: 1.0}, 0.5), 0, None, {0}),
        (used({0: 0.3, 1: 0.0}, 0.1), 7, None, {1}),  # ours is taken from us
        (used({0: 0.0, 1: 0.1}), None, 0, {1}),  # another process of ours has it for itself,
        (used({0: 0.3, 1: 0.0}, 0.3), 0, 0, {1}),  # also when that one came later,
        (used({0: 0.1, 1: 1.0}, 0.0), None, 0, {0}),  # as long as any other one is good
        (used({0: 0.1, 1: 1.0}, 0.3), 1, 0, {1}),
        (used({0: 0.1, 1: 1.0}, 0.1), 1, 0, {0}),
        (used({0: 0.1}), None, None, {None}),  # the system does not tell of all that we may run on
        (used({5: 0.1, 6: 0.1, 7: 0.1}), 1, None, {None}),
    ],
)
def test_it_chooses_what_others_use_least(
    shares: Shares, here: int | None, theirs: int | None, chosen: set[int | None]
) -> None:
    assert {best({0, 1}, shares, here, theirs) for _ in range(40)} == chosen


def test_where_one_alone_is_allowed_none_is_chosen() -> None:
    assert best({0}, used({0: 0.0}), None) is None


def test_it_looks_at_what_was_used_meanwhile() -> None:
    before = Used(10.0, {0: 100.0, 1: 7.0, 2: 0.0}, {0: 200.0, 1: 200.0, 2: 0.0}, 3.0)
    after = Used(15.0, {0: 105.0, 1: 7.5, 2: 0.0}, {0: 205.0, 1: 205.0, 2: 0.0}, 5.0)
    assert shares(before, after) == Shares({0: 1.0, 1: 0.1}, 0.4)  # of the third one nothing is counted


@pytest.mark.parametrize("processes", [2, 4])
def test_processes_that_began_together_come_apart(processes: int) -> None:
    """As containers do, which are all number one: all begin at the same moment, on as many processors as there are."""
    some = random.Random(3)  # noqa: S311, the same ones each time
    every = range(processes)
    for _ in range(20):
        places, wished, since = dict.fromkeys(every, 0), dict.fromkeys(every, False), dict.fromkeys(every, 0.0)
        looks = sorted((some.uniform(*processors.PAUSES), one) for one in every)
        at, history = 0.0, [(0.0, dict(places))]
        while at < 120:
            at, who = looks.pop(0)
            there = best({*every}, _seen(history, since[who], at, who, processes), places[who])
            moves = there != places[who] and wished[who]
            wished[who] = there != places[who] and not wished[who]
            if moves:
                places[who] = there
                history.append((at, dict(places)))
            since[who] = at
            pause = processors.FIRST if wished[who] else some.uniform(*processors.PAUSES)
            looks = sorted([*looks, (at + pause, who)])
        assert len({*places.values()}) == processes
        assert not [began for began, _ in history if began > 60]  # and stay so


def _seen(history: list[tuple[float, dict[int, int]]], since: float, at: float, who: int, count: int) -> Shares:
    """Return what a process saw, where each takes an equal part of a processor, nine tenths at most."""
    work, own = dict.fromkeys(range(count), 0.0), 0.0
    for (began, places), ended in zip(history, [*(began for began, _ in history[1:]), at], strict=True):
        took = max(0.0, min(ended, at) - max(began, since))
        for one, place in places.items():
            share = min(0.9, 1 / list(places.values()).count(place)) * took
            work[place] += share
            own += share if one == who else 0.0
    return Shares({one: each / (at - since) for one, each in work.items()}, own / (at - since))


@pytest.fixture
async def kept(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[OwnProcessor]:
    """This process, on one processor; that, too, of the tools."""
    monkeypatch.setattr(processors, "FIRST", 0.05)
    monkeypatch.setattr(processors, "PAUSES", (0.2, 0.3))
    one = OwnProcessor()
    monkeypatch.setattr(processors, "own", lambda: one)
    one.keep()
    await until(lambda: len(mine()) == 1)
    yield one
    one.release()
    assert mine() == ALL
    await until(lambda: all(thread.name != "processor" for thread in threading.enumerate()))


async def until(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)


@pytest.fixture
def still(kept: OwnProcessor, monkeypatch: pytest.MonkeyPatch) -> OwnProcessor:
    """This process on one processor, where it stays: what others take does not matter."""
    monkeypatch.setattr(processors, "best", lambda *_: kept._here)
    return kept


@several
async def test_its_threads_run_on_one_processor_with_those_that_come_later(still: OwnProcessor) -> None:
    here = mine()
    assert len(here) == 1
    assert await asyncio.to_thread(mine) == here
    for thread in Path("/proc/self/task").iterdir():
        if int(thread.name) != of_watcher():
            with contextlib.suppress(ProcessLookupError):
                assert os.sched_getaffinity(int(thread.name)) == here
    assert os.sched_getaffinity(of_watcher()) == ALL


@several
async def test_threads_that_were_there_before_come_along_and_go_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processors, "FIRST", 0.05)
    ended, one = threading.Event(), OwnProcessor()
    (early := threading.Thread(target=ended.wait)).start()
    assert (thread := early.native_id) is not None
    one.keep()
    await until(lambda: len(os.sched_getaffinity(thread)) == 1 and os.sched_getaffinity(thread) == mine())
    one.release()
    assert os.sched_getaffinity(thread) == mine() == ALL
    ended.set()


@several
async def test_it_moves_away_from_a_processor_that_others_fill(
    kept: OwnProcessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here,) = mine()

    def filled() -> Used:
        """All of the time of ours is taken, by others, and none of the others': much more time than the kernel counted."""
        now = 1e6 + time.monotonic()
        return Used(now, {one: now if one == here else 0.0 for one in ALL}, dict.fromkeys(ALL, now), 0.0)

    monkeypatch.setattr(processors, "look", filled)
    await until(lambda: mine() != {here})
    assert len(mine()) == 1


@several
def test_the_system_tells_who_fills_a_processor() -> None:
    (here, *_) = sorted(ALL)
    filler = f"import os; os.sched_setaffinity(0, {{{here}}})\nwhile True: pass"
    other = subprocess.Popen([sys.executable, "-c", filler])
    try:
        before = processor_choice.look()
        time.sleep(1.5)
        after = processor_choice.look()
    finally:
        other.kill()
        other.wait()
    seen = shares(before, after)
    assert seen.processors[here] > 0.8 and seen.own < 0.5


@several
async def test_it_stays_apart_from_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the agents' process does from the bot's, also when that one moves."""
    monkeypatch.setattr(processors, "FIRST", 0.05)
    monkeypatch.setattr(processors, "PAUSES", (0.1, 0.1))
    monkeypatch.setattr(processors, "shares", lambda *_: used(dict.fromkeys(ALL, 0.1)))
    other = subprocess.Popen(["sleep", "60"])  # noqa: ASYNC220, S607 - it only begins
    one = OwnProcessor()
    one.keep(apart_from=other.pid)
    try:
        for theirs in sorted(ALL)[:2]:
            os.sched_setaffinity(other.pid, {theirs})
            await until(lambda theirs=theirs: len(mine()) == 1 and mine() != {theirs})  # type: ignore[misc]
    finally:
        one.release()
        other.kill()
        other.wait()


@several
async def test_it_takes_what_it_is_given_while_it_runs(kept: OwnProcessor) -> None:
    """As by `taskset --all-tasks`, or by a container that gets other processors."""
    (here,) = mine()
    (other, *_) = sorted(ALL - {here})
    os.sched_setaffinity(of_watcher(), {other})
    await until(lambda: mine() == {other})
    assert await said(await processors.begin(sys.executable, "-c", TELL, stdout=PIPE)) == str([other])
    os.sched_setaffinity(of_watcher(), ALL)
    await until(lambda: kept._allowed == ALL)


@several
async def test_a_system_that_does_not_tell_or_let_us_leaves_it_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*_: object) -> None:
        raise PermissionError("not permitted")

    monkeypatch.setattr(processors, "FIRST", 0.01)
    monkeypatch.setattr(processors, "PAUSES", (0.01, 0.01))
    silent, forbidden = OwnProcessor(), OwnProcessor()
    with monkeypatch.context() as patch:
        patch.setattr(processors, "look", no)
        silent.keep()
        await until(lambda: all(thread.name != "processor" for thread in threading.enumerate()))
    with monkeypatch.context() as patch:
        patch.setattr(os, "sched_setaffinity", no)
        forbidden.keep()
        await until(lambda: forbidden._here is not None)
        for one in (silent, forbidden):
            with one.spread():
                assert mine() == ALL
            assert mine() == ALL
        forbidden.release()


@several
async def test_what_the_system_stops_to_allow_fails_nothing_that_is_begun(
    still: OwnProcessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where the present processor is gone: the kernel says that no such one is allowed."""
    monkeypatch.setattr(still, "_allowed", frozenset({4000}))
    monkeypatch.setattr(still, "_here", 4001)
    process = await processors.begin(sys.executable, "-c", "print(7)", stdout=PIPE)
    assert await said(process) == "7" and not still._spread


async def test_where_there_is_one_processor_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processors, "FIRST", 0.01)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3}, raising=False)
    monkeypatch.setattr(os, "sched_setaffinity", lambda *_: pytest.fail("it was moved"), raising=False)
    one = OwnProcessor()
    one.keep()
    await asyncio.sleep(0.1)
    assert one._here is None
    one.release()


async def said(process: asyncio.subprocess.Process) -> str:
    output, _ = await process.communicate()
    return output.decode().strip()


@several
async def test_a_thread_that_begins_something_stays_anywhere_until_it_has(still: OwnProcessor) -> None:
    with still.spread():
        with still.spread():
            pass
        began = time.monotonic()
        while time.monotonic() - began < 0.7:  # also after it has looked again
            assert mine() == ALL
            await asyncio.sleep(0.01)
    assert len(mine()) == 1


@several
async def test_what_it_begins_runs_anywhere(still: OwnProcessor, tmp_path: Path) -> None:
    """Each way in which the product begins a process."""
    here = mine()
    tell = f"{sys.executable} -c '{TELL}'"
    assert await said(await processors.begin(sys.executable, "-c", TELL, stdout=PIPE, stdin=DEVNULL)) == ANYWHERE
    assert (await command.command(tmp_path, tell, dict(os.environ))).strip() == ANYWHERE
    assert mine() == here


@several
async def test_what_runs_in_the_sandbox_runs_anywhere(still: OwnProcessor, tmp_path: Path, bwrap: str) -> None:
    ran = await sandbox.run(tmp_path, ["/bin/grep", "Cpus_allowed_list", "/proc/self/status"])
    assert ran.output.strip() in Path(f"/proc/self/task/{of_watcher()}/status").read_text()
    assert ran.output.strip() not in Path("/proc/self/status").read_text()


@several
async def test_a_kept_process_runs_anywhere(still: OwnProcessor) -> None:
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
async def test_a_server_of_tools_runs_anywhere(still: OwnProcessor, tmp_path: Path) -> None:
    """The library waits before it begins one, while others begin and end what may run anywhere."""
    told = tmp_path / "told"
    tell = f"import os; open({str(told)!r}, 'w').write(str(sorted(os.sched_getaffinity(0))))"
    spec = ServerSpec(command=sys.executable, args=["-c", tell])

    async def others() -> None:
        while True:
            with still.spread():
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
    still: OwnProcessor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    tell = f"import os; open({str(told)!r}, 'w').write(str(sorted(os.sched_getaffinity(0))))"
    monkeypatch.setattr(leftovers, "REMOVE", (sys.executable, "-c", tell))
    monkeypatch.setattr(leftovers, "look", lambda *_, **__: Found([], ["closed"], deep=False))
    await asyncio.to_thread(leftovers.tidy, tmp_path, frozenset(), 10)
    assert told.read_text() == ANYWHERE


@several
async def test_a_process_with_an_embedded_model_runs_anywhere(
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
    await asyncio.to_thread(engine.Engine(tmp_path / "own.gguf", 3).complete, {})
    await asyncio.sleep(0.5)
    assert seen == [set(ALL)] and mine() == ALL


@several
async def test_begun_at_once_they_run_anywhere_and_this_process_stays(still: OwnProcessor) -> None:
    here = mine()
    begun = await asyncio.gather(*(processors.begin(sys.executable, "-c", TELL, stdout=PIPE) for _ in range(8)))
    assert {await said(process) for process in begun} == {ANYWHERE}
    assert mine() == here
