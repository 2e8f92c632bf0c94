"""Lines that notes mark as internal: asked about before others read them, and named on the card of who asked."""

from dataclasses import replace

import pytest

from agents.offline.internal.question import INTERNAL, KEEP, LEAVE_OUT
from agents.offline.worker import OfflineWorker
from agents.roster.ends import Waits
from storage.rules.values.ask import MATERIAL, Ask
from storage.rules.values.draft import Draft
from tests.agents.given import assignment

NOTES = "We decided 39 €.\nAnna is against it.\nBob will call Tom by 4 December.\nWho pays?"
MARKED = [
    "Internal: the margin is 4 %", "internal: the margin is 4 %", "(internal) the margin is 4 %", "Internal only: 4 %",
    "Confidential: Acme wants to leave.", "Off the record: Cara leaves.", "Not for the customer: the bug is old.",
    "Between us: Cara leaves.", "This is confidential: Cara leaves.", "Cara leaves. That is confidential.",
    "Don't tell the customers that the bug is old.", "Do not share: Cara leaves.", "Nur intern: Cara geht.",
    "Intern: Cara geht.", "Vertraulich: Cara geht.", "Nicht für den Kunden: der Bug ist alt.", "Riservato: Cara va via.",
    "Nota interna: Cara va via.", "Non per il cliente: il bug è vecchio.", "Confidentiel : Cara part.", "Confidencial: Cara se va.",
    "We ship in May. Internal: the plant is late.",
]  # fmt: skip
FORMS = ["memo", "summary", "report", "checklist", "action items", "timeline"]


async def make(goal: str, answer: str = "", **more) -> Draft:
    return await OfflineWorker().work(assignment(goal, answers={INTERNAL: answer} if answer else None, **more))


async def asked(goal: str, **more) -> Ask:
    with pytest.raises(Waits) as waits:
        await make(goal, **more)
    return waits.value.asks[0]


@pytest.mark.parametrize("line", MARKED)
@pytest.mark.parametrize("goal", ["memo", "summary"])
async def test_who_asked_is_told_of_it(goal: str, line: str) -> None:
    made = await make(f"{goal}\n{NOTES}\n{line}")
    assert [m for m in made.missing if m.startswith("Who may read")] == [f"Who may read “{line}”? It is in the draft."]


@pytest.mark.parametrize("goal", FORMS)
async def test_it_is_told_in_each_form(goal: str) -> None:
    made = await make(f"{goal}\n1 December: freeze the code\n{NOTES}\nInternal: tell Bob on 3 December")
    assert any(m.startswith("Who may read “Internal: tell Bob") for m in made.missing)


@pytest.mark.parametrize("line", MARKED)
@pytest.mark.parametrize(
    "goal, to", [("memo", ("C01",)), ("summary for the customer", ()), ("Protokoll für die Kunden", ())]
)
async def test_it_is_asked_before_others_read_it(goal: str, to: tuple[str, ...], line: str) -> None:
    notes = f"{goal}\n{NOTES}\n{line}"
    ask = await asked(notes, to=to)
    assert line[:12] in ask.text and ask.choices == (LEAVE_OUT, KEEP)
    left = await make(notes, LEAVE_OUT, to=to)
    hidden = line.removeprefix("We ship in May. ")
    assert hidden not in left.body and "1 line left out, marked as internal." in left.summary and left.missing == ()
    assert "We decided 39 €." in left.body and "Bob will call Tom" in left.body
    kept = await make(notes, KEEP, to=to)
    assert line in kept.body and kept.missing == ()


async def test_what_stands_before_a_label_on_its_line_stays() -> None:
    made = await make(f"memo\n{NOTES}\nWe ship in May. Internal: the plant is late.", LEAVE_OUT, to=("C01",))
    assert "- We ship in May." in made.body and "plant" not in made.body


