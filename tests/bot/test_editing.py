"""Edit it, then approve: what a person does, and what they and others see of it."""

import asyncio
from pathlib import Path

import pytest

from agents.review.critic import Critic
from localslack.payloads import Payloads
from storage.ledger.work.assignment import Assignment
from storage.rules.authority import UNKNOWN
from storage.rules.values.check import Finding
from storage.rules.values.draft import Draft
from storage.tables import draft as drafts
from tests.bot.editors import EDITOR, OPEN, WHICH, Json, choose, editor, opened, press, typed, window_with, writing
from tests.bot.speaking import NOTES, decided, drawn, labels, verdicts
from tests.world import ALICE, BOB, World, buttons, cards_of, count, wait_for, words

BODY = "Hello Dana,\n\n* one\n* two"
MINE = "Hello Dana,\n\n*  one point,  as I typed it"
SECTIONS = "\n\n".join(f"## Part {n}\n\n{'word ' * 450}" for n in range(1, 5)).strip()
WALL = "word " * 1_000


async def test_an_edit_is_approved_at_once_where_the_checks_find_nothing_new(tmp_path: Path) -> None:
    async with writing(tmp_path, BODY) as (sluice, _):
        card, view = await opened(sluice, "writer: Memo; must: under 50 words; to #general")
        form = await editor(sluice, view)
        assert typed(form) == {"part_0": BODY}
        assert "Approve posts in <#C01GEN>" in words(form)
        answer = await sluice.submit(form, part_0=MINE)
        assert answer["status"] == 200, answer
        done = await window_with(sluice, "You edited and approved v2")
        assert done["callback_id"] == OPEN
        assert "v2 · edited by you · decided" in words(done)
        assert "edited the draft into v2" in words(done)
        await drawn(sluice, card["message"], "edited and approved")
        delivered = await sluice.message_with(f"edited by <@{ALICE}>", "C01GEN")
        assert "T-1 v2 · approved by" in words(delivered)
        assert "one point,  as I typed it" in str(delivered["blocks"])
        assert await verdicts(sluice) == ["approve"]


@pytest.mark.parametrize("sluice", ["http", "socket", "http postgres"], indirect=True)
async def test_an_edit_is_approved_whatever_carries_it(sluice: World) -> None:
    _, view = await opened(sluice, f"writer: Memo\n{NOTES}")
    form = await editor(sluice, view)
    (name,) = typed(form)
    await sluice.submit(form, **{name: "We ship on 3 March."})
    await window_with(sluice, "You edited and approved v2")


async def test_what_the_edit_made_worse_comes_back_with_the_way_on(tmp_path: Path) -> None:
    async with writing(tmp_path, BODY) as (sluice, _):
        card, view = await opened(sluice, "writer: Memo; must: under 6 words")
        await sluice.submit(await editor(sluice, view), part_0="Far more words than anybody had asked for")
        back = await window_with(sluice, "Your edit: not met “under 6 words”")
        assert "Nothing is approved yet." in words(back)
        shown = await drawn(sluice, card["message"], "Your edit: not met “under 6 words”")
        assert "v2 · T-1" in words(shown)
        assert await verdicts(sluice) == []
        assert [x for x in labels(shown) if x != "Open"] == ["Approve", "Edit again", "Revise", "Reject"]
        assert "confirm" in next(b for b in buttons(shown) if b["text"]["text"] == "Approve")

        await sluice.act("view-close", user=ALICE, viewId=back["id"])
        await sluice.press(shown, next(b for b in buttons(shown) if b["text"]["text"] == "Edit again"))
        again = await sluice.modal(ALICE, EDITOR)
        assert typed(again) == {"part_0": "Far more words than anybody had asked for"}
        await sluice.submit(again, part_0="Few words")
        await drawn(sluice, card["message"], "You edited and approved it")


