"""Files and patches of any bytes are read or refused, in processes that end; the bot waits for none of them.

A few inputs here, since each begins a process; `make soak` gives each target SLUICE_FUZZ_MINUTES.
"""

import asyncio
import contextlib
import io
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from agents.reading.limits import Limits
from agents.roster.ends import CannotDo
from agents.tools import differences, disk, owner_remotes, source
from agents.tools.git import Clone
from agents.tools.reader import Reader
from bot.views.doubts import shown_path
from storage.rules.refusal import Unreadable
from storage.rules.values.sensitive import Touched, is_sensitive
from tests.safety.fuzzing import MINUTES, Target, fuzz
from tests.tools import bombs
from tests.tools.shop import BUG, commit, git, spec

ENDS = 60.0  # seconds within which any input has ended, also on a busy machine
FEW = 2  # inputs of a round, since each begins a process
PIECES = st.sampled_from(
    [b"\0", b"PK\x03\x04", b"%PDF-1.4", b"<<", b">>", b"/Kids[2 0 R]", b"../", b"<!ENTITY a 'b'>", b"<table>", b"&a;"]
)
CUTS = st.tuples(st.integers(0, 1 << 16), st.integers(0, 64), PIECES | st.binary(max_size=32))


def workbook() -> bytes:
    from openpyxl import Workbook

    book, held = Workbook(), io.BytesIO()
    book.active["A1"], book.active["B2"] = "price", 39
    book.save(held)
    return held.getvalue()


def spoiled(whole: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    """Return a file in which some places hold something else."""
    for at, length, piece in cuts:
        at %= len(whole) + 1
        whole = whole[:at] + piece + whole[at + length :]
    return whole


def of_kind(name: str, whole: bytes) -> st.SearchStrategy[tuple[str, bytes]]:
    """Give a name with bytes that begin as files of its kind do, or as none do."""
    bad = st.lists(CUTS, max_size=4).map(lambda cuts: spoiled(whole, cuts))
    return st.tuples(st.just(name), bad | st.binary(max_size=400))


FILES = st.one_of(
    of_kind("a.xlsx", workbook()),
    of_kind("a.docx", workbook()),
    of_kind("a.pdf", bombs.many_pages(1)),
    of_kind("a.html", b"<html><body><table><tr><td>a</table><p>b</body></html>"),
    of_kind("a.pptx", bombs.packed(1)),
)
PATCH = (
    b"diff --git a/shop.py b/shop.py\n--- a/shop.py\n+++ b/shop.py\n@@ -1,2 +1,2 @@\n-def total(prices):\n"
    b"+def total(price):\n     return sum(int(p) for p in prices)\n"
)
NEW = b"diff --git a/%b b/%b\nnew file mode %b\n--- /dev/null\n+++ b/%b\n@@ -0,0 +1 @@\n+../../owned\n"
PLACES = st.sampled_from(
    [b"../owned", b"/tmp/owned", b".git/config", b".GIT/hooks/post-checkout", b"a/.git/config", b".git", b"x\x01y"]
    + [b"git~1/config", ".g\u200cit/config".encode(), b"a//b", b"./a", b"..", b'"\\056git/config"']
)
MODES = st.sampled_from([b"100644", b"100755", b"120000", b"160000", b"040000", b"777"])
PATCHES = st.builds(lambda place, mode: NEW % (place, place, mode, place), PLACES, MODES) | st.lists(
    CUTS, max_size=4
).map(lambda cuts: spoiled(PATCH, cuts))
NAMES = st.text(max_size=40) | st.lists(
    st.sampled_from(["..", "/", ".git", ".GIT", "a", "\0", "\n", "\u2028", "ssh://", "-oProxyCommand=x", "ext::", ":"])
).map("".join)


def named(text: str) -> None:
    """Take a name in each place where one stands for a path or an address."""
    with contextlib.suppress(ValueError):
        parts = disk.parts(text)
        assert parts and not {"..", ".git"} & {part.lower() for part in parts}
    address = owner_remotes._address(Path("/srv/shop"), text.replace("\0", ""))  # git ends it there
    assert "ext::" not in address[:5] and not address.startswith("-")
    is_sensitive(Touched(text, "100644"))
    assert shown_path(text).isprintable()


@pytest.fixture
def ending() -> Iterator[Callable[[Coroutine[Any, Any, None]], None]]:
    """Run something to its end, which has to come in time."""
    with asyncio.Runner() as loop:
        yield lambda work: loop.run(asyncio.wait_for(work, ENDS))


@pytest.fixture
def files(ending: Any) -> Target:
    reader = Reader(Limits(seconds=20))

    async def read(name: str, data: bytes) -> None:
        with contextlib.suppress(Unreadable):
            assert isinstance(await reader.read(name, data, "U01ALICE"), str)

    return Target(FILES, lambda given: ending(read(*given)), ("a.html", b"<p>a"))


@pytest.fixture
def patches(ending: Any, tmp_path: Path, bwrap: str) -> Target:
    shop = tmp_path / "shop"
    shop.mkdir()
    git(shop, "init", "-q", "-b", "main")
    commit(shop, "shop.py", BUG)
    held = list[Clone]()

    async def take(patch: bytes) -> None:
        if not held:
            own = spec(shop)
            held.append(await source.fetch(own, tmp_path / "repo", await source.commit(own), history=False))
        with contextlib.suppress(CannotDo):
            for each in await differences.touched(held[0], patch):
                assert ".git" not in each.path.lower().split("/") and not each.path.startswith(("/", "../"))
        assert {path.name for path in tmp_path.iterdir()} == {"shop", "repo"}

    return Target(PATCHES, lambda patch: ending(take(patch)), PATCH)


TARGETS = "files", "patches"


@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes_are_read_or_refused(name: str, request: pytest.FixtureRequest) -> None:
    fuzz(name, request.getfixturevalue(name), 1.0, FEW)


def test_any_name_stays_inside() -> None:
    fuzz("names", Target(NAMES, named), 1.0)


@pytest.mark.soak
@pytest.mark.parametrize("name", TARGETS)
def test_any_bytes_for_long_are_read_or_refused(name: str, request: pytest.FixtureRequest) -> None:
    fuzz(name, request.getfixturevalue(name), MINUTES * 60, FEW)
