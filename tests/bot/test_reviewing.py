"""Review over the wire: one window, item after item, to its last page; whatever is pressed twice, late or by others."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from agents.roster.ends import CannotDo
from bot import app
from bot.given import Given
from bot.outbound.pacing import Pacer
from storage.ledger.decisions import deciding
from storage.ledger.decisions.clicks import Click
from storage.ledger.shelf.measuring import MEANT
from storage.rules.authority import Claim
from storage.rules.values.decision import Verdict
from storage.tables import decision, item, sitting
from tests.agents.scripted import Scripted, hands_in, says
from tests.bot.speaking import NOTES, button, decided, labels, verdicts
from tests.bot.test_remedies import Fails
from tests.far_times import FAR
from tests.world import ALICE, BOB, Json, World, configured, wait_for, words, world


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[World]:
    """A running bot where there is time to undo."""
    async with world(tmp_path, undo_seconds=20) as made:
        yield made


async def waiting(desk: World, count: int, brief: str = "writer: Memo", who: str = ALICE) -> None:
    """Let so many drafts wait."""
    await desk.said(f"/collect at {FAR} daily", who)
    for n in range(1, count + 1):
        await desk.said(f"/assign {brief} {n}\n{NOTES}", who)

    async def ready() -> bool:
        return f"{count} wait{'s' if count == 1 else ''} for you" in await desk.said("/sluice", who)

    await wait_for(ready, f"{count} drafts")


async def open_review(desk: World, who: str = ALICE) -> Json:
    await desk.said("/sluice review", who)
    return await desk.modal(who, "review_view")


def title(view: Json) -> str:
    return str(view["title"]["text"])


async def tap(desk: World, view: Json, text: str, who: str = ALICE) -> Json:
    """Press a button of a window, as Slack sends it: once the person can have seen what they press."""
    await asyncio.sleep(MEANT.total_seconds() if view.get("past", title(view) != "Review · 1 of") else 0)
    return await send(desk, view, button(view, text), who)


async def send(desk: World, view: Json, button: Json, who: str = ALICE) -> Json:
    action = {k: button[k] for k in ("type", "action_id", "value")}
    return await desk.act("view-action", user=who, viewId=view["id"], action=action)


async def titled(desk: World, wanted: str, who: str = ALICE) -> Json:
    async def look() -> Json | None:
        stack = desk.slack.workspace.views.get(who, [])
        return stack[-1] if stack and title(stack[-1]) == wanted else None

    view: Json = await wait_for(look, f"window {wanted}")
    return view


async def rows(desk: World, *columns: sa.ColumnElement[Any]) -> list[Any]:
    table = columns[0].table
    query = sa.select(*columns).where(table.c.team == "T01TEST").order_by(table.c.id)
    return list(await desk.bot.ledger.see(lambda read: read.conn.execute(query).all()))


async def test_a_sitting_goes_from_item_to_item_to_its_last_page(desk: World) -> None:
    await waiting(desk, 4)
    view = await open_review(desk)
    assert title(view) == "Review · 1 of 4" and view["close"]["text"] == "Close review"
    assert "left in all" in words(view) and "What came back" in words(view) and "Back" not in labels(view)
    for n, text in enumerate(("Approve", "Reject"), 2):
        await tap(desk, view, text)
        view = await titled(desk, f"Review · {n} of 4")
    assert "You rejected" in words(view) and {"Undo", "Back"} <= set(labels(view))
    await tap(desk, view, "Skip")
    view = await titled(desk, "Review · 4 of 4")
    assert "was skipped" in words(view)
    await tap(desk, view, "Approve")
    last = await titled(desk, "Review · done")
    told = words(last)
    assert "3 decided in" in told and "expected" in told and "half took under" in told
    assert "2 approved · 1 rejected" in told and "was skipped and still waits" in told
    assert "Next collection" in told and "1 thing waits for you now" in told and "Undo" in labels(last)
    assert await verdicts(desk) == ["approve", "reject", "approve"]
    measured = await rows(desk, decision.c.sitting_id, decision.c.seconds)
    assert len({row.sitting_id for row in measured}) == 1 and all(0 < row.seconds < 60 for row in measured)
    assert [row.ended_at is not None for row in await rows(desk, sitting.c.ended_at)] == [True]


async def test_the_next_item_is_there_within_a_moment(desk: World) -> None:
    await waiting(desk, 6)
    view, taken = await open_review(desk), list[float]()
    for n in range(2, 7):
        await asyncio.sleep(MEANT.total_seconds())
        began = time.monotonic()
        await send(desk, view, button(view, "Approve"))
        view = await titled(desk, f"Review · {n} of 6")
        taken.append(time.monotonic() - began)
    print(f"next item after {sorted(taken)[2] * 1000:.0f} ms at the median, {max(taken) * 1000:.0f} ms at most")
    assert sorted(taken)[2] < 1.0


async def test_five_taps_in_a_moment_count_once(desk: World) -> None:
    await waiting(desk, 3)
    view = await open_review(desk)
    approve = button(view, "Approve")

    async def late(n: int) -> None:
        await asyncio.sleep(n * 0.04)
        shown = await desk.modal(callback="review_view")
        await send(desk, shown, button(shown, "Approve") if n else approve)

    await asyncio.gather(*(late(n) for n in range(5)))
    view = await titled(desk, "Review · 2 of 3")
    await asyncio.sleep(0.2)
    assert await verdicts(desk) == ["approve"] and len(desk.slack.workspace.views[ALICE]) == 1
    await tap(desk, view, "Approve")
    await titled(desk, "Review · 3 of 3")
    assert await verdicts(desk) == ["approve", "approve"]


async def test_a_second_tap_on_the_same_item_is_passed_over_without_words(desk: World) -> None:
    await waiting(desk, 2)
    view = await open_review(desk)
    await tap(desk, view, "Approve")
    shown = await titled(desk, "Review · 2 of 2")
    await send(desk, shown, button(view, "Approve"))  # it was under way when the window changed
    await asyncio.sleep(0.2)
    shown = await titled(desk, "Review · 2 of 2")
    assert await verdicts(desk) == ["approve"] and "decided already" not in words(shown)


async def test_a_window_that_changed_since_the_press_is_drawn_as_it_is_then(desk: World) -> None:
    await waiting(desk, 2)
    view = await open_review(desk)
    await desk.act("fault", method="views.update", what="error", value="hash_conflict", times=1)
    await tap(desk, view, "Approve")
    await titled(desk, "Review · 2 of 2")
    sent = [str(line) for line in desk.slack.workspace.log if line["what"] == "views.update"]
    assert len(sent) == 2 and view["hash"] in sent[0] and view["hash"] not in sent[1]
    assert await verdicts(desk) == ["approve"]


async def test_undo_shows_the_item_again(desk: World) -> None:
    await waiting(desk, 2)
    view = await open_review(desk)
    first = button(view, "Approve")["value"]
    await tap(desk, view, "Approve")
    await tap(desk, await titled(desk, "Review · 2 of 2"), "Undo")
    view = await titled(desk, "Review · 1 of 2")
    assert button(view, "Approve")["value"] == first and await verdicts(desk) == []
    await tap(desk, view, "Reject")
    await tap(desk, await titled(desk, "Review · 2 of 2"), "Approve")
    last = await titled(desk, "Review · done")
    await tap(desk, last, "Undo")
    assert "Approve" in labels(await titled(desk, "Review · 2 of 2"))


async def test_back_shows_what_was_decided_and_next_goes_on(desk: World) -> None:
    await waiting(desk, 3)
    view = await open_review(desk)
    await tap(desk, view, "Approve")
    await tap(desk, await titled(desk, "Review · 2 of 3"), "Back")
    view = await titled(desk, "Review · 1 of 3")
    assert "You approved" in words(view) and {"Undo", "Next"} <= set(labels(view)) and "Approve" not in labels(view)
    await tap(desk, view, "Next")
    assert "Approve" in labels(await titled(desk, "Review · 2 of 3"))


async def test_review_begins_in_the_digest_and_goes_on_there(desk: World) -> None:
    await waiting(desk, 2)
    await desk.said("/collect now")
    message = (await desk.cards(at_least=2))[0]["message"]
    await desk.press(message, button(message, "Start review"))
    view = await desk.modal(callback="review_view")
    assert title(view) == "Review · 1 of 2"
    await tap(desk, view, "Approve")

    async def redrawn() -> Json | None:
        shown = (await desk.cards(at_least=1))[0]["message"]
        return shown if "Go on" in labels(shown) and "Start review" not in labels(shown) else None

    message = await wait_for(redrawn, "Go on")
    await tap(desk, await titled(desk, "Review · 2 of 2"), "Approve")

    async def all_decided() -> bool:
        shown = next(m for m in desk.messages(desk.dm()) if m["ts"] == message["ts"])
        return "all 2 decided" in words(shown) and "Go on" not in labels(shown)

    await wait_for(all_decided, "a decided digest")


async def test_review_begins_from_home(desk: World) -> None:
    await waiting(desk, 2)
    await desk.act("open-home", user=ALICE)

    async def home() -> Json | None:
        view = desk.slack.workspace.homes.get(ALICE)
        return view if view and "Review now (2)" in labels(view) else None

    view = await wait_for(home, "Home")
    await send(desk, view, button(view, "Review now (2)"))
    assert title(await desk.modal(callback="review_view")) == "Review · 1 of 2"


async def test_an_empty_shelf_is_said_in_one_line(desk: World) -> None:
    await desk.said(f"/collect at {FAR} daily")
    await desk.said("/sluice review")
    told = words(await desk.ephemeral(ALICE, "Nothing waits for you."))
    assert "The next collection comes" in told and not desk.slack.workspace.views.get(ALICE)
    assert await rows(desk, sitting.c.id) == []


async def test_stop_here_ends_a_sitting_and_another_begins_where_it_stood(desk: World) -> None:
    await waiting(desk, 2)
    view = await open_review(desk)
    await tap(desk, view, "Approve")
    view = await titled(desk, "Review · 2 of 2")
    await desk.act("view-close", user=ALICE, viewId=view["id"])

    async def ended() -> bool:
        return [row.ended_at is not None for row in await rows(desk, sitting.c.ended_at)] == [True]

    await wait_for(ended, "its end")
    assert title(await open_review(desk)) == "Review · 1 of 1"


async def test_a_second_window_takes_over(desk: World) -> None:
    await waiting(desk, 2)
    first = await open_review(desk)
    await desk.said("/sluice review")

    async def told() -> bool:
        calls = [line for line in desk.slack.workspace.log if line["what"] == "views.update"]
        return any(first["id"] in str(line) and "another window" in str(line) for line in calls)

    await wait_for(told, "the first window")
    second = await titled(desk, "Review · 1 of 2")
    desk.slack.workspace.views[ALICE].append(first)  # on another device, which did not hear of it
    await tap(desk, first, "Approve")
    assert "another window" in words(await titled(desk, "Review"))
    assert await verdicts(desk) == ["approve"]
    desk.slack.workspace.views[ALICE] = [second]
    await tap(desk, second, "Approve")  # the same item
    view = await titled(desk, "Review · 2 of 2")
    assert "You approved" in words(view) and await verdicts(desk) == ["approve"]


async def test_what_was_decided_elsewhere_is_passed_over(desk: World) -> None:
    await waiting(desk, 3)
    await desk.said("/collect now")
    view = await open_review(desk)
    key = button(view, "Approve")["value"].split(".")[0]
    other = next(card for card in await desk.cards(at_least=3) if card["key"] != key)
    await desk.click(other, "Approve")
    await decided(desk, "approve")
    await tap(desk, view, "Approve")
    view = await titled(desk, "Review · 2 of 2")
    assert button(view, "Approve")["value"].split(".")[0] not in (key, other["key"])


async def test_a_restart_loses_nothing(tmp_path: Path) -> None:
    async with world(tmp_path, undo_seconds=20) as desk:
        await waiting(desk, 3)
        await tap(desk, await open_review(desk), "Approve")
        view = await titled(desk, "Review · 2 of 3")
        await desk.bot.stop()
        settings = configured(tmp_path, desk.slack.url, undo_seconds=20)
        again = await app.start(settings, given=Given(pacer=Pacer(0.0, 0.0)))
        desk.slack.connect(f"http://127.0.0.1:{again.port}/slack/events")
        desk.bot = again
        try:
            await tap(desk, view, "Reject")
            view = await titled(desk, "Review · 3 of 3")
            assert "You rejected" in words(view)
            await tap(desk, view, "Approve")
            assert "3 decided" in words(await titled(desk, "Review · done"))
        finally:
            await again.stop()


@pytest.mark.parametrize("metadata", ["-|review.1", "AAAAAAAAAAAA.1|review.1", "|review.999", "x|review.1"])
async def test_a_forged_window_shows_nothing_of_others(desk: World, metadata: str) -> None:
    await waiting(desk, 2)
    view = await open_review(desk)
    await desk.said(f"/collect at {FAR} daily", BOB)
    await desk.said("/assign writer: Bob's own", BOB)
    forged = {**view, "id": "V0FORGED", "private_metadata": metadata}
    desk.slack.workspace.views.setdefault(BOB, []).append(forged)
    for text in ("Approve", "Reject"):
        await send(desk, forged, button(view, text), BOB)
    await desk.act("view-close", user=BOB, viewId="V0FORGED")
    await asyncio.sleep(0.3)
    assert await verdicts(desk) == []
    assert [(row.user, row.ended_at) for row in await rows(desk, sitting.c.user, sitting.c.ended_at)] == [(ALICE, None)]
    seen = [words(v) for v in desk.slack.workspace.views.get(BOB, []) if v["id"] != "V0FORGED"]
    assert seen and not [text for text in seen if "Memo" in text]


# Revise: by form, with what was half written, and by one tap.


async def test_revise_in_the_window_goes_on_to_the_next_item(desk: World) -> None:
    await waiting(desk, 2)
    await tap(desk, await open_review(desk), "Revise")
    form = await desk.modal(callback="revise_view")
    await desk.submit(form, note="shorter")
    view = await titled(desk, "Review · 2 of 2")
    assert "You asked to revise v1" in words(view) and await verdicts(desk) == ["revise"]
    await tap(desk, view, "Undo")
    await tap(desk, await titled(desk, "Review · 1 of 2"), "Revise")
    assert begins_with(await desk.modal(callback="revise_view")) == "shorter"


async def test_what_was_half_written_stands_in_the_form_of_the_next_version(tmp_path: Path) -> None:
    async with world(tmp_path) as desk:
        await waiting(desk, 1)
        view = await open_review(desk)
        await tap(desk, view, "Revise")
        form = await desk.modal(callback="revise_view")
        click = Click(key=button(view, "Approve")["value"].split(".")[0], version=1)
        claim = Claim(ALICE, "T01TEST")
        await desk.bot.ledger.do(deciding.decide, claim, click, Verdict.REVISE, (), "in Italian")

        async def second() -> bool:
            return [row.draft_version for row in await rows(desk, item.c.draft_version)] == [1, 2]

        await wait_for(second, "v2")
        answer = await desk.submit(form, note="and name the price twice")
        assert "What you wrote is kept" in words(answer["body"])
        desk.slack.workspace.views[ALICE].pop()
        await titled(desk, "Review · done")
        desk.slack.workspace.views[ALICE].clear()
        view = await open_review(desk)
        await tap(desk, view, "Revise")
        assert begins_with(await desk.modal(callback="revise_view")) == "and name the price twice"


def begins_with(form: Json) -> str:
    """Return the text with which the field of a form begins."""
    note = next(b for b in form["blocks"] if b["block_id"] == "note")
    return str(note["element"].get("initial_value", ""))


async def test_a_draft_is_sent_back_by_one_tap_with_the_point_that_it_does_not_meet(desk: World) -> None:
    await waiting(desk, 1, "writer: Memo; must: at most 3 words; must: at most 900 words; must: at most 2 words;")
    view = await open_review(desk)
    assert {"Revise: at most 3 words", "Revise: at most 2 words"} <= set(labels(view))
    assert "Revise: at most 900 words" not in labels(view)
    await tap(desk, view, "Revise: at most 3 words")
    last = await titled(desk, "Review · done")
    assert "You asked to revise" in words(last) and "Undo" in labels(last)
    (row,) = await rows(desk, decision.c.verdict, decision.c.points)
    assert (row.verdict, row.points) == ("revise", ["at most 3 words"])


async def test_one_tap_works_in_open_too_and_a_forged_point_changes_nothing(desk: World) -> None:
    await waiting(desk, 1, "writer: Memo; must: at most 3 words;")
    await desk.said("/collect now")
    card = (await desk.cards())[0]
    await desk.click(card, "Open")
    view = await desk.modal(callback="task_view")
    press = button(view, "Revise: at most 3 words")
    await send(desk, view, {**press, "action_id": "revise_point.7"})
    assert "out of date" in words(await titled(desk, "Not done"))
    assert await verdicts(desk) == []
    await send(desk, view, press)
    await decided(desk, "revise")


# Questions, permissions and problems come in the same window.


@pytest.fixture
async def asking(tmp_path: Path) -> AsyncIterator[World]:
    """A running bot whose agent asks something."""
    asks = says(ask_person={"question": "Which price?", "suggestions": ["39 €", "29 €"]})
    model = Scripted(script=[asks, asks, hands_in()])
    async with world(tmp_path, load=lambda name, heat: model, suggest=False, undo_seconds=20) as made:
        yield made


async def test_questions_are_answered_by_one_tap_or_in_words(asking: World) -> None:
    await asking.said(f"/collect at {FAR} daily")
    for n in (1, 2):
        await asking.said(f"/assign writer: Memo {n}")

    async def ready() -> bool:
        return "2 wait for you" in await asking.said("/sluice")

    await wait_for(ready, "questions")
    view = await open_review(asking)
    assert {"39 €", "29 €", "Other…", "Skip"} <= set(labels(view))
    await tap(asking, view, "39 €")
    view = await titled(asking, "Review · 2 of 2")
    assert "You answered “39 €”" in words(view)
    await tap(asking, view, "Other…")
    form = await asking.modal(callback="answer_view")
    await asking.submit(form, note="35 €, as last year")
    told = words(await titled(asking, "Review · done"))
    assert "2 answered" in told and "are worked on again" in told
    assert await verdicts(asking) == ["answer", "answer"]


async def test_a_problem_is_mended_by_one_tap(tmp_path: Path) -> None:
    fails = Fails(CannotDo("It did not come to an end within 40 calls of the model."))
    async with world(tmp_path, workers={"writer": fails}, undo_seconds=20) as desk:
        await waiting(desk, 1)
        view = await open_review(desk)
        assert {"Retry", "Cancel task", "Skip"} <= set(labels(view)) and "Did not work" in words(view)
        await tap(desk, view, "Cancel task")
        assert "1 canceled" in words(await titled(desk, "Review · done"))


async def test_the_window_stays_when_a_problem_gets_another_brief(tmp_path: Path) -> None:
    fails = Fails(CannotDo("It did not come to an end within 40 calls of the model."))
    async with world(tmp_path, workers={"writer": fails}, undo_seconds=20) as desk:
        await waiting(desk, 2)
        view = await open_review(desk)
        await tap(desk, view, "Edit it")
        await desk.submit(await desk.modal(callback="edit_view"), goal="Another memo", worker="writer")
        view = await titled(desk, "Review · 1 of 2")

        async def edited() -> bool:
            return len([row for row in await rows(desk, item.c.closed_at) if row.closed_at]) == 1

        await wait_for(edited, "the new brief")
        await tap(desk, view, "Retry")  # it has been started again already
        shown = await desk.modal(callback="review_view")
        assert title(shown).startswith("Review · ") and await verdicts(desk) == []


async def test_a_long_draft_is_attached_once(desk: World) -> None:
    long = "\n\n".join(f"Paragraph {n}: we decided to ship on 3 March." for n in range(900))
    await desk.said(f"/collect at {FAR} daily")
    await desk.said("/sluice")
    await desk.said(f"/assign writer: Copy all of this\n{long[:2500]}")

    async def ready() -> bool:
        return "1 waits for you" in await desk.said("/sluice")

    await wait_for(ready, "a draft")
    grown = sa.text("UPDATE draft SET body = :body WHERE team = 'T01TEST'")
    await desk.bot.ledger.do(lambda tx: tx.conn.execute(grown, {"body": long}))
    view = await open_review(desk)
    assert "the whole is attached" in words(view)

    async def files() -> int:
        return sum(len(m.get("files") or ()) for m in desk.messages(desk.dm()))

    await wait_for(files, "the file")
    await desk.act("view-close", user=ALICE, viewId=view["id"])
    await open_review(desk)
    await asyncio.sleep(0.3)
    assert await files() == 1
    assert [row.opened_at is not None for row in await rows(desk, item.c.opened_at)] == [True]