async def test_what_is_worse_can_be_approved_all_the_same(tmp_path: Path) -> None:
    async with writing(tmp_path, BODY) as (sluice, _):
        card, view = await opened(sluice, "writer: Memo; must: under 6 words")
        await sluice.submit(await editor(sluice, view), part_0="Far more words than anybody had asked for")
        shown = await drawn(sluice, card["message"], "Your edit: not met")
        await sluice.press(shown, next(b for b in buttons(shown) if b["text"]["text"] == "Approve"))
        await drawn(sluice, card["message"], "You edited and approved it")


async def test_an_edit_that_changes_nothing_approves_what_is_there(tmp_path: Path) -> None:
    async with writing(tmp_path, BODY) as (sluice, _):
        _, view = await opened(sluice)
        await sluice.submit(await editor(sluice, view), part_0=BODY)
        done = await window_with(sluice, "You approved v1")
        assert "edited" not in words(done)


async def test_a_long_draft_is_edited_by_its_headings(tmp_path: Path) -> None:
    async with writing(tmp_path, SECTIONS) as (sluice, _):
        _, view = await opened(sluice)
        form = await editor(sluice, view)
        assert [b["label"]["text"] for b in form["blocks"] if b["type"] == "input"] == [
            f"{n} of 4 · Part {n}" for n in range(1, 5)
        ]
        await sluice.submit(form, part_1="## Part 2\n\nShort now.", part_3="")
        await window_with(sluice, "You edited and approved v2")
        files = await file_of(sluice, 2)
        assert files.count("## Part") == 3
        assert "## Part 2\n\nShort now.\n\n## Part 3" in files


async def file_of(sluice: World, version: int) -> str:
    """Return the text of the file of a version that was delivered."""

    async def look() -> Json | None:
        held = [f for m in sluice.messages(sluice.dm()) for f in m.get("files", ())]
        return next((f for f in held if f["name"] == f"memo-v{version}.md"), None)

    file = await wait_for(look, "the file")
    return str(sluice.slack.workspace.uploads[file["id"]].decode())


async def sent_to_dm(sluice: World, name: str) -> str:
    async def look() -> Json | None:
        held = [f for m in sluice.messages(sluice.dm()) for f in m.get("files", ())]
        return next((f for f in held if f["name"] == name), None)

    file = await wait_for(look, name)
    return str(sluice.slack.workspace.uploads[file["id"]].decode())


async def picked(sluice: World, name: str, text: str) -> Json:
    body: Json = (await sluice.act("file", user=ALICE, name=name, text=text))["body"]
    return body


async def test_what_no_boxes_hold_is_edited_as_a_file(tmp_path: Path) -> None:
    async with writing(tmp_path, WALL) as (sluice, _):
        _, view = await opened(sluice)
        form = await editor(sluice, view)
        assert "T-1-v1.md, is in your direct messages" in words(form)
        assert await sent_to_dm(sluice, "T-1-v1.md") == WALL
        for name, text, why in (
            ("virus.exe", "MZ", "I can't read that"),
            ("memo.md", " \n", "Write something"),
            ("memo.md", "x" * 200_001, "at most 200,000 characters"),
        ):
            answer = await sluice.submit(form, file=[await picked(sluice, name, text)])
            assert answer["body"]["response_action"] == "errors"
            assert why in answer["body"]["errors"]["file"]
        answer = await sluice.submit(form, file=[await picked(sluice, "memo.md", "# Memo\n\nMy own words\n")])
        assert answer["body"] == "" or "errors" not in str(answer["body"])
        await window_with(sluice, "You edited and approved v2")
        assert await file_of(sluice, 2) == "# Memo\n\nMy own words\n"


async def test_an_empty_text_is_an_error_at_its_field_and_loses_nothing(tmp_path: Path) -> None:
    async with writing(tmp_path, SECTIONS) as (sluice, _):
        _, view = await opened(sluice)
        form = await editor(sluice, view)
        answer = await sluice.submit(form, part_0="", part_1=" ", part_2="", part_3="")
        assert "Write something" in answer["body"]["errors"]["part_0"]
        assert (await sluice.modal(ALICE))["id"] == form["id"]
        assert await verdicts(sluice) == []


