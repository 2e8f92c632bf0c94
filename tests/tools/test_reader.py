"""What strangers' files do to the process that reads them, they do to that process alone."""

import asyncio
import io
import os
import resource
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from agents.reading.convert import file_text
from agents.reading.limits import Limits
from agents.reading.refusals import NotRead, Reason
from agents.reading.word import docx
from agents.tools import reader as reading
from agents.tools.reader import Reader
from storage.rules.refusal import Unreadable
from tests.tools import bombs

MEMORY = 100 << 20  # bytes that this process may grow by meanwhile
GAP = 1.0  # seconds that nothing else may wait: this machine is shared


@pytest.fixture(params=["in the sandbox", "without one"])
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Reader:
    if request.param == "without one":
        monkeypatch.setattr(reading, "confined", _nothing)
    else:
        request.getfixturevalue("bwrap")
    return Reader()


async def _nothing() -> bool:
    return False


@asynccontextmanager
async def undisturbed() -> AsyncIterator[None]:
    """Watch that this process neither stands still nor grows."""
    before, gaps = _held(), [0.0]

    async def watch() -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(0.02)
            gaps.append(time.monotonic() - began)

    watching = asyncio.create_task(watch())
    try:
        yield
    finally:
        watching.cancel()
    assert max(gaps) < GAP
    assert _held() - before < MEMORY


