"""Home tells what comes next, what was left, what is quiet, what is owed, and what has not started and why."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from storage.tables import change
from tests.bot.test_figures import do, home, press
from tests.far_times import FAR
from tests.world import BOB, World, wait_for, words

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"


async def ready(sluice: World, count: int) -> None:
    async def look() -> bool:
        return f"{count} wait" in await sluice.said("/sluice")

    await wait_for(look, f"{count} ready")


def text(view: Any) -> str:
    return words(view["blocks"])


async def test_what_is_new_and_what_the_last_collection_left_are_told_apart(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR} daily")
    await sluice.said(f"/assign writer: One\n{NOTES}")
    await ready(sluice, 1)
    assert "· 1 ready so far" in text(await home(sluice, "ready so far"))
    await sluice.said("/collect now")
    await sluice.cards()
    view = await home(sluice, "1 left from ")
    assert "nothing new so far" in text(view) and "about " in text(view)
    await sluice.said(f"/assign writer: Two\n{NOTES}")
    await ready(sluice, 2)
    view = await home(sluice, "· 1 ready so far")
    assert "1 left from " in text(view)
    await sluice.said("/collect now")
    assert "2 left from " in text(await home(sluice, "2 left from "))


async def test_what_has_not_started_says_why(sluice: World) -> None:
    await sluice.said(f"/assign writer: Plan the launch; then writer: One page on it\n{NOTES}")
    await sluice.said(f"/assign writer: Numbers of the week; every weekday 7:00\n{NOTES}")
    await sluice.said("/collect limit 1")
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    view = text(await home(sluice, "waits for room"))
    line = next(line for line in view.split("\n") if line.startswith("*Not started:*"))
    assert "T-2 waits for T-1" in line and "T-4 waits for room" in line and "T-3 starts " in line


async def test_a_stream_in_which_nothing_happens_is_quiet(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo; for Beta\n{NOTES}")
    await ready(sluice, 1)
    assert "quiet" not in text(await home(sluice, "*Beta*"))
    at = await sluice.bot.ledger.see(lambda read: read.now - timedelta(days=4, hours=1))
    await do(sluice, sa.update(change).values(at=at))
    view = text(await home(sluice, "quiet for"))
    assert "*Beta* · 1 waits for you · nothing runs · quiet for 4 days" in view


async def test_what_i_owe_is_handed_in_from_home(sluice: World) -> None:
    await sluice.said("/sluice", BOB)
    await sluice.said(f"/assign <@{BOB}|bob> Q4 numbers")
    view = await home(sluice, "*You owe · 1*", BOB)
    await press(sluice, view, "Submit", BOB)
    assert "Q4 numbers" in text(await sluice.modal(BOB, "submit_view"))
    assert "*With people · 1*" in text(await home(sluice, "With people"))


async def test_a_stream_with_a_page_shows_only_what_waits_for_me(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR} daily")
    await sluice.said(f"/assign writer: First; for Beta\n{NOTES}")
    await ready(sluice, 1)
    await sluice.said(f"/assign <@{BOB}|bob> Theirs; for Beta")
    view = text(await home(sluice, f"1 with <@{BOB}>"))
    assert "T-1 · First" in view
    assert view.index("*Beta*") < view.index("*With people")
    assert view.count("Theirs · T-2") == view.count("T-2") == 1  # with people alone