async def test_a_text_that_lost_the_race_is_kept_and_offered_on_v2(tmp_path: Path) -> None:
    def body(given: object) -> str:
        return f"Version {given.version}"  # type: ignore[attr-defined]

    async with writing(tmp_path, body) as (sluice, _):
        await sluice.said("/assign writer: Memo; reviewer @bob")
        card = (await sluice.cards(BOB))[0]
        await sluice.click(card, "Open", BOB)
        form = await editor(sluice, await sluice.modal(BOB, OPEN), BOB)
        await revise(sluice, card, BOB)
        await sluice.cards(BOB, at_least=1)
        await wait_for_version(sluice, 2)
        answer = await sluice.submit(form, BOB, part_0="All my work")
        assert answer["body"]["response_action"] == "update"
        late = await window_with(sluice, "v2 came in while you wrote.", BOB)
        assert [b["text"]["text"] for b in buttons(late)] == ["Edit v2 with it", "Show both"]
        message = await sluice.message_with("v2 came in while you wrote.", sluice.dm(BOB))
        assert "Your text was not approved." in words(message)

        await press(sluice, late, "Show both", BOB)
        both = await window_with(sluice, "v2, as it is now", BOB)
        assert "All my work" in str(both) and "Version 2" in str(both)
        await sluice.act("view-close", user=BOB, viewId=both["id"])
        await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Edit v2 with it"), BOB)
        second = await sluice.modal(BOB, EDITOR)
        assert typed(second) == {"part_0": "All my work"}
        await sluice.submit(second, BOB, part_0="All my work, once more")
        await decided(sluice, "revise", "approve")


async def revise(sluice: World, card: Json, user: str = ALICE) -> None:
    """Send a draft back with a note, in another window of the same person."""
    held = sluice.slack.workspace.views.pop(user, [])
    await sluice.click(card, "Revise", user)
    await sluice.submit(await sluice.modal(user, "revise_view"), user, note="shorter")
    sluice.slack.workspace.views[user] = held


async def wait_for_version(sluice: World, version: int) -> None:
    async def look() -> bool:
        return f"v{version}" in str([cards_of(m) and words(m) for m in sluice.messages(sluice.dm(BOB))])

    await wait_for(look, f"v{version}")


async def test_what_somebody_decided_meanwhile_stays_and_the_text_is_kept(tmp_path: Path) -> None:
    async with writing(tmp_path, BODY, undo_seconds=30) as (sluice, _):
        card, view = await opened(sluice)
        form = await editor(sluice, view)
        await sluice.click(card, "Reject")
        await sluice.submit(form, part_0=MINE)
        late = await window_with(sluice, "It is decided already")
        assert [b["text"]["text"] for b in buttons(late)] == ["Show my text"]
        await press(sluice, late, "Show my text")
        assert "one point," in str(await window_with(sluice, "v1, as it is now"))
        assert await verdicts(sluice) == ["reject"]


class Slow(Critic):
    """A critic that takes its time."""

    async def check(self, given: Assignment, draft: Draft) -> Draft:
        if draft.edited_by:
            await asyncio.sleep(4)
        return await super().check(given, draft)


async def test_while_a_critic_takes_its_time_the_window_says_so(tmp_path: Path) -> None:
    async with writing(tmp_path, BODY, critic=Slow()) as (sluice, _):
        card, view = await opened(sluice, "writer: Memo; must: under 50 words")
        await sluice.submit(await editor(sluice, view), part_0=MINE)
        waits = await window_with(sluice, "Edited by you: the checks look at it now.")
        assert "Nothing is approved yet" not in words(waits)
        await window_with(sluice, "You edited and approved v2")
        await drawn(sluice, card["message"], "You edited and approved it")


