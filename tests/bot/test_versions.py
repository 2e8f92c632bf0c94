"""Several versions told apart, mixed, and long changes read in parts."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.views import compared
from bot.views.editing import diff_window, diffs, long_diffs
from bot.views.text.tables import WIDEST
from storage.ledger.work.assignment import Assignment
from storage.rules.mixing import MIX
from storage.rules.values.change import Change
from storage.rules.values.check import Check, Finding
from storage.rules.values.draft import Draft, File
from storage.rules.values.spent import Spent
from tests.bot.editors import OPEN, Json, Writes, choose, opened, press, window_with, writing
from tests.bot.speaking import decided, drawn
from tests.bot.test_views import draft as a_draft
from tests.world import ALICE, World, buttons, wait_for, words, world

WAYS = ("One plain line.", "Two words https://a.example/1 https://a.example/2 and many more words there")
LINES = tuple(f"line {n}" for n in range(1, 1_001))
BRIEF = "writer: Memo; 2 versions; must: under 9 words; must: names “words”"


async def comparison(sluice: World, brief: str = BRIEF) -> tuple[Json, Json]:
    """Assign something of which several versions are made, and compare them; the message and the window."""
    await sluice.said(f"/assign {brief}")
    message = await sluice.message_with("2 versions")
    await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Compare"))
    return message, await sluice.modal(ALICE, OPEN)


async def test_what_tells_versions_apart_stands_in_one_table(tmp_path: Path) -> None:
    async with writing(tmp_path, lambda given: WAYS[given.candidate]) as (sluice, _):
        message, view = await comparison(sluice)
        text = words(view)
        assert "*What tells A and B apart*" in text
        assert "A  B\n✓  ✗  under 9 words\n✗  ✓  names “words”\n3  9  words\n0  2  sources linked" in text
        await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Take A"))
        await drawn(sluice, message, "You took A")


async def test_a_mix_is_asked_for_with_a_tick_and_has_all_versions(tmp_path: Path) -> None:
    async with writing(tmp_path, lambda given: WAYS[given.candidate]) as (sluice, worker):
        message, _ = await comparison(sluice)
        await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Revise"))
        form = await sluice.modal(ALICE, "revise_view")
        ticks = next(b for b in form["blocks"] if b.get("block_id") == "points")["element"]["options"]
        assert ticks[-1]["text"]["text"] == MIX
        await sluice.submit(form, points=[ticks[-1]["value"]], version="1", note="")
        await decided(sluice, "revise")

        async def third() -> bool:
            return len(worker.given) == 3

        await wait_for(third, "v3 is made")
        asked = worker.given[-1]
        assert asked.points == (MIX,)
        assert asked.previous is not None
        assert (asked.previous.body, [one.body for one in asked.others]) == (WAYS[0], [WAYS[1]])


async def test_what_changed_stands_in_a_table_beside_the_lines(tmp_path: Path) -> None:
    async with writing(tmp_path, lambda given: WAYS[2 - given.version]) as (sluice, _):
        view = await revised(sluice, "writer: Memo; must: under 9 words; must: names “words”")
        text = words(view)
        assert "*What tells v1 and v2 apart*" in text
        assert "v1  v2\n✗   ✓   under 9 words\n✓   ✗   names “words”\n9   3   words\n2   0   sources linked" in text
        assert "*Changed since v1*" in text


async def revised(sluice: World, brief: str) -> Json:
    """Have a second version made, and open it."""
    await sluice.said(f"/assign {brief}")
    (card,) = await sluice.cards()
    await sluice.click(card, "Revise")
    await sluice.submit(await sluice.modal(ALICE, "revise_view"), note="shorter")
    message = await sluice.message_with("v2 · T-1")
    await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == "Open"))
    return await sluice.modal(ALICE, OPEN)


async def test_a_long_change_is_read_in_parts(tmp_path: Path) -> None:
    bodies = "\n".join(LINES), "\n".join(f"{line}." for line in LINES)
    async with writing(tmp_path, lambda given: bodies[given.version - 1]) as (sluice, _):
        view = await revised(sluice, "writer: Memo")
        assert "the first 40 of 2,000 lines" in words(view)
        assert "to read, in 5 parts" in words(view)
        await press(sluice, view, "Read all 2,000 lines in 5 parts")
        first = await window_with(sluice, "Part 1 of 5, lines 1–400 of 2,000")
        assert "- line 400" in words(first) and "- line 401" not in words(first)
        await press(sluice, first, "Next part")
        second = await window_with(sluice, "Part 2 of 5, lines 401–800 of 2,000")
        assert second["id"] == first["id"]
        await press(sluice, second, "Part before")
        await window_with(sluice, "Part 1 of 5")


PATCH = "\n".join(f"+line {n}" for n in range(1, 901))


class Changes(Writes):
    """A worker that changes a repository."""

    async def work(self, given: Assignment) -> Draft:
        made = await super().work(given)
        change = Change(repository="shop", base="main", sha256="0" * 64, pushes=False)
        return replace(made, change=change, files=(*made.files, File("fix.patch", "text/x-diff", PATCH.encode())))


async def test_the_patch_of_a_repository_is_read_in_parts_and_not_edited_as_text(tmp_path: Path) -> None:
    async with world(tmp_path, workers={"writer": Changes(lambda given: "Cents were cut off.")}) as sluice:
        _, view = await opened(sluice)
        assert "to read, in 3 parts" in words(view)
        await press(sluice, view, "Read all 900 lines in 3 parts")
        first = await window_with(sluice, "Part 1 of 3, lines 1–400 of 900")
        await press(sluice, first, "Next part")
        second = await window_with(sluice, "Part 2 of 3, lines 401–800 of 900")
        assert "+line 401" in words(second) and "+line 801" not in words(second)
        await sluice.act("view-close", user=ALICE, viewId=second["id"])
        await choose(sluice, view, "Edit it, then approve")
        await window_with(sluice, "This draft changes a repository: text alone can't.")


def draft(version: int = 1, **more: Any) -> Draft:
    usual: dict[str, Any] = {"title": "Memo", "summary": "", "body": "a", "made_by": "a test"}
    return Draft(version=version, **{**usual, **more})


def test_versions_that_are_alike_say_so() -> None:
    check = Check(criterion="short", finding=Finding.MET)
    shown = words(compared.table([("A", draft(checks=(check,))), ("B", draft(2, checks=(check,)))]))
    assert shown == "A and B are alike in what is compared: 1 check met, 1 word."


def test_the_table_of_versions_breaks_no_line_on_a_telephone() -> None:
    long = "says kindly until when the price holds, and for whom"
    named = [
        (x, a_draft(n, body=f"{'word ' * 40 * n}", checks=(Check(criterion=long, finding=found),)))
        for n, (x, found) in enumerate(zip("ABC", (Finding.MET, Finding.NOT_MET, Finding.IN_DOUBT), strict=True), 1)
    ]
    lines = words(compared.table(named)[1]).split("\n")
    begins = lines[1].index("says")
    assert max(map(len, lines)) <= WIDEST and lines[1].split()[:3] == ["✓", "✗", "?"]
    told = [line[begins:] for line in lines[1:] if not line[:begins].strip() or line is lines[1]]
    assert len(told) > 1 and " ".join(told) == long  # its words go on below themselves


def test_a_cost_stands_in_the_table_where_it_is_known() -> None:
    shown = words(compared.table([("A", draft(spent=Spent(1, 1, 110_000))), ("B", draft(2))]))
    assert "0.11 $  –  cost" in shown


def test_a_patch_is_read_in_parts_of_what_fits() -> None:
    patch = "\n".join(f"+{'x' * 300} {n}" for n in range(200)).encode()
    change = Change(repository="shop", base="main", sha256="0" * 64)
    files = (File("a.md", "text/markdown", b""), File("fix.patch", "text/x-diff", patch))
    shown = long_diffs.long(draft(change=change, files=files), None, [])
    assert shown is not None
    assert shown.title == "fix.patch"
    assert len(shown.parts) > 2
    assert [first for first, _ in shown.parts[1:]] == [last + 1 for _, last in shown.parts[:-1]]
    assert shown.parts[-1][1] == 200
    view = diff_window.part("T-1", shown, 1, "ITEMKEY00001.1")
    assert f"Part 2 of {len(shown.parts)}, lines {shown.parts[1][0]}–{shown.parts[1][1]} of 200" in words(view)


def test_a_short_change_needs_no_parts() -> None:
    assert long_diffs.long(draft(2, body="b", base=1), draft(), diffs.changes("a", "b")) is None
