"""What Home and `/sluice` say of what waits agrees with itself, whoever decides and wherever there is room."""

from pathlib import Path

from bot.views.stream.streams import streams
from storage.ledger.queries import portfolio
from tests.bot.days import at_home, day, drafts, times
from tests.world import ALICE, BOB, wait_for, words, world

LAUNCH = "C03LAUNCH"
NOTES = "Bob: We decided to ship on 3 March.\nCara: The price is 39 €.\n"


async def test_who_is_away_reads_who_decides_in_their_place(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, _):
        await times(sluice, ALICE, BOB)
        await drafts(sluice, 2)
        await sluice.said(f"/collect away until Friday, <@{BOB}|bob> decides")
        said = await sluice.said("/sluice")
        assert f"2 wait for <@{BOB}>" in said and f"<@{BOB}> decides for you" in said
        assert f"<@{BOB}> decides for you" in await sluice.said("/sluice T-1")
        assert f"you decide for <@{ALICE}>" in await sluice.said("/sluice", BOB)
        assert f"2 wait for <@{BOB}>" in await at_home(sluice, "No stream")


async def test_home_says_what_it_has_no_room_for_and_begins_with_what_is_due(tmp_path: Path) -> None:
    async with day(tmp_path) as (sluice, clock):
        await times(sluice)
        for n in range(9):
            await sluice.said(f"/assign writer: Report {n}; for Billing{'; by today 14:00' if n == 8 else ''}")

        async def ready() -> bool:
            return "9 wait for you" in await sluice.said("/sluice")

        await wait_for(ready, "nine drafts")
        seen = await sluice.bot.ledger.see(portfolio.portfolio, "T01TEST", ALICE)
        drawn = [
            words(list(entry)) for entry in streams(seen, clock(), 8, {seen.tasks[0].stream_id or 0: "Since then"})
        ]
        assert "Report 8" in drawn[0] and drawn[-1] == "and 1 more waits: /sluice"


async def test_what_could_not_be_delivered_is_listed_where_it_is_counted(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await sluice.said(f"/assign writer: Memo; for Beta launch; to <#{LAUNCH}|launch>\n{NOTES}")
        (card,) = await sluice.cards()
        await sluice.act("fault", method="chat.postMessage", what="error", value="is_archived", times=100)
        await sluice.click(card, "Approve")

        async def listed() -> bool:
            said = await sluice.said("/sluice")
            return "*Beta launch* · 1 waits for you" in said and "approved, not delivered" in said

        await wait_for(listed, "the task that waits")
