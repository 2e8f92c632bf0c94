"""A chain over the wire: typed in one go, step by step, held by a rejection, and let flow."""

import pytest

from tests.bot.speaking import Json, labels, now, reply
from tests.world import ALICE, BOB, World, buttons, cards_of, wait_for, words

NOTES = "Acme: we decided for 39 € on 3 March.\nBeta: 45 €, hosted in the EU."
CHAIN = (
    "/assign researcher: Compare three vendors; must: names the price; flow;\n"
    "then writer: One-page recommendation; must: names the price; then assistant: List what to check; for Security\n"
)
both = pytest.mark.parametrize("sluice", ["http", "socket", "http postgres"], indirect=True)


def pressed(message: dict, text: str) -> dict:
    return next(b for b in buttons(message) if b["text"]["text"] == text)


async def card_of(sluice: World, name: str) -> dict:
    """The newest card of a task that can be decided."""

    async def look() -> dict | None:
        for message in reversed(sluice.messages(sluice.dm())):
            if f"· {name}" in words(message) and "Approve" in [b["text"]["text"] for b in buttons(message)]:
                return message
        return None

    return dict(await wait_for(look, f"a card of {name}"))


@both
async def test_a_chain_in_one_go_runs_step_by_step(sluice: World) -> None:
    said = await sluice.said(f"/assign writer: Vendors\n{NOTES}\n; then writer: One-page recommendation; for Security")
    assert "T-1 → T-2 · Vendors" in said
    assert "1  writer · Vendors · you decide" in said
    assert "2  writer · One-page recommendation · you decide" in said
    assert "Security" in said
    assert "Each step starts when the one before is approved, and gets its draft." in said
    first = await card_of(sluice, "T-1")
    assert "Approve starts T-2" in words(first)
    await sluice.press(first, pressed(first, "Approve"))
    second = await card_of(sluice, "T-2")
    assert "39 €" in words(second)  # it was made from what the first step brought
    await sluice.press(second, pressed(second, "Open"))
    view = await sluice.modal(callback="task_view")
    assert "T-1 ✓ → T-2 ready v1 ◀" in words(view)
    assert "T-1 · Vendors, approved" in words(view)


async def test_what_comes_after_several_is_promised_only_with_the_others(sluice: World) -> None:
    await sluice.said(f"/assign writer: Vendors\n{NOTES}")
    await sluice.said(f"/assign writer: Prices\n{NOTES}")
    await sluice.said("/assign writer: Sum; after T-1, T-2")
    first = await card_of(sluice, "T-1")
    await sluice.message_with("Approve starts T-3 (once T-2 is decided)")
    await sluice.press(first, pressed(first, "Approve"))
    await sluice.message_with("T-3 (once T-2 is decided) will start.")
    await wait_for(lambda: said_of(sluice, "T-1", "approved"), "T-1 is approved")
    second = await card_of(sluice, "T-2")
    await sluice.press(second, pressed(second, "Approve"))
    await card_of(sluice, "T-3")


async def said_of(sluice: World, name: str, part: str) -> bool:
    return part in await sluice.said(f"/sluice {name}")


async def test_a_rejected_step_holds_the_rest_until_its_owner_says_what_becomes_of_it(sluice: World) -> None:
    await sluice.said(f"/assign writer: Vendors\n{NOTES}\n; then writer: Recommendation; then writer: Check")
    first = await card_of(sluice, "T-1")
    await sluice.press(first, pressed(first, "Reject"))
    held = await sluice.message_with("T-2, T-3 wait: T-1 was rejected.")
    assert [b["text"]["text"] for b in buttons(held)] == [
        "Open",
        "Reopen T-1",
        "Start T-2 without it",
        "Cancel the rest",
    ]
    await sluice.press(held, pressed(held, "Reopen T-1"))
    again = await card_of(sluice, "T-1")
    await sluice.press(again, pressed(again, "Approve"))
    await card_of(sluice, "T-2")


async def test_the_rest_is_canceled_by_one_tap(sluice: World) -> None:
    await sluice.said(f"/assign writer: Vendors\n{NOTES}\n; then writer: Recommendation; then writer: Check")
    first = await card_of(sluice, "T-1")
    await sluice.press(first, pressed(first, "Reject"))
    held = await sluice.message_with("T-2, T-3 wait: T-1 was rejected.")
    await sluice.press(held, pressed(held, "Cancel the rest"))

    async def over() -> bool:
        return "Nothing waits for you" in await sluice.said("/sluice")

    await wait_for(over, "nothing is left")