async def test_one_of_several_versions_is_edited(tmp_path: Path) -> None:
    async with writing(tmp_path, lambda given: f"Way {given.candidate}") as (sluice, worker):
        await sluice.said("/assign writer: Memo; 2 versions")
        message = await sluice.message_with("2 versions")
        await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Compare"))
        view = await sluice.modal(ALICE, OPEN)
        await choose(sluice, view, "Edit it, then approve")
        which = await sluice.modal(ALICE, WHICH)
        await press(sluice, which, "Edit A")
        form = await sluice.modal(ALICE, EDITOR)
        assert typed(form) == {"part_0": "Way 0"}
        assert "Version A" in words(form)
        await sluice.submit(form, part_0="My own way")
        await drawn(sluice, message, "You edited and took A")
        assert len(worker.given) == 2


async def test_the_next_version_starts_from_the_edited_text(tmp_path: Path) -> None:
    async with writing(tmp_path, lambda given: f"Version {given.version}") as (sluice, worker):
        card, view = await opened(sluice, "writer: Memo; must: under 3 words")
        await sluice.submit(await editor(sluice, view), part_0="My own four words")
        shown = await drawn(sluice, card["message"], "Your edit: not met")
        await revise(sluice, {**card, "message": shown})

        async def third() -> bool:
            return len(worker.given) == 2

        await wait_for(third, "v3 is made")
        previous = worker.given[1].previous
        assert previous is not None
        assert (worker.given[1].version, previous.body, previous.edited_by) == (3, "My own four words", ALICE)
        assert previous.found(Finding.NOT_MET)


async def test_with_four_eyes_nobody_is_offered_to_edit(tmp_path: Path) -> None:
    async with writing(tmp_path, BODY, four_eyes=True) as (sluice, _):
        await sluice.said("/assign writer: Memo; reviewer @bob")
        card = (await sluice.cards(BOB))[0]
        await sluice.click(card, "Open", BOB)
        view = await sluice.modal(BOB, OPEN)
        assert "Edit it, then approve" not in str(view)


async def test_a_stranger_who_forges_the_editor_changes_nothing(tmp_path: Path) -> None:
    async with writing(tmp_path, BODY) as (sluice, _):
        _, view = await opened(sluice)
        form = await editor(sluice, view)
        forged = await submission(sluice, form, BOB, "Not mine")
        answer = await sluice.act("deliver", kind="interaction", payload=forged)
        assert UNKNOWN in str(answer["body"])
        assert await verdicts(sluice) == []
        assert "Not mine" not in str(sluice.messages(sluice.dm(BOB)))
        assert "v1 · T-1" in words((await sluice.cards())[0]["message"])
        own = await submission(sluice, form, ALICE, "Mine")
        assert UNKNOWN not in str((await sluice.act("deliver", kind="interaction", payload=own))["body"])
        await decided(sluice, "approve")


async def submission(sluice: World, view: Json, user: str, text: str) -> Json:
    """Return the payload of a person's submission of an editor, theirs or not."""
    payloads = Payloads(sluice.slack.workspace, sluice.slack.delivery)
    state = {"part_0": {"value": {"type": "plain_text_input", "value": text}}}
    return payloads.submission(user, {**view, "state": {"values": state}})


async def test_one_tap_twice_edits_once(tmp_path: Path) -> None:
    async with writing(tmp_path, BODY) as (sluice, _):
        _, view = await opened(sluice)
        payload = await submission(sluice, await editor(sluice, view), ALICE, MINE)
        sends = (sluice.act("deliver", kind="interaction", payload=payload) for _ in range(2))
        assert [answer["status"] for answer in await asyncio.gather(*sends)] == [200, 200]
        await decided(sluice, "approve")
        assert await count(sluice, drafts) == 2
        assert "Your text is kept" not in str(sluice.messages(sluice.dm()))
