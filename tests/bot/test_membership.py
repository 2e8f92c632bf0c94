"""Only an explicit word of Slack's says who may decide: an error delays, and never voids or forbids anything."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage.ledger import people
from storage.tables import decision, person
from tests.world import ALICE, World, wait_for, words

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"
ERRORS = ["user_not_found", "user_not_visible", "account_inactive", "missing_scope", "fatal_error", "team_not_found"]


async def known(sluice: World) -> None:
    await sluice.said("/sluice")
    await sluice.message_with("Hello")


async def age(sluice: World) -> None:
    """Let the last look at Alice's profile lie more than five minutes back."""
    old = sluice.bot.ledger.clock() - timedelta(minutes=6)

    def change(tx) -> None:
        tx.conn.execute(sa.update(person).where(person.c.team == "T01TEST").values(profile_at=old))

    await sluice.bot.ledger.do(change)


async def effected(sluice: World) -> bool:
    query = sa.select(decision.c.effected_at, decision.c.undone_at).where(decision.c.team == "T01TEST")
    row = await sluice.bot.ledger.see(lambda tx: tx.conn.execute(query).first())
    assert row is not None and row.undone_at is None, "the decision was voided"
    return row.effected_at is not None


@pytest.mark.parametrize("error", ERRORS)
async def test_a_look_up_that_fails_delays_the_effect_says_so_and_changes_nobody(sluice: World, error: str) -> None:
    await known(sluice)
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    await age(sluice)
    await sluice.act("fault", method="users.info", what="error", value=error, times=1)
    await sluice.click(card, "Approve")
    if error != "account_inactive":  # that one speaks of our own token: an administrator's matter
        told = await sluice.message_with("What you decided on T-1 waits")
        assert "Nothing is lost" in words(told)
    who = await sluice.bot.ledger.see(people.find, "T01TEST", ALICE)
    assert who is not None and not (who.actor.deleted or who.actor.stranger or who.actor.guest)
    assert "has started" in await sluice.said("/assign writer: Second")


async def test_the_effect_comes_as_soon_as_slack_answers(sluice: World) -> None:
    await known(sluice)
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    await age(sluice)
    await sluice.act("fault", method="users.info", what="error", value="user_not_found", times=1)
    await sluice.click(card, "Approve")
    await sluice.message_with("waits")
    await wait_for(lambda: effected(sluice), "it takes effect", within=60)


async def test_only_an_explicit_deleted_voids(sluice: World) -> None:
    await known(sluice)
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    card = (await sluice.cards())[0]
    await age(sluice)
    sluice.slack.workspace.users[ALICE]["deleted"] = True
    await sluice.click(card, "Approve")

    async def voided() -> bool:
        query = sa.select(decision.c.undone_at).where(decision.c.team == "T01TEST")
        return await sluice.bot.ledger.see(lambda tx: tx.conn.execute(query).scalar()) is not None

    await wait_for(voided, "the decision is void")


async def test_every_call_goes_as_a_form(sluice: World) -> None:
    """Local Slack keeps what it saw; a JSON body of a reading method would have shown it nothing."""
    await known(sluice)
    info = [line for line in sluice.slack.workspace.log if line["what"] == "users.info"]
    assert info and info[0]["sent"]["user"] == ALICE and info[0]["status"] == "ok"
