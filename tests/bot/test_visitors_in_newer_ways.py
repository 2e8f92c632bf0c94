"""People of other companies in what came later: named in a brief, in a form or as a stand-in, with a 👍 or a word."""

import asyncio
from pathlib import Path

import pytest

from localslack.config import Config
from storage.tables import decision, task
from tests.bot.desk import choose, opened
from tests.bot.test_installation import ring
from tests.bot.test_visitors import DORA, EVE, NOTES, SHARED, connected, organisation
from tests.far_times import FAR
from tests.world import ALICE, buttons, count, wait_for, world

BOTH = pytest.mark.parametrize("config", [organisation(), connected()], ids=["grid", "connect"])
NAMED = f"<@{EVE}|eve>"


@BOTH
@pytest.mark.parametrize(
    "line",
    [
        f"/assign {NAMED} Draft the memo",
        f"/assign writer: Memo; to {NAMED}",
        f"/assign writer: Memo; then {NAMED}: Check it",
        f"/collect away until Monday, {NAMED} decides",
    ],
    ids=["as colleague", "as reader", "as next", "as stand-in"],
)
async def test_nobody_of_another_company_can_be_named(tmp_path: Path, config: Config, line: str) -> None:
    async with world(tmp_path, config=config) as sluice:
        assert "member" in await sluice.said(line)
        assert await count(sluice, task) == 0
        assert sluice.messages(sluice.dm(EVE)) == []


@BOTH
async def test_who_names_a_reviewer_of_another_company_is_told_at_once(tmp_path: Path, config: Config) -> None:
    async with world(tmp_path, config=config) as sluice:
        told = await sluice.said(f"/assign writer: Memo; reviewer {NAMED}\n{NOTES}")
        assert "only full members of this workspace decide" in told and "Nothing was created" in told
        assert await count(sluice, task) == 0 and sluice.messages(sluice.dm(EVE)) == []


@BOTH
async def test_a_task_is_given_to_nobody_of_another_company(tmp_path: Path, config: Config) -> None:
    async with world(tmp_path, config=config) as sluice:
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        view = await opened(sluice, (await sluice.cards())[0])
        await choose(sluice, view, "Give to someone")
        answer = await sluice.submit(await sluice.modal(callback="give_item_view"), to=EVE)
        assert "member" in answer["body"]["errors"]["to"]
        assert sluice.messages(sluice.dm(EVE)) == []


@BOTH
async def test_a_sign_or_a_word_of_theirs_decides_nothing(tmp_path: Path, config: Config) -> None:
    async with world(tmp_path, config=config, members_set_channel_times=True) as sluice:
        sluice.slack.workspace.channels[SHARED]["is_ext_shared"] = False
        await sluice.said(f"/collect here at {FAR} daily", channel=SHARED)
        await sluice.said(f"/assign writer: Memo\n{NOTES}", channel=SHARED)
        await sluice.cards()
        await ring(sluice, SHARED)
        card = await sluice.message_with("Memo", SHARED)
        sluice.slack.workspace.channels[SHARED]["is_ext_shared"] = True  # since then
        await sluice.act("reaction", channel=SHARED, ts=card["ts"], user=EVE, name="+1", present=True)
        await sluice.act("message", channel=SHARED, user=EVE, text="approve", thread_ts=card["ts"])
        await sluice.act("message", channel=SHARED, user=EVE, text="T-1 approve", thread_ts=card["ts"])
        await asyncio.sleep(1)  # nothing may come of it
        assert await count(sluice, decision) == 0
        await sluice.act("reaction", channel=SHARED, ts=card["ts"], user=ALICE, name="+1", present=True)

        async def decided() -> bool:
            return await count(sluice, decision) == 1

        await wait_for(decided, "the decision of who may")


@pytest.mark.parametrize("org_wide", [False, True])
async def test_a_colleague_of_the_organisation_takes_what_is_given_to_them(tmp_path: Path, org_wide: bool) -> None:
    async with world(tmp_path, config=organisation(org_wide=org_wide)) as sluice:
        await sluice.said(f"/assign writer: Memo\n{NOTES}")
        view = await opened(sluice, (await sluice.cards())[0])
        await choose(sluice, view, "Give to someone")
        await sluice.submit(await sluice.modal(callback="give_item_view"), to=DORA)
        offer = await sluice.message_with("asks you to decide", sluice.dm(DORA))
        await sluice.press(offer, next(b for b in buttons(offer) if b["text"]["text"] == "Take it"), DORA)
        await sluice.message_with("From now on you decide on T-1", sluice.dm(DORA))