@pytest.mark.parametrize("head", ["Internal:", "Confidential", "Nur intern:", "## Internal notes", "Riservato:"])
async def test_what_stands_below_such_a_heading_is_internal_too(head: str) -> None:
    notes = f"memo for the customer\n{NOTES}\n\n{head}\nCara leaves.\nThe margin is 4 %.\n\nThe fair is in May."
    await asked(notes)
    made = await make(notes, LEAVE_OUT)
    assert "Cara" not in made.body and "4 %" not in made.body
    assert ("The fair is in May." in made.body) is not head.startswith("##")  # a heading ends with the next one


@pytest.mark.parametrize("answer", ["no", "only the second", "leave out", "nein"])
async def test_another_answer_leaves_it_out_and_is_told(answer: str) -> None:
    made = await make(f"memo\n{NOTES}\nInternal: 4 %", answer, to=("C01",))
    assert "4 %" not in made.body and made.missing == (f"Your answer “{answer}” was read as “Leave it out”.",)


@pytest.mark.parametrize(
    "line",
    [
        "The internal audit starts on 3 December.", "International sales grew.", "We agreed on internal communication rules.",
        "Bob will write the internal FAQ.", "Never send passwords by mail.", "Nothing was said.", "Cara must not call Tom.",
        "The interns start in May.", "Anna will tell them.", "The press release is done.", "Internet costs 39 €.",
    ],
)  # fmt: skip
async def test_a_word_that_only_looks_like_it_is_no_mark(line: str) -> None:
    made = await make(f"memo for the customer\n{NOTES}\n{line}")
    assert made.missing == () and line in made.body


async def test_what_was_dropped_is_not_asked_about_any_more() -> None:
    goal = f"memo\n{NOTES}\nInternal: the margin is 4 %"
    first = await make(goal)
    same = await make(goal, version=2, previous=first, note="move open questions first")
    assert same.missing == first.missing
    dropped = await make(goal, version=2, previous=first, note="remove margin")
    assert dropped.missing == () and "margin" not in dropped.body
    silent = await make(goal, version=2, previous=replace(first, missing=()), note="move open questions first")
    assert silent.missing == ()


async def test_the_words_that_were_named_as_those_that_may_go_out_are_not_asked_about_again() -> None:
    notes = "Post for the website\nInternal:\nthe margin is 4 %\nPublic:\nThe price is 39 €."
    given = assignment(notes, answers={MATERIAL: "The price is 39 €."})
    assert (await OfflineWorker().work(given)).body == "The price is 39 €."


@pytest.mark.parametrize("end", ["Public:", "For all:", "Öffentlich:"])
async def test_a_heading_ends_what_is_internal(end: str) -> None:
    made = await make(
        f"memo\n{NOTES}\n\nInternal:\nthe margin is 4 %\n{end}\nThe fair is in May.", LEAVE_OUT, to=("C01",)
    )
    assert "4 %" not in made.body and "The fair is in May." in made.body


async def test_many_marked_lines_are_one_thing_to_look_at() -> None:
    made = await make("memo\nConfidential\nBoard meeting\nWe decided to sell.\nBob will call Tom by Friday.")
    assert made.missing == (
        "Who may read “Confidential”, “Board meeting”, “We decided to sell”, “Bob will call Tom by Friday”? They are in the draft.",
    )


async def test_the_question_ends_its_sentences_once() -> None:
    ask = await asked(f"memo\n{NOTES}\nInternal: Cara leaves.", to=("C01",))
    assert (
        ask.text
        == "“memo”: others are to read it, and the notes mark as internal “Internal: Cara leaves”. May that stay in it?"
    )


@pytest.mark.parametrize(
    "goal", [f"memo\n{NOTES}", "post\nWe ship on Monday.\nBob is back.", "Letter to Acme\nSay: We ship on Monday."]
)
async def test_what_a_reviewer_adds_and_marks_as_internal_is_named(goal: str) -> None:
    first = await make(goal)
    added = await make(goal, version=2, previous=first, note="add: Internal: the margin is 4 %")
    assert added.missing == ("Who may read “Internal: the margin is 4 %.”? It is in the draft.",)
    still = await make(goal, version=3, previous=added, note="add: The fair is in May.")
    assert still.missing == added.missing and "The fair is in May." in still.body
    gone = await make(goal, version=4, previous=still, note="remove margin")
    assert gone.missing == () and "margin" not in gone.body
