"""A post whose look-up Slack never answers: what waits behind it goes on, and its owner is told."""

from typing import Any

import pytest

from bot.outbound.outcomes import Unclear
from bot.outbound.pacing import Pacer
from bot.outbound.patience import LONGEST, Patience
from bot.outbound.posting import Posting
from storage.jobs.port import Again, Job
from storage.ledger.messages import posting
from storage.tables import post
from tests.world import ALICE, GENERAL, World, count


class Silent:
    """A Slack that fails at every look, and answers all else while it is not away."""

    away = False

    async def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        if method.startswith("conversations.") or self.away:
            raise Unclear("Slack answered 500")
        return {"ok": True}


@pytest.mark.parametrize("away", [False, True], ids=["the look alone fails", "Slack is away"])
async def test_a_look_that_fails_for_ever_holds_nothing_back(sluice: World, away: bool) -> None:
    ledger, now = sluice.bot.ledger, [0.0]

    def put(tx: Any) -> int:
        post_id = posting.put_post(tx, "T01TEST", "line", "x", channel=GENERAL, owner=ALICE)
        posting.mark_sending(tx, "T01TEST", post_id)
        tx.jobs.cancel(tx.conn, "T01TEST", "post", str(post_id))  # the bot itself leaves it alone
        return post_id

    number = await ledger.do(put)
    slack: Any = Silent()
    slack.away = away
    patience = Patience(clock=lambda: now[0])
    parts = {"slack": slack, "files": slack, "canvases": slack, "pace": Pacer(0, 0)}
    outbox = Posting(ledger=ledger, pictures={}, patience=patience, **parts)
    job = Job(id=1, team="T01TEST", kind="post", key=str(number), tries=1, lock=None, queue="slack")
    for now[0] in (0.0, LONGEST - 1):
        with pytest.raises(Again):
            await outbox.send(job)
    before, now[0] = await count(sluice, post), LONGEST + 1
    if away:
        with pytest.raises(Again):
            await outbox.send(job)
    else:
        await outbox.send(job)
    state = (await ledger.see(posting.get_post, "T01TEST", number)).state
    assert (state, await count(sluice, post) - before) == (("sending", 0) if away else ("unknown", 1))
