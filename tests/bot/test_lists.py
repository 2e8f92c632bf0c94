"""Home and `/sluice`: each line that waits has its way in, and the numbers add up."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.bot.test_quiet import all_sent
from tests.far_times import FAR
from tests.world import ALICE, BOB, CARA, World, buttons, wait_for, words, world

YEAR = datetime.now(UTC).year + 1
NOTES = "Bob: We decided to ship on 3 March.\nAlice: Who tells the partners?\n"


async def ready(sluice: World, count: int, user: str = ALICE) -> str:
    async def look() -> str:
        shown = await sluice.said("/sluice", user)
        return shown if f"{count} wait" in shown else ""

    return str(await wait_for(look, f"{count} wait for {user}"))


async def test_what_waits_for_me_adds_up_and_what_waits_for_others_is_named_apart(sluice: World) -> None:
    await sluice.said(f"/collect at {FAR} daily")
    await sluice.said(f"/assign writer: One; for Beta\n{NOTES}")
    await sluice.said(f"/assign writer: Two; for Beta\n{NOTES}")
    await sluice.said(f"/assign writer: Three\n{NOTES}")
    await sluice.said(f"/assign writer: Theirs; for Beta; reviewer @bob\n{NOTES}")

    async def settled() -> str:
        shown = await sluice.said("/sluice")
        return shown if "3 wait for you" in shown and f"1 waits for <@{BOB}>" in shown else ""

    shown = await wait_for(settled)
    assert f"*Beta* · 2 wait for you · 1 waits for <@{BOB}>" in shown
    assert "*No stream* · 1 waits for you" in shown
    assert sum(int(n) for n in re.findall(r"\* · (\d+) waits? for you", shown)) == 3
    assert f"from <@{ALICE}>" in await ready_for_bob(sluice)


async def ready_for_bob(sluice: World) -> str:
    shown = await sluice.said("/sluice", BOB)
    assert "1 waits for you" in shown and "0 running" not in shown
    return shown


async def test_each_line_that_waits_opens_from_home_and_from_the_list(sluice: World) -> None:
    await sluice.said(f"/assign writer: Memo\n{NOTES}")
    await sluice.cards()
    await sluice.said("/sluice")
    message = sluice.slack.workspace.ephemerals[ALICE][-1]
    (press,) = [b for b in buttons(message) if b["text"]["text"] == "Open"]
    await sluice.press(message, press)
    view = await sluice.modal(callback="task_view")
    assert "Approve" in [b["text"]["text"] for b in buttons(view)]
    await sluice.act("open-home", user=ALICE)

    async def home() -> dict | None:
        return sluice.slack.workspace.homes.get(ALICE)

    view = await wait_for(home)
    assert len([b for b in buttons(view) if b["text"]["text"] == "Open"]) == 1


async def test_a_full_home_and_list_fit(tmp_path: Path) -> None:
    async with world(tmp_path, limit=100, first=0) as sluice:
        await sluice.said(f"/collect at {FAR} daily")
        for n in range(60):
            await sluice.said(f"/assign writer: Memo {n}; for Stream {n % 25}\n{NOTES}")
        await ready(sluice, 60)
        await sluice.act("open-home", user=ALICE)

        async def home() -> dict | None:
            return sluice.slack.workspace.homes.get(ALICE)

        view = await wait_for(home)
        assert "60 ready so far" in words(view["blocks"])
        assert "/sluice shows them all" in words(view["blocks"])
        assert "Help: /sluice help" in words(view["blocks"][-1])


async def test_while_all_is_stopped_a_receipt_says_so_and_offers_no_decision(tmp_path: Path) -> None:
    async with world(tmp_path, admins=[ALICE]) as sluice:
        said = await sluice.said("/sluice stop all")
        assert "`/sluice go on` lets them go on" in said
        receipt = await sluice.said(f"/assign writer: Memo\n{NOTES}")
        assert f"stopped by <@{ALICE}>" in receipt
        assert "· is stopped\n" in receipt
        shown = [b["text"]["text"] for b in buttons(sluice.slack.workspace.ephemerals[ALICE][-1])]
        assert shown == ["Edit", "Cancel"]


async def test_a_receipt_leaves_out_what_is_not_there(sluice: World) -> None:
    receipt = await sluice.said("/assign Zxcv qwer asdf uiop hjkl bnm tyu ghj fgh")
    assert "writer has it (no other agent fits)" in receipt
    for nothing in ("no due time", "no stream", "you decide"):
        assert nothing not in receipt


async def test_the_other_day_that_a_date_may_mean_is_one_tap_away(sluice: World) -> None:
    await sluice.said("/sluice")
    await sluice.message_with("Europe/Rome")
    receipt = await sluice.said(f"/assign writer: Memo; by 12/11/{YEAR}\n{NOTES}")
    read, other = re.search(r"as (\w{3} 12 Nov \d{4}) 18:00. Did you mean (\w{3} 11 Dec .*)\?", receipt).groups()
    assert f"due {read} 18:00" in receipt
    await sluice.cards()
    message = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"] == f"Due {other}"))

    async def mended() -> bool:
        return f"due {other}" in words(message)

    await wait_for(mended)


async def test_next_friday_has_its_date_and_the_one_after_is_one_tap_away(sluice: World) -> None:
    """Said in the same week it may be this one; on a Friday, Saturday or Sunday the next one is clear."""
    receipt = await sluice.said(f"/assign writer: Memo; by next Friday\n{NOTES}")
    read = re.search(r"due (Fri \d+ \w{3}(?: \d{4})? 18:00)", receipt)
    assert read, receipt
    zone = ZoneInfo("Europe/Rome")
    if datetime.now(zone).weekday() < 4:
        second = re.search(r"I read “next Friday” as (.*)\. Did you mean (Fri \d+ \w{3}.* 18:00)\?", receipt)
        assert second and second[1] == read[1] and second[2] != read[1], receipt
        (press,) = [b for b in buttons(sluice.slack.workspace.ephemerals[ALICE][-1]) if "Due Fri" in b["text"]["text"]]
        assert press["text"]["text"] == f"Due {second[2]}"
    else:
        assert "Did you mean" not in receipt


async def test_a_due_time_without_a_sign_is_one_tap_away(sluice: World) -> None:
    receipt = await sluice.said(f"/assign writer: Launch FAQ by Friday\n{NOTES}")
    assert "I read “by Friday” as part of the text" in receipt
    message = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(message, next(b for b in buttons(message) if b["text"]["text"].startswith("Due Fri ")))

    async def mended() -> bool:
        return "due Fri " in words(message) and "*T-1 · Launch FAQ*" in words(message)

    await wait_for(mended)


async def test_the_form_offers_the_other_day_too(sluice: World) -> None:
    await sluice.said("/sluice")
    await sluice.message_with("Europe/Rome")
    await sluice.command("/assign")
    view = await sluice.modal(callback="assign_view")
    await sluice.submit(view, goal=f"Memo\n{NOTES}", due=f"12/11/{YEAR}", versions="2", to=["C02RND", "C01GEN"])
    receipt = words(await sluice.ephemeral(ALICE, "T-1 · Memo"))
    assert re.search(r"Did you mean \w{3} 11 Dec", receipt)
    assert "2 versions" in receipt
    assert "you ask for a document" in receipt
    assert "Approve posts in <#C02RND>, <#C01GEN>" in receipt


async def test_the_shortcut_shows_its_message_and_a_first_title(sluice: World) -> None:
    text = "Please send the invoice again. The last one was *wrong* & late."
    said = await sluice.act("message", channel="C01GEN", user=BOB, text=text)
    await sluice.act("shortcut", user=ALICE, callback_id="hand_off", channel="C01GEN", messageTs=said["ts"])
    view = await sluice.modal(callback="handoff_view")
    shown = words(view["blocks"])
    assert "Assign this" in words(view["title"])
    assert f"A message of <@{BOB}> in <#C01GEN>" in shown
    assert text in shown
    goal = next(b for b in view["blocks"] if b.get("block_id") == "goal")
    assert goal["element"]["initial_value"] == "Please send the invoice again"


async def test_the_words_of_a_message_set_nothing_and_name_who_is_meant(sluice: World) -> None:
    text = f"Ask <@{CARA}> for the numbers; reviewer <@{BOB}|bob>; public; must: praise Bob; to <#C02RND|random>"
    said = await sluice.act("message", channel="C01GEN", user=BOB, text=text)
    await sluice.act("shortcut", user=ALICE, callback_id="hand_off", channel="C01GEN", messageTs=said["ts"])
    view = await sluice.modal(callback="handoff_view")
    goal = next(b["element"]["initial_value"] for b in view["blocks"] if b.get("block_id") == "goal")
    assert goal == "Ask @cara for the numbers"
    await sluice.submit(view, goal=goal, worker="writer")
    receipt = words(await sluice.ephemeral(ALICE, "Ask @cara for the numbers"))
    assert "praise" not in receipt and "decides" not in receipt and "public" not in receipt


async def test_who_waits_for_another_reviewer_is_not_asked_to_decide(tmp_path: Path) -> None:
    async with world(tmp_path, limit=3) as sluice:
        await sluice.said("/sluice", BOB)
        await sluice.said("/collect limit 1", BOB)
        await sluice.said(f"/assign writer: His own\n{NOTES}", BOB)
        await ready(sluice, 1, BOB)
        receipt = await sluice.said(f"/assign writer: Memo; reviewer <@{BOB}|bob>\n{NOTES}")
        assert "waits for room" in receipt
        assert f"when <@{BOB}> has decided" in receipt
        shown = [b["text"]["text"] for b in buttons(sluice.slack.workspace.ephemerals[ALICE][-1])]
        assert "Decide the quickest" not in shown


async def test_a_collection_that_is_full_says_so(tmp_path: Path) -> None:
    async with world(tmp_path, limit=20) as sluice:
        await sluice.said(f"/collect at {FAR} daily")
        await sluice.said("/collect most 12")
        for n in range(13):
            await sluice.said(f"/assign writer: Memo {n}\nWe decided to ship on 3 March.\nWho tells the partners?")

        async def ready() -> bool:
            return "13 wait for you" in await sluice.said("/sluice")

        await wait_for(ready, "13 are ready", 30)
        await sluice.said("/collect now")
        text = words(await sluice.message_with("· about"))
        shown = int(re.search(r"(\d+) to decide", text)[1])  # type: ignore[index]
        assert shown < 12
        assert f"{shown} of 12: the message is full, Keep going brings the rest" in text
        first = await sluice.message_with("the message is full")
        await wait_for(lambda: all_sent(sluice), "it is known that Slack has it")
        await sluice.press(first, next(b for b in buttons(first) if b["text"]["text"] == "Keep going"))

        async def every() -> bool:
            return len({card["key"] for card in await sluice.cards(at_least=shown + 1)}) == 13

        await wait_for(every, "all of them stand in a message")
        assert "in a later message" not in words(first)
