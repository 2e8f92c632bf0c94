"""Nothing is too long for Slack: lists have pages, texts are cut after they are escaped."""

from pathlib import Path

import pytest

from bot.views import forms
from bot.views.kit import clip, context, header, section
from bot.views.paging import Listing, page, read_page, sections
from bot.views.portfolio import worker_list
from bot.views.sentence import sentence
from localslack.limits import message_error
from localslack.view_limits import view_error
from storage.ledger.tasks import assigning
from storage.rules.authority import Claim
from storage.rules.pages.records import Overruled, Record
from storage.rules.values.brief import Brief
from storage.rules.values.place import Place
from storage.rules.values.worker import agent
from tests.world import ALICE, World, buttons, wait_for, words, world

LONG = "R&D <b> " * 200


async def turn(sluice: World, part: str, label: str) -> None:
    message = await sluice.ephemeral(ALICE, part)
    await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == label))


async def test_a_long_list_of_tasks_has_pages_that_show_all_of_them(tmp_path: Path) -> None:
    async with world(tmp_path, limit=1) as sluice:
        for n in range(60):
            await sluice.said(
                f"/assign writer: R&D & <b> & task {n:02} {'&' * 40}; for Stream {n}\nWe decided to ship."
            )
        answer = await sluice.said("/sluice")
        seen = {n for n in range(60) if f"task {n:02}" in answer}
        sluice.slack.workspace.ephemerals[ALICE] = sluice.slack.workspace.ephemerals[ALICE][-1:]
        number = 1
        while "More" in words(sluice.slack.workspace.ephemerals[ALICE][-1]):
            await turn(sluice, f"Page {number} of", "More")
            number += 1
            shown = words(await sluice.ephemeral(ALICE, f"Page {number} of"))
            seen |= {n for n in range(60) if f"task {n:02}" in shown}
        assert seen == set(range(60)) and number > 1
        await turn(sluice, f"Page {number} of", "Back")
        await sluice.ephemeral(ALICE, f"Page {number - 1} of")
        found = await sluice.said("/sluice find R&D")
        assert "Page 1 of" in found and "More" in found


async def test_home_and_a_search_for_something_long(sluice: World) -> None:
    await sluice.said("/assign writer: " + "& " * 3000 + "\nWe decided to ship.")
    await sluice.act("open-home", user=ALICE)

    async def home() -> bool:
        return ALICE in sluice.slack.workspace.homes

    await wait_for(home, "Home is drawn")
    assert "Nothing of yours" in await sluice.said("/sluice find " + "<x> " * 500)
    assert "I don't know" in await sluice.said("/sluice " + "&" * 9000)
    assert "I don't know" in await sluice.said("/collect " + "<" * 9000)


@pytest.mark.parametrize(("count", "told"), [(99, False), (100, True)])
async def test_a_search_says_that_there_may_be_older_ones(sluice: World, count: int, told: bool) -> None:
    place, ledger = Place("C01GEN"), sluice.bot.ledger
    await sluice.said("/sluice")
    for n in range(count):
        await ledger.do(
            assigning.assign,
            Claim(ALICE, "T01TEST"),
            Brief(goal=f"Memo {n}", worker=agent("writer"), title=f"Memo {n}"),
            place,
        )
    assert ("For an older one add a word" in await sluice.said("/sluice find memo")) is told


@pytest.mark.parametrize("count", [1, 60, 300])
def test_many_agents_fit_into_the_list_and_the_form(count: int) -> None:
    agents = {f"agent-{n}": LONG for n in range(count)}
    records = {name: Record(decided=3, at_once=2, minutes=1.0, micros=5) for name in agents}
    for number in range(3):
        assert message_error(list(worker_list.roster(records, agents, Overruled(0, 0, 0), number).blocks)) is None
    assert view_error(forms.assign(agents)) is None


@pytest.mark.parametrize("text", [LONG * 3, "<@U01ALICE> " * 900, "\u202e\u200b", "", "👩‍👩‍👧‍👦" * 2000, "&" * 2999])
def test_any_text_fits_where_it_stands(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<b>", "&lt;b&gt;")
    assert message_error([section(escaped), context(escaped), header(text)]) is None
    assert message_error(list(sentence(text).blocks)) is None
    assert len(clip(escaped)) <= 3000


def test_pages_keep_entries_together_and_a_page_that_is_not_there_is_the_last() -> None:
    entries = tuple(sections("*Title*", (f"line {n} " + "x" * 200 for n in range(200))))
    listing = Listing(text="x", head=(header("Head"),), entries=entries)
    first, last = page(listing, "find a b"), page(listing, "find a b", 999)
    assert message_error(list(first.blocks)) is None and message_error(list(last.blocks)) is None
    (more,) = list(buttons({"blocks": list(first.blocks)}))
    assert read_page(more["value"]) == (1, "find a b")
    assert "line 199" in words({"blocks": list(last.blocks)})


@pytest.mark.parametrize("value", [None, "", "x", "-1 tasks", "99999 tasks", "1e5 tasks", "٣ tasks"])
def test_a_page_that_nobody_wrote_is_the_first_one(value: str | None) -> None:
    assert read_page(value) == (0, "")