async def test_a_step_flows_on_and_the_next_card_says_so(sluice: World) -> None:
    chain = "writer: Post; must: at most 40 words; flow\nWe decided to ship on 20 January.\nThe price is 39 € per seat.\nBob tells the partners.\n; then writer: Memo about it"
    said = await sluice.said(f"/assign {chain}")
    assert "1  writer · Post · goes on by itself while all its checks are met" in said
    second = await card_of(sluice, "T-2")
    assert "Flowed without you: T-1 (1 of 1 met)" in words(second)
    assert "T-1" not in [c["message"]["ts"] for c in cards_of(second)]
    await sluice.press(second, pressed(second, "Look"))
    view = await sluice.modal(callback="task_view")
    assert "T-1 ✓ ◀ → T-2 ready v1" in words(view)
    assert "Reopen" in [b["text"]["text"] for b in buttons(view)]


async def test_the_page_of_its_stream_has_it_as_one_line(sluice: World) -> None:
    await sluice.said(
        f"/assign writer: Vendors\n{NOTES}\n; then writer: Recommendation; then <@{BOB}|bob>: Check; for Security"
    )
    first = await card_of(sluice, "T-1")
    await sluice.press(first, pressed(first, "Approve"))
    await card_of(sluice, "T-2")
    await sluice.said("/sluice stream Security")
    assert "T-1 ✓ → T-2 ready v1 ◀ → T-3 waits" in words(await sluice.modal(callback="stream_view"))
    await sluice.said("/sluice stream Security", BOB)
    view = await sluice.modal(BOB, "stream_view")
    assert "T-1 ✓ → T-2 ready v1 → T-3 waits" in words(view) and "Recommendation" not in words(view)


async def test_a_step_that_has_to_be_compared_says_that_it_did_not_flow_and_why(sluice: World) -> None:
    await sluice.said(f"/assign writer: Minutes; must: at most 200 words; flow\n{NOTES}\n; then writer: Summary of it")
    (first,) = await sluice.cards()
    shown = words(first["message"])
    assert "Compare it with the notes" in shown, shown
    why = "It did not flow: rules arranged it, and a person compares it first."
    assert why in shown
    await sluice.click(first, "Open")
    assert why in words(await sluice.modal(callback="task_view"))
    await sluice.click(first, "Approve")

    async def decided() -> bool:
        return "It did not flow" not in words(await sluice.message_with("T-1"))

    await wait_for(decided, "a decided card does not tell that any more")


async def test_a_step_that_was_approved_by_hand_did_not_flow(sluice: World) -> None:
    chain = f"writer: Vendors; must: warm and kind; flow\n{NOTES}\n; then writer: Recommendation"
    await sluice.said(f"/assign {chain}")
    first = await card_of(sluice, "T-1")
    await sluice.press(first, pressed(first, "Approve"))
    second = await card_of(sluice, "T-2")
    assert "Flowed" not in words(second)
    await sluice.said("/sluice T-1")
    shown = await sluice.ephemeral(ALICE, "Show it")
    await sluice.press(shown, pressed(shown, "Show it"))
    assert "went on by itself" not in words(await sluice.modal(callback="task_view"))


async def test_what_flowed_is_not_told_as_approved_on_home(sluice: World) -> None:
    await sluice.said(f"/assign writer: Post; must: at most 40 words; flow\n{NOTES}\n; then writer: Memo about it")
    await card_of(sluice, "T-2")
    await sluice.act("open-home", user=ALICE)

    async def home() -> str:
        shown = words((sluice.slack.workspace.homes.get(ALICE) or {}).get("blocks"))
        return shown if "Closed lately" in shown else ""

    assert "Went on by itself: Post · T-1" in await wait_for(home)
    assert "T-1 Post (went on by itself)" in await sluice.said("/sluice")


async def test_a_step_may_flow_by_a_tap_in_the_receipt(sluice: World) -> None:
    answer = await sluice.command(f"/assign writer: Vendors; must: names the price\n{NOTES}\n; then writer: Memo")
    flow = next(b for b in buttons(answer["body"]) if b["text"]["text"] == "Don't ask me after 1")
    assert flow["action_id"] == "let_flow.0"


