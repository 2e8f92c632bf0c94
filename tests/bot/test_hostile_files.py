"""One person's file wants all memory and all time: that person is told, and nobody else notices."""

import asyncio
import base64
import resource
import time

from storage.ledger.rows import finding_tasks
from tests.tools import bombs
from tests.world import ALICE, BOB, World, wait_for, words

MEMORY = 150 << 20  # bytes that bot, Local Slack and this test together may grow by
PROMPT = 2.0  # seconds


def _held() -> int:
    """Return the most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


async def _assign_with(sluice: World, name: str, data: bytes, user: str = ALICE) -> None:
    await sluice.command("/assign", user)
    view = await sluice.modal(user, "assign_view")
    file = await sluice.act("file", user=user, name=name, data=base64.b64encode(data).decode())
    await sluice.submit(view, user, goal="Decision memo", files=[file["body"]])


async def _sources(sluice: World, tasks: int) -> list[str]:
    """Return the text of the first source of each task, once there are so many."""

    async def look() -> list[str] | None:
        found = [await sluice.bot.ledger.see(finding_tasks.find_task, sluice.bot.team, id=n + 1) for n in range(tasks)]
        return [task.brief.sources[0].text for task in found if task] if all(found) else None

    return list(await wait_for(look, f"{tasks} tasks", within=60))


async def test_while_a_file_is_read_others_are_answered(sluice: World) -> None:
    for make in (bombs.flate_twice, bombs.far_apart):
        make()  # before it is counted
    before = _held()
    await _assign_with(sluice, "invoice.pdf", bombs.flate_twice())
    told = asyncio.create_task(sluice.message_with("invoice.pdf could not be read: ", within=60))
    slowest = 0.0
    while not told.done():
        began = time.monotonic()
        assert await sluice.said("/sluice", BOB)
        slowest = max(slowest, time.monotonic() - began)
        await asyncio.sleep(0.05)
    assert "invoice.pdf needs too much memory to be read. Send the part that matters" in words(told.result())
    assert slowest < PROMPT
    assert _held() - before < MEMORY


async def test_two_cells_far_apart_are_a_small_table(sluice: World) -> None:
    before = _held()
    await _assign_with(sluice, "sales.xlsx", bombs.far_apart())
    assert (await _sources(sluice, 1))[0].endswith("|  | last |")
    assert _held() - before < MEMORY


async def test_a_person_with_several_files_at_once_loses_none(sluice: World) -> None:
    for n in range(3):
        await _assign_with(sluice, f"notes{n}.html", f"<p>We decided to ship on {n + 1} March.</p>".encode())
    said = await _sources(sluice, 3)
    assert sorted(said) == [f"We decided to ship on {n + 1} March." for n in range(3)]


async def test_a_large_text_is_read_to_its_end(sluice: World) -> None:
    lines = [f"We decided {n}." for n in range(9_000)]
    await _assign_with(sluice, "notes.md", "\n".join([*lines, "The price is 39 €."]).encode())
    assert (await _sources(sluice, 1))[0].endswith("The price is 39 €.")


async def test_a_long_name_keeps_the_ending_by_which_its_file_is_read(sluice: World) -> None:
    await _assign_with(sluice, f"{'notes ' * 30}.html", b"<p>We decided to ship on 3 March.</p>")
    assert await _sources(sluice, 1) == ["We decided to ship on 3 March."]