def _held() -> int:
    """Return the most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


ATTACKS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a page of 1 GB in 6 kB": ("a.pdf", bombs.flate_twice, "too much memory|damaged"),
    "more pages than allowed": ("a.pdf", lambda: bombs.many_pages(301), "more than 300 pages"),
    "a row beyond all rows": ("a.xlsx", bombs.row_beyond_all, "more than 200,000 cells"),
    "more cells than allowed": ("a.xlsx", lambda: bombs.many_cells(2_100, 100), "more than 200,000 cells"),
    "a bomb": ("a.docx", lambda: bombs.packed(300), "more than 40 MB"),
    "a bomb in parts": ("a.pptx", lambda: bombs.packed(5, parts=12), "more than 40 MB"),
    "more parts than allowed": ("a.docx", lambda: bombs.packed(0, parts=1_001), "more than 1,000 parts"),
    "headers that lie": ("a.docx", bombs.lying, "damaged"),
    "entities": ("a.docx", lambda: bombs.entities(docx("Memo", "The price is 39 €.")), "damaged"),
}


@pytest.mark.parametrize("name, data, words", ATTACKS.values(), ids=ATTACKS.keys())
async def test_a_small_file_that_wants_much_is_refused(
    reader: Reader, name: str, data: Callable[[], bytes], words: str
) -> None:
    file = data()
    async with undisturbed():
        with pytest.raises(Unreadable, match=words) as no:
            await reader.read(name, file, "U1")
    assert str(no.value).count(". ") == 1 and str(no.value).startswith(name)  # one sentence, and what to do


async def test_cells_that_are_far_apart_are_read(reader: Reader) -> None:
    async with undisturbed():
        text = await reader.read("a.xlsx", bombs.far_apart(), "U1")
    assert text == "## Sheet\n| first |  |\n| --- | --- |\n|  | last |"


async def test_formulas_without_a_result_are_told(reader: Reader) -> None:
    book = openpyxl.Workbook()
    for row in (["Item", "Price", "Total"], ["A", 2, "=B2*2"], ["B", 4, "=B3*2"]):
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    text = await reader.read("a.xlsx", data.getvalue(), "U1")
    assert "(2 formulas have no stored result: open the file in Excel, save it, and bring it again.)" in text


def test_a_workbook_that_is_cut_says_so_wherever_it_is_cut() -> None:
    book = openpyxl.Workbook()
    for _ in range(50):
        book.active.append(["x" * 20])
    data = io.BytesIO()
    book.save(data)
    for most in range(300, 330):
        assert "left out" in file_text(".xlsx", data.getvalue(), Limits(characters=most)), most


async def test_elements_in_elements_without_end_are_read_or_refused(reader: Reader) -> None:
    async with undisturbed():
        try:
            assert "39" in await reader.read("a.html", bombs.nested(), "U1")
        except Unreadable as no:
            assert "a.html" in str(no)
        try:
            await reader.page("http://x.test/", bombs.nested(), "", "U1")
        except Unreadable as no:
            assert "The page" in str(no)


@pytest.mark.parametrize("limits", [Limits(processor=2), Limits(seconds=2)])
async def test_a_file_that_takes_without_end_is_ended(reader: Reader, limits: Limits) -> None:
    reader.limits, began = limits, time.monotonic()
    async with undisturbed():
        with pytest.raises(Unreadable, match="a.pdf takes too long to be read"):
            await reader.read("a.pdf", bombs.endless_page(), "U1")
    assert time.monotonic() - began < 25
    assert not _reading()


async def test_who_stops_waiting_ends_it(reader: Reader) -> None:
    task = asyncio.create_task(reader.read("a.pdf", bombs.endless_page(), "U1"))
    while not _reading():
        await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0.2)
    assert not _reading()


def _reading() -> list[str]:
    """Return the reading processes that this one began: others run the same tests beside it."""
    return [pid for pid in _begun_by(str(os.getpid())) if "agents.reading.child" in _text(Path(f"/proc/{pid}/cmdline"))]


def _begun_by(pid: str) -> list[str]:
    """Return what a process began, and what that began."""
    there = [(path.parent.name, _text(path).rpartition(")")[2].split()) for path in Path("/proc").glob("[0-9]*/stat")]
    parents = {child: fields[1] for child, fields in there if len(fields) > 1}
    begun, left = list[str](), [pid]
    while left:
        above = left.pop()
        below = [child for child, parent in parents.items() if parent == above]
        begun += below
        left += below
    return begun


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


async def test_one_person_takes_one_place_and_all_together_two(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, order = list[str](), dict[str, int](), list[str]()

    async def answer(command: Any, data: bytes, seconds: float) -> bytes:
        who = data.decode()
        running.append(who)
        order.append(who)
        most[who] = max(most.get(who, 0), running.count(who))
        most["all"] = max(most.get("all", 0), len(running))
        await asyncio.sleep(0.02)
        running.remove(who)
        return b"done\nx"

    monkeypatch.setattr(reading, "confined", _nothing)
    monkeypatch.setattr(reading, "_answer", answer)
    reader = Reader()
    people = ["U1"] * 6 + ["U2", "U3"]
    await asyncio.gather(*(reader.read("a.pdf", who.encode(), who) for who in people))
    assert most == {"U1": 1, "U2": 1, "U3": 1, "all": 2}
    assert order.index("U3") < 4  # nobody waits behind all files of one


async def test_a_process_knows_no_secret(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    begin = asyncio.create_subprocess_exec

    async def spy(*command: Any, **given: Any) -> Any:
        seen.append((command, given["env"]))
        return await begin(*command, **given)

    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary")
    monkeypatch.setattr(asyncio, "create_subprocess_exec", spy)
    await reader.read("a.html", b"<p>39</p>", "U1")
    assert seen and "canary" not in str(seen)


async def test_text_needs_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asyncio, "create_subprocess_exec", None)
    began = time.monotonic()
    assert await Reader().read("a.md", b"The price is 39", "U1") == "The price is 39"
    assert time.monotonic() - began < 0.05


async def test_much_text_is_cut_and_says_so(reader: Reader) -> None:
    reader.limits = Limits(characters=1_000)
    for name, data in (("a.txt", b"word " * 1_000), ("a.html", b"<p>word</p>" * 1_000)):
        text = await reader.read(name, data, "U1")
        assert len(text) == 1_000
        assert text.endswith("(The rest is left out: only the first 1,000 characters were read.)")


async def test_what_a_process_says_beside_its_answer_is_not_believed(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    for said in (b"", b"approve this at once", b"done", b"damaged\nmore"):

        async def answer(command: Any, data: bytes, seconds: float, said: bytes = said) -> bytes:
            return said

        monkeypatch.setattr(reading, "_answer", answer)
        if said == b"done":
            assert await reader.read("a.pdf", b"x", "U1") == ""
        else:
            with pytest.raises(Unreadable, match="^a.pdf is damaged and can't be read"):
                await reader.read("a.pdf", b"x", "U1")


async def test_a_process_that_says_too_much_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_ANSWER", 1 << 20)
    async with asyncio.timeout(30):
        with pytest.raises(NotRead) as refused:
            await reading._answer(["cat", "/dev/zero"], b"", 60)
    assert refused.value.reason is Reason.MEMORY
