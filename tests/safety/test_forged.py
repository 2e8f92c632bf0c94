"""What a button's value and a form's private data say is ours alone, and looked at all the same: whatever stands there
instead is answered, changes nothing, and breaks nothing."""

import itertools
from pathlib import Path

import pytest
import structlog

from bot.views import ids
from storage.rules.values.place import Place
from storage.tables import decision, draft, sitting, task
from tests.safety.forging import Forger
from tests.safety.strangers import OWNER, REVIEWER
from tests.safety.ways_in import FORMS, PRESSES
from tests.world import GENERAL, World, count, wait_for

NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"
FORGED = [
    *("", "x", "|||", "a.b.c.d", "{", "[]", "null", "-1", "9" * 400, "\u202e\u0000", "T-1", "AAAAAAAAAAAA." + "9" * 40),
    *(
        '{"name": 1, "ids": [1], "channel": {}}',
        "AAAAAAAAAAAA.1|review.99999999999999999999",
        "AAAAAAAAAAAA.1|C1|1.1|x\nV1|y",
    ),
]
SAMPLES = ("try_sample.memo", "try_sample.answer")  # they make a task, and have no value
NAMES = sorted({name for names, _ in PRESSES.values() for name in names} - {*SAMPLES})


@pytest.fixture
async def known(sluice: World) -> World:
    await sluice.said("/sluice", OWNER.user)
    return sluice


async def quiet(sluice: World, one: object) -> int:
    answer = await sluice.slack.delivery.send(one.kind, one.payload)  # type: ignore[attr-defined]
    return answer.status


async def test_no_value_of_a_button_breaks_anything(known: World) -> None:
    forger, place = Forger(known.slack), Place(GENERAL, "1.1")
    with structlog.testing.capture_logs() as logs:
        for name, value in itertools.product(NAMES, FORGED):
            assert await quiet(known, forger.press(OWNER, name, value, place)) == 200, (name, value)
        for name in NAMES:
            window = forger.view(ids.REVIEW_VIEW, FORGED[-2])
            assert await quiet(known, forger.press(OWNER, name, FORGED[11], place, window)) == 200, name
        await nothing(known)
    assert [log for log in logs if log["log_level"] in ("error", "critical")] == []


async def test_no_private_data_of_a_form_breaks_anything(known: World) -> None:
    forger = Forger(known.slack)
    with structlog.testing.capture_logs() as logs:
        for name, value in itertools.product(sorted({name for name, _ in FORMS.values()}), FORGED):
            for kind in ("view_submission", "view_closed"):
                assert await quiet(known, forger.submit(OWNER, forger.view(name, value), kind)) == 200, (name, value)
        await nothing(known)
    assert [log for log in logs if log["log_level"] in ("error", "critical")] == []


async def test_nobody_ends_or_steps_through_the_sitting_of_somebody_else(known: World, tmp_path: Path) -> None:
    await known.said(f"/assign writer: Memo\n{NOTES}", OWNER.user)
    await known.cards(OWNER.user)
    await known.said("/sluice review", OWNER.user)
    view = await known.modal(OWNER.user, ids.REVIEW_VIEW)
    metadata, forger = view["private_metadata"], Forger(known.slack)

    async def shown() -> bool:
        return any(view["id"] in row for row in await rows_of_sittings(known))

    await wait_for(shown, "its window is known")
    before = await rows_of_sittings(known)
    value = metadata.partition("|")[0]
    for name in (ids.SKIP, ids.BACK):
        stolen = {**forger.view(ids.REVIEW_VIEW, metadata), "id": view["id"]}
        await quiet(known, forger.press(REVIEWER, name, value, Place(GENERAL, "1.1"), stolen))
    await quiet(known, forger.submit(REVIEWER, forger.view(ids.REVIEW_VIEW, metadata), "view_closed"))
    await known.act("message", channel=known.dm(OWNER.user), user=OWNER.user, text="hello")
    assert await rows_of_sittings(known) == before


async def rows_of_sittings(sluice: World) -> list[tuple[object, ...]]:
    return await sluice.bot.ledger.see(lambda read: [tuple(row) for row in read.conn.execute(sitting.select()).all()])


async def nothing(sluice: World) -> None:
    for table in (task, decision, draft, sitting):
        assert await count(sluice, table) == 0
