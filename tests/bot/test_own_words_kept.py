"""What a colleague wrote is theirs, whatever becomes of the task: it can be handed in again, or at least be read."""

from pathlib import Path

from tests.bot.speaking import NOTES, button, labels
from tests.world import ALICE, BOB, CARA, Json, World, wait_for, words, world

NET = "must: names “net revenue”"


async def with_button(sluice: World, label: str, user: str = BOB) -> Json:
    """The newest message to a person that has a button."""

    async def look() -> Json | None:
        return next((m for m in reversed(sluice.messages(sluice.dm(user))) if label in labels(m)), None)

    return dict(await wait_for(look, f"a message with {label}"))


async def press(sluice: World, message: Json, label: str, user: str = BOB) -> None:
    await sluice.press(message, button(message, label), user)


async def of_receipt(sluice: World, label: str, **filled: str) -> None:
    """Press a button of T-1 as its assigner sees it, and fill the form that it opens."""
    await sluice.said("/sluice T-1")
    await press(sluice, sluice.slack.workspace.ephemerals[ALICE][-1], label, ALICE)
    if filled:
        await sluice.submit(await sluice.modal(ALICE), ALICE, **filled)


async def handed_in(sluice: World, text: str) -> None:
    await press(sluice, await with_button(sluice, "Submit"), "Submit")
    await sluice.submit(await sluice.modal(BOB, "submit_view"), BOB, body=text, links="", word="")


async def test_a_text_for_a_canceled_task_can_be_read(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await sluice.said("/sluice", BOB)
        await sluice.said(f"/assign <@{BOB}> Numbers")
        await sluice.said("/collect now", BOB)
        await press(sluice, await with_button(sluice, "Submit"), "Submit")
        form = await sluice.modal(BOB, "submit_view")
        await of_receipt(sluice, "Cancel")
        await sluice.submit(form, BOB, body="my long text", links="", word="")
        await press(sluice, await with_button(sluice, "Change it"), "Change it")
        window = words(await sluice.modal(BOB, "notice"))
        assert "my long text" in window and "T-1 is canceled" in window


async def test_a_text_for_a_task_that_was_given_away_can_be_read_by_who_wrote_it_alone(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        for user in (BOB, CARA):
            await sluice.said("/sluice", user)
        await sluice.said(f"/assign <@{BOB}> check; {NET}")
        await sluice.said("/collect now", BOB)
        await handed_in(sluice, "half-baked words of Bob")
        told = await with_button(sluice, "Submit anyway")
        await of_receipt(sluice, "Give to…", colleague=CARA)
        await press(sluice, told, "Change it")
        assert "half-baked words of Bob" in words(await sluice.modal(BOB, "notice"))
        await sluice.said("/collect now", CARA)
        await press(sluice, await with_button(sluice, "Submit v2", CARA), "Submit v2", CARA)
        assert "half-baked" not in words(await sluice.modal(CARA, "submit_view"))


async def test_a_text_whose_brief_changed_is_not_offered_as_it_is(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await sluice.said("/sluice", BOB)
        await sluice.said(f"/assign <@{BOB}> check; {NET}")
        await sluice.said("/collect now", BOB)
        await handed_in(sluice, "words of Bob")
        told = await with_button(sluice, "Submit anyway")
        await of_receipt(sluice, "Edit", goal="check it, and the year before")
        await sluice.message_with("changed T-1", sluice.dm(BOB))
        await press(sluice, told, "Submit anyway")
        said = await sluice.message_with("T-1 has changed since you handed this in", sluice.dm(BOB))
        assert (said["ts"], labels(said)) == (told["ts"], ["Change it"])
        await press(sluice, told, "Change it")
        (body,) = [
            b["element"] for b in (await sluice.modal(BOB, "submit_view"))["blocks"] if b.get("block_id") == "body"
        ]
        assert body["initial_value"] == "words of Bob"


async def test_a_text_stays_in_the_form_when_the_step_before_is_decided_anew(tmp_path: Path) -> None:
    async with world(tmp_path) as sluice:
        await sluice.said("/sluice", BOB)
        await sluice.said(f"/assign writer: Vendors\n{NOTES}\n; then <@{BOB}>: check; {NET}")
        await press(sluice, await with_button(sluice, "Approve", ALICE), "Approve", ALICE)

        async def begun() -> bool:
            return "not seen yet" in await sluice.said("/sluice T-2")

        await wait_for(begun, "Bob has it")
        await sluice.said("/collect now", BOB)
        await handed_in(sluice, "It was 12 and long work")
        await with_button(sluice, "Submit anyway")
        await press(sluice, await with_button(sluice, "Reopen", ALICE), "Reopen", ALICE)
        await press(sluice, await with_button(sluice, "Approve", ALICE), "Approve", ALICE)
        await sluice.said("/collect now", BOB)
        await press(sluice, await with_button(sluice, "Submit v2"), "Submit v2")
        form = await sluice.modal(BOB, "submit_view")
        (body,) = [b["element"] for b in form["blocks"] if b.get("block_id") == "body"]
        assert body["initial_value"] == "It was 12 and long work"
