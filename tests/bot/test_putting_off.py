"""Later, over the wire: what is put off is not decided, still counts, and comes back with a collection."""

from typing import Any

import pytest

from tests.bot.desk import choose, menu, opened, press_in, window
from tests.bot.speaking import NOTES, drawn, labels, reply
from tests.world import World, wait_for, words

Json = dict[str, Any]


async def brought(sluice: World, count: int = 1, clause: str = "") -> Json:
    """Assign something, and collect it when it is ready; the message."""
    await sluice.said("/collect at 9:00 daily")
    for n in range(1, count + 1):
        await sluice.said(f"/assign writer: Memo {n}{clause}\n{NOTES}")

    async def ready() -> bool:
        return f"{count} wait" in await sluice.said("/sluice")

    await wait_for(ready)
    await sluice.said("/collect now")
    return dict((await sluice.cards(at_least=count))[-1]["message"])


async def a_window(sluice: World, count: int = 1) -> tuple[Json, Json]:
    """Assign and collect, open the first card; its message and its window."""
    message = await brought(sluice, count)
    card = (await sluice.cards())[0]
    return message, await opened(sluice, card)


@pytest.mark.parametrize("sluice", ["http", "socket", "http postgres"], indirect=True)
async def test_one_tap_puts_it_off_and_one_brings_it_back(sluice: World) -> None:
    message, view = await a_window(sluice)
    assert [text.split(":")[0] for text in menu(view)][1:3] == ["Later", "Later"]
    await choose(sluice, view, "Later: tomorrow 9:00" if "Later: tomorrow 9:00" in menu(view) else "Later: 9:00")
    card = await drawn(sluice, message, "You put it off until")
    assert "9:00" in words(card)
    assert "Approve" not in labels(card)
    assert "Bring it back" in labels(card)
    assert "1 put off" in words(card)
    shown = await window(sluice, "You put it off until")
    assert "Approve" in labels(shown)

    await press_in(sluice, shown, "Bring it back")
    again = await drawn(sluice, message, "1 to decide")
    assert "Approve" in labels(again)


async def test_no_collection_brings_it_and_it_still_waits(sluice: World) -> None:
    message, view = await a_window(sluice, 2)
    await choose(sluice, view, "Later: ")
    await drawn(sluice, message, "You put it off until")
    listed = await sluice.said("/sluice")
    assert "2 wait for you, 1 of that later" in listed
    assert "later, " in listed
    assert "Review now (1)" in listed
    await sluice.said(f"/assign writer: Third memo\n{NOTES}")

    async def three() -> bool:
        return "3 wait for you" in await sluice.said("/sluice")

    await wait_for(three)
    assert "2 to decide" in await sluice.said("/collect now")


async def test_its_stream_counts_it_as_later_too(sluice: World) -> None:
    message = await brought(sluice, 2, "; for Beta launch")
    await choose(sluice, await opened(sluice, (await sluice.cards())[0]), "Later: ")
    await drawn(sluice, message, "You put it off until")
    for asked in ("/sluice", "/sluice stream list"):
        assert "2 wait for you, 1 of that later" in await sluice.said(asked)
    await sluice.said("/sluice stream Beta launch")
    page = words(await window(sluice, "*WAITS FOR YOU · 2, 1 of that later*"))
    assert page.count("later, ") == 1


async def test_what_all_is_put_off_is_said_so(sluice: World) -> None:
    message, view = await a_window(sluice)
    await choose(sluice, view, "Later: ")
    await drawn(sluice, message, "You put it off until")
    answer = await sluice.said("/collect now")
    assert "You put 1 thing off" in answer
    assert "9:00" in answer


async def pick(sluice: World, view: Json, text: str) -> Json:
    await choose(sluice, view, "Later: pick")
    form = await sluice.modal(callback="later_view")
    return await sluice.submit(form, until=text)


async def test_a_time_of_ones_own(sluice: World) -> None:
    message, view = await a_window(sluice)
    answer = await pick(sluice, view, "in 3 days")
    assert answer["status"] == 200
    await drawn(sluice, message, "You put it off until")
    assert "You put it off until" in words(await window(sluice, "You put it off until"))


BAD = {
    "soonish": "I can't read that as a time. For example: tomorrow, Friday 14:00, in 2 weeks.",
    " ": "I can't read that as a time. For example",
    "yesterday": "That time is over already. For example",
    "2020-01-01": "That time is over already. For example",
    "in 14 months": "more than a year ahead. For example",
    "in 99 months": "more than a year ahead. For example",
    "31.2.": "is not in the calendar. For example",
}


async def test_a_time_that_makes_no_sense_stays_in_the_form_and_its_examples_work(sluice: World) -> None:
    message, view = await a_window(sluice)
    await choose(sluice, view, "Later: pick")
    form = await sluice.modal(callback="later_view")
    for text, why in BAD.items():
        answer = await sluice.submit(form, until=text)
        assert why in str(answer["body"]["errors"]["until"]), answer
    for text in ("tomorrow", "Friday 14:00", "in 2 weeks"):
        view = await window(sluice, "Memo 1") if text != "tomorrow" else view
        answer = await sluice.submit(form, until=text) if text == "tomorrow" else await pick(sluice, view, text)
        assert answer["status"] == 200
        assert not answer["body"], answer
    await drawn(sluice, message, "3 times by now")


@pytest.mark.parametrize("said", ["later", "remind me tomorrow, please"])
async def test_words_put_it_off(sluice: World, said: str) -> None:
    message = await brought(sluice, 1)
    await reply(sluice, message, said)
    await drawn(sluice, message, "You put it off until")
    told = await sluice.message_with("is put off until")
    assert "9:00" in words(told)


async def test_without_times_the_menu_has_no_next_collection(sluice: World) -> None:
    await brought(sluice, 1)
    await sluice.said("/collect off")
    view = await opened(sluice, (await sluice.cards())[0])
    assert [text for text in menu(view) if text.startswith("Later")] == ["Later: pick a time"]
    await reply(sluice, (await sluice.cards())[0]["message"], "later")
    await sluice.message_with("You have no collection times")