async def test_the_receipt_of_a_step_that_may_flow_shows_the_whole_chain(sluice: World) -> None:
    chain = f"/assign writer: Vendors; must: names the price\n{NOTES}\n; then writer: Memo; then writer: Check"
    answer = await sluice.command(chain)
    message = await sluice.ephemeral(ALICE, "T-1 → T-2 → T-3")
    flow = next(b for b in buttons(answer["body"]) if b["text"]["text"] == "Don't ask me after 2")
    await sluice.press(message, flow)
    shown = words(await sluice.ephemeral(ALICE, "2  writer · Memo · goes on by itself"))
    assert "T-1 → T-2 → T-3 · Vendors" in shown
    assert "1  writer · Vendors · you decide" in shown


async def test_a_step_that_was_approved_by_hand_is_not_said_to_have_flowed(sluice: World) -> None:
    await sluice.said(f"/assign writer: Vendors; must: names Oslo; flow\n{NOTES}\n; then writer: Memo on it")
    first = await card_of(sluice, "T-1")  # its check is not met: it stops for a person
    await sluice.press(first, pressed(first, "Approve"))
    second = await card_of(sluice, "T-2")
    assert "Flowed without you" not in words(second)


async def test_an_approved_step_says_whom_it_was_given_to(sluice: World) -> None:
    await sluice.said(f"/assign writer: Vendors\n{NOTES}\n; then @bob: Check it")
    first = await card_of(sluice, "T-1")
    await sluice.press(first, pressed(first, "Approve"))

    async def given() -> bool:
        return any("It was given to T-2." in words(message) for message in sluice.messages(sluice.dm()))

    await wait_for(given, "the card says where it went")


async def test_what_a_task_can_not_come_after_is_named(sluice: World) -> None:
    assert "I can't find T-99" in await sluice.said("/assign writer: Memo; after T-99")


async def test_after_a_task_it_waits_and_says_for_what(sluice: World) -> None:
    await sluice.said(f"/assign writer: Vendors\n{NOTES}")
    said = await sluice.said("/assign writer: Memo on it; after T-1")
    assert "T-2 · Memo on it" in said
    assert "waits for T-1" in said
    assert "It starts when T-1 Vendors is approved, and gets its draft." in said
    assert "Back" not in said
    first = await card_of(sluice, "T-1")
    await sluice.press(first, pressed(first, "Approve"))
    await card_of(sluice, "T-2")


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("writer: Memo; after T-99", "can't find T-99"),
        ("writer: Memo; then wirter: Check", "Did you mean then writer:"),
        ("writer: Memo; then nobody: Check", "I don't know who “nobody” is"),
        ("then writer: Check", "don't see what should be done"),
    ],
)
async def test_what_can_not_be_chained_makes_nothing(sluice: World, typed: str, why: str) -> None:
    assert why in (await sluice.said(f"/assign {typed}")).replace("`", "")
    assert "Nothing is assigned yet" in await sluice.said("/sluice")


async def test_nobody_chains_to_a_task_that_is_not_theirs(sluice: World) -> None:
    await sluice.said(f"/assign writer: Secret vendors\n{NOTES}")
    said = await sluice.said("/assign writer: Memo; after T-1", user=BOB)
    assert "can't find T-1, or it isn't yours" in said
    assert "Secret" not in said


async def test_what_next_steps_and_colleagues_will_bring_is_told_apart_from_what_waits(sluice: World) -> None:
    await sluice.said(f"/assign writer: Vendors\n{NOTES}\n; then writer: Memo; then writer: Mail")
    await sluice.said(f"/assign <@{BOB}|bob>: Ask the vendors")
    assert "coming: 1 from colleagues, 2 next steps" in await sluice.said("/sluice")


async def test_flow_with_nothing_behind_it_says_so(sluice: World) -> None:
    told = "“flow”: nothing comes after it yet."
    assert told in await sluice.said(f"/assign writer: Vendors; flow\n{NOTES}")
    assert told in await sluice.said(f"/assign writer: Vendors\n{NOTES}\n; then writer: Recommendation; flow")
    assert told not in await sluice.said(f"/assign writer: Vendors; flow\n{NOTES}\n; then writer: Recommendation")


