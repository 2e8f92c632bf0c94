"""Shared fixtures. Where something is missing, a test skips with a reason; CI allows no skips."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from hypothesis import settings

if TYPE_CHECKING:  # a run of the rules alone loads no database, no bot
    from storage.ledger.core.ledger import Ledger, Terms
    from tests.postgres import Server
    from tests.world import World

# What starts something: a database, a bot, a browser. The rest only computes.
STARTS = frozenset({"tmp_path", "tmp_path_factory", "database", "postgres", "sluice", "chromium", "bwrap"})
LONG = frozenset((Path(__file__).parent / "long.txt").read_text().split())  # by tests/longest.py


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--sample", action="store_true", help="nothing of long.txt; of a test that starts something one row"
    )
    parser.addoption("--quick", action="store_true", help="only what starts nothing")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what was asked for: every test, a sample, or what is quick."""
    sample, quick = config.getoption("--sample"), config.getoption("--quick")
    seen: set[str] = set()
    chosen = [item for item in items if not (sample or quick) or _is_chosen(item, seen, quick)]
    left = set(items) - set(chosen)
    config.hook.pytest_deselected(items=[item for item in items if item in left])
    items[:] = chosen


def pytest_collection_finish() -> None:
    """Leave thousands of tests out of each look for garbage: they stay until the end."""
    gc.collect()
    gc.freeze()


def _is_chosen(item: pytest.Item, seen: set[str], quick: bool) -> bool:
    test = item.nodeid.partition("[")[0]
    if test in LONG:
        return False
    again = test in seen
    seen.add(test)
    starts = not STARTS.isdisjoint(getattr(item, "fixturenames", ()))
    return not starts or not (again or quick)


settings.register_profile("shared", deadline=None)  # two cores are shared: a slow example is no fault
settings.register_profile("quick", deadline=None, max_examples=20)
settings.load_profile("shared")


def pytest_configure(config: pytest.Config) -> None:
    """Draw fewer examples where a developer waits."""
    if config.getoption("--quick"):
        settings.load_profile("quick")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A real PostgreSQL, from a wheel."""
    from tests.postgres import Server

    server = Server()
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    from tests.sqlite import lay_out

    if request.param == "sqlite":
        return lay_out(tmp_path)
    return request.getfixturevalue("postgres").database()


@pytest.fixture
async def ledger(database: str) -> AsyncIterator[Ledger]:
    """A ledger that knows Alice, Bob and Cara."""
    from storage.ledger import people
    from tests.ledger.hands import meet

    made = new_ledger(database)
    await made.do(people.ensure_workspace, "T01TEST", "Test")
    await made.do(meet, "T01TEST", "U01ALICE", "U02BOB", "U03CARA")
    yield made
    made.close()


def new_ledger(url: str, terms: Terms | None = None, clock: Any = None, wall: Any = None) -> Ledger:
    from storage.ledger.core import opening
    from storage.ledger.core.ledger import Terms, utc_now

    return opening.opened(url, terms or Terms(), clock or utc_now, wall)


@pytest.fixture(params=["http"])
async def sluice(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    """A running bot: on “http” or “socket”, on PostgreSQL or at Slack's pace when the parameter says so, for example “http
    postgres” or “socket paced”."""
    from tests.world import PACED, world

    transport, *more = request.param.split()
    url = request.getfixturevalue("postgres").database() if "postgres" in more else ""
    paced = PACED or "paced" in more
    judged = request.node.get_closest_marker("unjudged") is None
    undo = request.node.get_closest_marker("undo")
    file: dict[str, Any] = {"undo_seconds": undo.args[0]} if undo else {}
    file |= {"veterans": ()} if request.node.get_closest_marker("newcomers") else {}
    async with world(tmp_path, transport=transport, database=url, judged=judged, paced=paced, **file) as made:
        yield made


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """Let no test inherit a log that a command has set up for itself. Errors are told as `sluice run` tells them: with
    all values of all frames, as structlog does by itself, one error stops the event loop for a quarter of a minute."""
    *usual, _ = structlog.get_config()["processors"]
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    # As `sluice run` does it, and never what stands for standard output by now: that of a command which a test runs.
    structlog.configure(processors=[*usual, plain], logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("SLUICE_NO_SKIPS"):
            pytest.fail("chromium is missing")
        pytest.skip("chromium is not installed")
    return found


@pytest.fixture(scope="session")
def bwrap() -> str:
    found = shutil.which("bwrap")
    if found is None:
        if os.environ.get("SLUICE_NO_SKIPS"):
            pytest.fail("bubblewrap is missing")
        pytest.skip("bubblewrap is not installed")
    return found
