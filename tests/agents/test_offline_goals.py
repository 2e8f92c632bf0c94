"""What a goal asks for is read from what it names first: a summary of a message is no message."""

import pytest

from agents.offline.worker import OfflineWorker
from agents.roster.ends import CannotDo, Waits
from storage.rules.draft_needs import of_drafts
from storage.rules.values.draft import Draft
from storage.rules.values.need import Need
from tests.agents.given import assignment

NOTES = "We move to the new office on 3 December.\nAnna is not glad of it.\nBring your boxes by Friday, please."


async def make(goal: str, notes: str = NOTES) -> Draft:
    return await OfflineWorker().work(assignment(f"{goal}\n{notes}"))


async def asked(goal: str, notes: str = NOTES) -> str:
    with pytest.raises(Waits) as waits:
        await make(goal, notes)
    return waits.value.asks[0].text


@pytest.mark.parametrize(
    "goal",
    [
        "Summary of the message", "Summary of this post", "Zusammenfassung der Nachricht", "Riassunto del messaggio",
        "Feedback on the announcement", "Overview of the notice", "résumé du message", "resumen del aviso",
    ],
)  # fmt: skip
async def test_words_that_are_spoken_of_are_not_handed_on(goal: str) -> None:
    assert "would come back unchanged" in await asked(goal)


@pytest.mark.parametrize(
    "goal",
    [
        "Post", "Announcement of the move", "Message to the team", "note to Bob", "Post about the summary", "Nachricht an alle",
        "Messaggio per il team", "Invitation to the party", "Reminder for the meeting", "LinkedIn post on the fair",
    ],
)  # fmt: skip
async def test_words_that_are_asked_for_are_handed_on(goal: str) -> None:
    made = await make(goal)
    assert made.body == NOTES and made.missing == ()
    assert of_drafts([made]).need is not Need.ONE_THING


@pytest.mark.parametrize("goal", ["Zusammenfassung der Mail", "Summary of the newsletter", "Riassunto della mail"])
async def test_what_is_internal_in_a_summary_is_named(goal: str) -> None:
    made = await make(goal, f"We decided to move.\n{NOTES}\nIntern: the rent doubles.")
    assert made.missing == ("Who may read “Intern: the rent doubles.”? It is in the draft.",)


@pytest.mark.parametrize("wish", ["what did we decide?", "Who does what, and what is open?", "was wurde entschieden?"])
@pytest.mark.parametrize("goal", ["Memo", "Timeline"])
async def test_a_question_on_the_first_line_is_no_open_question_of_the_notes(goal: str, wish: str) -> None:
    made = await make(f"{goal}: {wish}", f"We decided to move.\n{NOTES}\nBob will call Tom by 4 December.")
    assert wish not in made.body and "open question" not in made.summary and "Open:" not in made.summary
    assert f"Not followed, that needs a language model: “{wish}”" in made.missing


async def test_a_question_that_is_all_there_is_stays_material() -> None:
    assert "would come back unchanged" in await asked("Memo: Who pays for it?", "")


@pytest.mark.parametrize("line", ["Bob packs the boxes.", "Packing is done by Bob."])
async def test_of_a_question_without_a_labelled_answer_nothing_is_claimed(line: str) -> None:
    made = await make("FAQ", f"Q: When do we move?\nA: On 3 December.\nQ: Who packs?\n{line}")
    assert made.body.endswith("**Who packs?**\nNo line of the notes is labelled as its answer.")
    assert made.missing == ("No answer is labelled for “Who packs?”",)
    assert made.summary == "1 of 2 questions answered."


async def test_of_a_question_that_nothing_else_can_answer_so_is_said() -> None:
    made = await make("FAQ", "Q: When do we move?\nA: On 3 December.\nQ: Who packs?")
    assert "**Who packs?**\nNothing in the material says this." in made.body


async def test_a_remark_with_a_date_is_not_taken_on() -> None:
    made = await make("action items", "Alice: great, contract by Friday\nBob: deck by Friday\nDana: ok by Monday then")
    assert made.body.splitlines()[2:][:1] == ["| Bob | deck | Friday |"] and made.summary.startswith("1 action: Bob 1.")


async def test_what_is_to_be_picked_out_needs_a_model() -> None:
    with pytest.raises(CannotDo, match="needs a language model"):
        await make("extract all dates")
