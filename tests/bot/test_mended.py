"""What a brief that was refused is told beside the reason: the command that works, to copy; and that one does work."""

import asyncio

import pytest

from tests.bot.test_places import both_databases
from tests.world import ALICE, BOB, CARA, World, words

PASTED = "\nWe decided to ship on 3 March.\nWho tells the partners?"
BOBS, ALICES = f"<@{BOB}|bob>", f"<@{ALICE}|alice>"


def to_copy(text: str) -> str:
    """The command that a refusal offers."""
    return text.partition("Mended, to copy:\n")[2].removesuffix("\nOpen as a form")


@pytest.mark.parametrize(
    ("typed", "why", "mended"),
    [
        ("writer: memo; after T-99; urgent", "I can't find T-99", "writer: memo; urgent"),
        ("writer: memo; then nobody: check it", "who “nobody” is", "writer: memo; then writer: check it"),
        ("writer: memo; then @dora: check it", "who “dora” is", "writer: memo; then writer: check it"),
        ("@dora: memo", "I don't know @dora", "writer: memo"),
        ("writer: memo; every 1 minute", "too often", "writer: memo; every weekday 9:00"),
        ("writer: memo; every 30 February 9:00", "I can't repeat", "writer: memo; every weekday 9:00"),
        (
            f"writer: memo; every Monday 9:00; then {BOBS}: check it",
            "can't come again",
            "writer: memo; then @bob: check it",
        ),
        ("writer: memo; every Monday 9:00; after T-1", "can't wait for", "writer: memo; every Monday 9:00"),
        ("writer: memo; by 1 January 2020", "is in the past", "writer: memo"),
        ("writer: memo; 9 versions", "versions can be made", "writer: memo"),
        ("writer: memo; as a canvas", "can't make a canvas", "writer: memo; as a file"),
        ("writer: memo; to @nobody", "@nobody", "writer: memo"),
        (f"{ALICES}: a note of my own", "would decide on their own work", "writer: a note of my own"),
        ("writer: memo; every day 7:00; by Friday", "Leave “by …” out", "writer: memo; every day 7:00"),
        ("writer: memo; by Friday; by Monday; by Tuesday", "two due times", "writer: memo; by Friday"),
        ("writer: memo" + "; must: short" * 23, "At most 20", "writer: memo" + "; must: short" * 20),
        (f"{BOBS}: memo; reviewer {BOBS}", "would decide on their own work", "writer: memo; reviewer @bob"),
    ],
)
async def test_it_offers_a_command_that_works(sluice: World, typed: str, why: str, mended: str) -> None:
    told = await sluice.said(f"/assign {typed}{PASTED}")
    assert why in told and "Nothing was created" in told
    assert to_copy(told) == f"/assign {mended}{PASTED}"
    again = await sluice.said(to_copy(told).replace("@bob", BOBS))
    assert "T-1" in again and "Nothing was created" not in again


@both_databases
async def test_who_takes_no_tasks_or_is_a_guest_is_left_out(sluice: World) -> None:
    await sluice.said("/sluice not me", user=BOB)
    told = await sluice.said(f"/assign {BOBS} numbers by plan; by Friday{PASTED}")
    assert "takes no tasks" in told and to_copy(told) == f"/assign writer: numbers by plan; by Friday{PASTED}"
    in_a_chain = await sluice.said(f"/assign writer: memo; then {BOBS}: check it{PASTED}")
    assert to_copy(in_a_chain) == f"/assign writer: memo; then writer: check it{PASTED}"
    sluice.slack.workspace.users[CARA]["is_restricted"] = True
    guest = await sluice.said(f"/assign <@{CARA}|cara>: memo{PASTED}")
    assert "Nothing was created" in guest
    while not to_copy(guest):  # Slack is asked who she is
        await asyncio.sleep(0.3)
        guest = await sluice.said(f"/assign <@{CARA}|cara>: memo{PASTED}")
    assert to_copy(guest) == f"/assign writer: memo{PASTED}"


async def test_what_can_not_be_mended_offers_none(sluice: World) -> None:
    answer = await sluice.command("/assign writer:")
    assert "Mended" not in words(answer["body"])
