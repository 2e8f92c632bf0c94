"""What is assigned is never shown in a channel by somebody else's command; the receipt says who sees it."""

import asyncio

import pytest

from tests.bot.test_installation import ring
from tests.bot.test_story import NOTES
from tests.far_times import FAR
from tests.world import ALICE, BOB, CARA, GENERAL, World, buttons, cards_of, wait_for, words

BOTH = pytest.mark.parametrize("sluice", ["http", "http postgres"], indirect=True)
HERE = f"Everyone in <#{GENERAL}> sees it"


@pytest.fixture(autouse=True)
def channel_of_a_colleague(sluice: World) -> None:
    sluice.slack.workspace.channels[GENERAL]["creator"] = CARA


def shown_in(sluice: World, channel: str = GENERAL) -> str:
    return " ".join(words(m) for m in sluice.messages(channel) if cards_of(m))


async def rung(sluice: World) -> str:
    """Have the channel's collection come; return the cards that it shows after a while."""
    await ring(sluice, GENERAL)
    await asyncio.sleep(1)
    return shown_in(sluice)


@BOTH
async def test_a_command_of_somebody_else_never_shows_what_was_assigned_before(sluice: World) -> None:
    assert "Everyone" not in await sluice.said(f"/assign writer: Salaries\n{NOTES}")
    await sluice.cards()
    await sluice.said(f"/collect here at {FAR} daily", CARA)
    assert "Salaries" not in await rung(sluice)


async def test_what_is_assigned_while_the_channel_has_collections_comes_there_and_says_so(sluice: World) -> None:
    await sluice.said(f"/collect here at {FAR} daily", CARA)
    assert HERE in await sluice.said(f"/assign writer: Memo\n{NOTES}")
    assert "Everyone" not in await sluice.said(f"/assign writer: Second memo\n{NOTES}", channel=sluice.dm())
    await sluice.cards(at_least=2)
    await ring(sluice, GENERAL)
    await sluice.cards(channel=GENERAL)
    assert "· Memo" in shown_in(sluice) and "Second memo" not in shown_in(sluice)


async def test_only_me_keeps_it_out(sluice: World) -> None:
    await sluice.said(f"/collect here at {FAR} daily", CARA)
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    told = await sluice.ephemeral(ALICE, HERE)
    await sluice.press(told, next(b for b in buttons(told) if b["text"]["text"] == "Only me"))
    await sluice.cards()
    assert "Memo" not in await rung(sluice)


EACH = f"Everyone in <#{GENERAL}> sees each when it is collected there."
SERIES = [
    (f"/assign writer: Salaries; every weekday 7:00\n{NOTES}", "Run one now"),
    (f"/assign writer: Salaries; for each of: Rome, Oslo\n{NOTES}", "Start all 2"),
]


def told(sluice: World) -> dict:
    return dict(sluice.slack.workspace.ephemerals[ALICE][-1])


async def tap(sluice: World, label: str) -> None:
    message = told(sluice)
    await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == label))


@pytest.mark.parametrize(("command", "start"), SERIES)
async def test_a_command_of_somebody_else_never_shows_what_a_series_makes_later(
    sluice: World, command: str, start: str
) -> None:
    assert "Everyone" not in await sluice.said(command)
    await sluice.said(f"/collect here at {FAR} daily", CARA)
    await tap(sluice, start)
    await sluice.cards()
    assert "Salaries" not in await rung(sluice)


@pytest.mark.parametrize(("command", "start"), SERIES)
async def test_a_series_that_a_channel_sees_says_so_until_only_me(sluice: World, command: str, start: str) -> None:
    await sluice.said(f"/collect here at {FAR} daily", CARA)
    assert EACH in await sluice.said(command)
    await tap(sluice, "Only me")

    async def hidden() -> bool:
        return EACH not in words(told(sluice))

    await wait_for(hidden, "the receipt says it no more")
    await tap(sluice, start)
    await sluice.cards()
    assert "Salaries" not in await rung(sluice)


async def test_a_name_is_not_tied_to_a_channel_for_those_who_file_under_it_later(sluice: World) -> None:
    await sluice.said(f"/collect here at {FAR} daily", CARA)
    taken = await sluice.said(f"/assign writer: Bait; for <#{GENERAL}|general>; for Payroll\n{NOTES}", CARA)
    assert "The brief has two streams" in taken
    await sluice.said(f"/assign writer: Bait; for <#{GENERAL}|general>\n{NOTES}", CARA)
    assert "Everyone" not in await sluice.said(f"/assign writer: Salaries; for Payroll\n{NOTES}", channel=sluice.dm())
    await sluice.cards()
    assert "Salaries" not in await rung(sluice)


async def test_whoever_is_in_the_channel_reads_who_set_its_collections(sluice: World) -> None:
    await sluice.said(f"/collect here at {FAR} daily", CARA)
    told = await sluice.message_with("set collections here", GENERAL)
    assert f"<@{CARA}>" in words(told) and "from now on" in words(told)
    assert ALICE not in words(told)


async def test_only_who_created_the_channel_sets_its_times(sluice: World) -> None:
    for line in ("/collect here at 9:00 daily", "/collect here off"):
        assert "Only who created this channel, or an administrator" in await sluice.said(line, BOB)
    assert f"This channel's times: {FAR}" in await sluice.said(f"/collect here at {FAR} daily", CARA)
    assert "Only who created" in await sluice.said("/collect here off", BOB)
    assert "no collection times any more" in await sluice.said("/collect here off", CARA)