async def test_the_task_that_a_button_names_is_opened_and_all_that_hold_the_rest_are_named(sluice: World) -> None:
    for title in "VWX":
        await sluice.said(f"/assign writer: {title}\n{NOTES}")
    await sluice.said("/assign writer: All; after T-1, T-2, T-3")
    for number in (1, 2, 3):
        card = await card_of(sluice, f"T-{number}")
        await sluice.press(card, pressed(card, "Reject"))

    why = "T-4 waits: T-1, T-2, T-3 were rejected."

    async def asked() -> bool:
        await sluice.said("/collect now")  # it may come with what is still to be drawn
        return any(why in words(message) for message in sluice.messages(sluice.dm()))

    await wait_for(asked, "what holds T-4 is asked")
    held = await sluice.message_with(why)
    # On a slow machine the rejected cards may stand in the same message, each with a Reopen of its own.
    reopen = next(b["text"]["text"] for b in buttons(held) if b["text"]["text"].startswith("Reopen T-"))
    await sluice.press(held, pressed(held, reopen))
    name = reopen.removeprefix("Reopen ")

    async def opened() -> bool:
        return "· ready" in await sluice.said(f"/sluice {name}")

    await wait_for(opened, f"{name} is open again")
    for other in {"T-1", "T-2", "T-3"} - {name}:
        assert "rejected" in await sluice.said(f"/sluice {other}")


async def test_a_card_says_what_approve_starts_now(sluice: World) -> None:
    await sluice.said(f"/assign writer: Vendors\n{NOTES}")
    first = await card_of(sluice, "T-1")
    assert "Approve starts" not in words(first)

    async def says(part: str) -> bool:
        return part in words(await card_of(sluice, "T-1"))

    await sluice.said("/assign writer: Memo; after T-1")
    await wait_for(lambda: says("Approve starts T-2"), "the new task is on the card")
    await sluice.said("/sluice T-2")
    shown = sluice.slack.workspace.ephemerals[ALICE][-1]
    await sluice.press(shown, pressed(shown, "Cancel"))

    async def gone() -> bool:
        return not await says("Approve starts")

    await wait_for(gone, "the canceled task is not on the card")


async def test_a_step_that_is_ready_is_not_said_to_go_on_by_itself(sluice: World) -> None:
    chain = "writer: Post; must: at most 90 words\nWe decided to ship on 20 January.\n; then writer: Memo about it"
    await sluice.said(f"/assign {chain}")
    receipt = sluice.slack.workspace.ephemerals[ALICE][-1]
    await card_of(sluice, "T-1")
    await sluice.press(receipt, pressed(receipt, "Don't ask me after 1"))
    await sluice.ephemeral(ALICE, "T-1 is ready already, and waits for you")


async def test_a_card_says_that_the_step_it_builds_on_was_opened_again(sluice: World) -> None:
    await sluice.said(f"/assign writer: Vendors\n{NOTES}\n; then writer: One-page recommendation")
    first = await card_of(sluice, "T-1")
    await sluice.press(first, pressed(first, "Approve"))
    await card_of(sluice, "T-2")
    await wait_for(lambda: said_of(sluice, "T-1", "approved"), "T-1 is approved")

    async def offered() -> Json | None:
        decided = now(sluice, first)
        return decided if "Reopen" in labels(decided) else None

    decided = await wait_for(offered, "the first card offers Reopen")
    await sluice.press(decided, pressed(decided, "Reopen"))

    async def says(part: str) -> bool:
        return part in words(await card_of(sluice, "T-2"))

    await wait_for(lambda: says("T-1, which it builds on, is open again."), "the second card says it")
    first = await card_of(sluice, "T-1")
    await sluice.press(first, pressed(first, "Approve"))

    async def gone() -> bool:
        return not await says("is open again")

    await wait_for(gone, "the second card says it no more")


async def test_an_approval_in_words_says_what_starts(sluice: World) -> None:
    await sluice.said(f"/assign writer: Vendors\n{NOTES}\n; then writer: One-page recommendation")
    first = await card_of(sluice, "T-1")
    await reply(sluice, first, "approve")
    said = words(await sluice.message_with("T-1 is approved."))
    assert "T-2 starts after" in said and "card's thread" not in said


async def test_a_step_that_has_no_room_is_not_said_to_start(sluice: World) -> None:
    await sluice.said(f"/assign writer: Vendors\n{NOTES}\n; then writer: One-page recommendation")
    await sluice.said(f"/assign writer: Prices\n{NOTES}")
    first = await card_of(sluice, "T-1")
    await card_of(sluice, "T-3")
    await sluice.said("/collect limit 1")
    await sluice.command("/collect now")
    digest = await sluice.message_with("Approve starts T-2 (once there is room)")
    await sluice.press(first, pressed(digest, "Approve"))
    await sluice.message_with("T-2 (once there is room) will start.")
    await sluice.message_with("It was given to T-2.")
    assert "T-2 waits for room" in words((await sluice.command("/sluice T-2"))["body"])
