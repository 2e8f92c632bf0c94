"""The worker without a model claims no more than it did: it asks, or says that a model is needed."""

import contextlib

import pytest

from agents.checks.checks import check
from agents.offline.worker import OfflineWorker
from agents.roster.ends import CannotDo, Waits
from storage.rules.draft_needs import of_drafts
from storage.rules.values.ask import MATERIAL
from storage.rules.values.draft import COMPARE, Draft
from storage.rules.values.need import Need
from tests.agents.given import assignment


async def make(goal: str, answer: str = "", **more) -> Draft:
    return await OfflineWorker().work(assignment(goal, answers={MATERIAL: answer} if answer else None, **more))


async def asked(goal: str) -> str:
    with pytest.raises(Waits) as waits:
        await make(goal)
    return waits.value.asks[0].text


async def corrected(note: str, notes: str, goal: str = "Post") -> tuple[Draft, Draft]:
    first = await make(f"{goal}\n{notes}")
    return first, await make(f"{goal}\n{notes}", version=2, previous=first, note=note)


COMPLAINT = (
    "THIS IS THE THIRD TIME!!! You charged me again. I want my money back (58 €) NOW or I go to a lawyer. - P. Bianchi\n"
    "internal: refund is approved, 58 €, arrives within 5 days. don't mention the lawyer."
)


async def test_a_complaint_and_the_notes_on_it_are_no_letter() -> None:
    assert "What should it say?" in await asked(f"Reply to the complaint\n{COMPLAINT}")
    answer = "We are sorry. The 58 € arrive within 5 days."
    made = await make(f"Reply to the complaint\n{COMPLAINT}", answer)
    assert made.body == f"Hello,\n\n{answer}\n\nKind regards"


@pytest.mark.parametrize(
    "line",
    [
        "Internal: do not publish before 1 December.", "Ask Ben for the picture.", "Please don't mention the lawyer.",
        "This is confidential.", "Vertraulich bis Freitag.", "Intern: Ben weiß es.", "Nicht vor Freitag veröffentlichen.",
        "Riservato.", "Non pubblicare prima di venerdì.", "Confidentiel.", "Ne pas publier.", "No publicar.",
        "Not for the customers: it is late.",
    ],
)  # fmt: skip
@pytest.mark.parametrize("goal", ["Announcement", "Post", "LinkedIn article"])
async def test_a_line_that_may_not_go_out_is_asked_about(goal: str, line: str) -> None:
    notes = f"{goal}\nThe price is 39 € from December.\n{line}"
    question = await asked(notes)
    assert "may go out" in question and line[:10] in question
    made = await make(notes, "The price is 39 € from December.")
    assert made.body == "The price is 39 € from December."
    with pytest.raises(CannotDo, match="needs a language model"):
        await make(notes, "only the first")
    with contextlib.suppress(CannotDo):
        assert line not in (await make(notes, f"The price is 39 €. {line}")).body


@pytest.mark.parametrize(
    "note, notes",
    [
        ("Anna tells the resellers by 30 November, not 27.", "We ship.\nAnna tells the resellers by 27 November."),
        ("Tim is not ill any more", "Tim is ill.\nWe ship on Monday."),
        ("mention that she likes coffee, not tea", "She likes tea.\nShe comes on Monday."),
        ("Bob has left the company.", "Bob leads the company's team.\nWe ship on Monday."),
    ],
)
async def test_a_correction_that_is_not_clear_is_named_as_not_done(note: str, notes: str) -> None:
    first, made = await corrected(note, notes)
    assert made.body == first.body
    assert "not done: the draft says" in made.answer and "and you say" in made.answer
    assert made.missing


async def test_a_price_that_is_corrected_is_replaced() -> None:
    first, made = await corrected(
        "looks great, but the price is 35 €", "The price is 39 € per seat.\nWe ship on Monday."
    )
    assert made.body == first.body.replace("39 €", "35 €") and made.missing == ()


TABLE = "Team,Nov,Dec\nOps,1200.50,2801.75\nSales,800,900"


async def test_a_cell_that_is_corrected_beside_a_table_is_not_done() -> None:
    first, made = await corrected("Dec of Ops is 2,810.75", TABLE, "Table")
    assert made.body == first.body and "not done" in made.answer and made.missing


async def test_sums_are_not_called_right_after_a_cell_was_replaced() -> None:
    _, made = await corrected("change 2801.75 to 2810.75", TABLE, "Table")
    assert "2810.75" in made.body and any("not made anew" in line for line in made.missing)


async def test_only_an_order_to_add_adds() -> None:
    first, made = await corrected("add: Lunch is at noon.", "We ship on Monday.\nBob is back.")
    assert made.body == f"{first.body}\nLunch is at noon." and made.missing == ()
    first, made = await corrected("Lunch is at noon.", "We ship on Monday.\nBob is back.")
    assert made.body == first.body and "not done" in made.answer and "add:" in made.answer


@pytest.mark.parametrize(
    "answer, right, wrong", [("the price is 35 €", "35 €", "39 €"), ("the last word is 6 %, not 7 %", "6 %", "7 %")]
)
async def test_an_answer_that_corrects_replaces(answer: str, right: str, wrong: str) -> None:
    made = await make("Summary\nThe price is 39 €. The last word is 7 %.", answer)
    assert right in made.body and wrong not in made.body and made.body.count("price") == 1


THREAD = (
    "Dana (Acme): When do we get the money?\nEngineering: It was a bug in the import.\nBob: It comes on 27 November."
)


@pytest.mark.parametrize(
    "notes",
    [THREAD, "Thanks for the visit.\nSign it with Cara.", "The refund is 58 €, not 28.", "Bob says that it is late."],
)
@pytest.mark.parametrize("goal", ["Reply to Dana", "Letter to Mrs Rossi"])
async def test_a_letter_says_nothing_that_was_not_given_as_its_text(goal: str, notes: str) -> None:
    assert "What should it say?" in await asked(f"{goal}\n{notes}")
    for answer in ("sign it with Cara", "27 November, not 28", "say sorry", "the second line"):
        with pytest.raises(CannotDo, match="needs a language model"):
            await make(f"{goal}\n{notes}", answer)


@pytest.mark.parametrize(
    "label", ["Answer", "Our answer", "Reply", "Say", "Antwort", "Risposta", "Réponse", "Respuesta"]
)
async def test_a_block_with_a_label_is_the_text_of_a_letter(label: str) -> None:
    made = await make(f"Reply to Dana\n{THREAD}\n\n{label}: OK, 27 November.\nAll is well.\n\nBob was rude.")
    assert made.body.splitlines()[2:4] == ["OK, 27 November.", "All is well."] and "Dana" in made.body.splitlines()[0]
    assert "rude" not in made.body and "Engineering" not in made.body
    assert made.remarks == ("They ask, and check that each is answered: “When do we get the money?”.",)


async def test_a_comparison_needs_the_same_labels_everywhere() -> None:
    made = await make("Compare\n\nAlpha\nPrice: 10 €\nSeats: 5\n\nBeta\nPrice: 12 €\nSeats: 7")
    assert made.body == "|  | Alpha | Beta |\n| --- | --- | --- |\n| Price | 10 € | 12 € |\n| Seats | 5 | 7 |"
    for notes in (
        "Alpha\nPrice: 10 €\n\nBeta\nPrice: 12 €\nSeats: 7",
        "Alpha costs 10 €. Beta costs 12 €.",
        "Alpha\nPrice: 10 €\n\nBeta\nPrice: 12 €\n\nWe like Beta.",
    ):
        with pytest.raises(CannotDo, match="needs a language model"):
            await make(f"Compare Alpha and Beta\n\n{notes}")


async def test_a_question_is_answered_by_the_labelled_line_below_it_alone() -> None:
    made = await make(
        "FAQ\nQ: When?\nA: On Monday.\nQ: Where?\nIt is in Rome.\nQ: Who?\nA: Bob.", criteria=("at least 3 questions",)
    )
    assert made.missing == ("No answer is labelled for “Where?”",) and made.summary.startswith(
        "2 of 3 questions answered."
    )
    assert "It is in Rome." not in made.body and made.look_first == "1 line of the material is in no answer."
    assert check(made, ("at least 3 questions",)).checks[0].evidence == "3 questions"
    with pytest.raises(CannotDo, match="needs a language model"):
        await make("FAQ\nWhen does it come?\nIt comes on Monday.")


async def test_a_line_with_several_dates_stands_beside_a_chronology() -> None:
    made = await make("Chronology\n3 May: launch.\nOn 1 May we met, and on 2 May we signed.\nAll is well.")
    assert "| 3 May | launch. |" in made.body and "| 1 May" not in made.body
    assert "## Also in the notes\n\n- On 1 May we met, and on 2 May we signed.\n- All is well." in made.body


async def test_headings_of_minutes_say_what_their_lines_are() -> None:
    made = await make(
        "Minutes\nBeschlüsse:\n1. 39 € pro Platz.\nAufgaben:\n1. Deck fertig machen\n2. Tim ruft an\nOffene Fragen:\n1. Das Logo"
    )
    assert made.body == (
        "## Decision\n\n- 39 € pro Platz.\n\n## Next steps\n\n- Tim ruft an\n\n"
        "## Next steps, no owner found\n\n- Deck fertig machen\n\n## Open questions\n\n- Das Logo"
    )
    assert made.missing == ()


@pytest.mark.parametrize(
    "line",
    [
        "Tim will not pay by 4 December.",
        "Beta teams keep the price.",
        "Legal says it by 4 May.",
        "Legal will look at it.",
    ],
)
async def test_what_nobody_is_to_do_is_no_next_step(line: str) -> None:
    made = await make(f"Minutes\nWe decided 39 €.\n{line}\nBob: sends the deck by 4 December.")
    assert f"## Also in the notes\n\n- {line}" in made.body and "## Next steps\n\n- Bob: sends" in made.body


@pytest.mark.parametrize("line", ["Beschluss: 39 €.", "La decisione è 39 €.", "Décision : 39 €.", "Decisión: 39 €."])
async def test_no_decision_is_missed_where_the_word_stands(line: str) -> None:
    made = await make(f"Minutes\n{line}\nBob sends the deck by 4 December.\nAll is well.")
    assert not any("decision" in m for m in made.missing) and "No decision" not in made.summary


@pytest.mark.parametrize(
    "goal",
    [
        "book a table for four",
        "Call the restaurant",
        "please call Tom",
        "do something!!!",
        "I am so angry",
        "Why does nobody help me?!",
        "help!",
    ],
)
async def test_what_it_cannot_do_it_says_and_asks_for_no_notes(goal: str) -> None:
    with pytest.raises(CannotDo, match="without a language model|needs a language model"):
        await make(goal)


@pytest.mark.parametrize(
    "goal", ["Call notes", "Phone list", "order the names by date", "Kaufvertrag", "I am asked for a memo"]
)
async def test_a_noun_is_no_deed(goal: str) -> None:
    with pytest.raises(Waits):
        await make(goal)


LONG = (
    "We decided 39 € per seat.\nBob sends the deck by 4 December.\nOption A: wait.\nOption B: go.\n"
    "The room was warm, the coffee was fine and everybody was in a good mood all the time."
)


async def test_shorter_leaves_out_no_owner_date_sum_decision_or_option() -> None:
    _, made = await corrected("shorter", LONG, "Minutes")
    for line in LONG.splitlines()[:4]:
        assert line in made.body
    first, made = await corrected("at most 5 words", LONG, "Minutes")
    assert made.body == first.body and "not done" in made.answer and made.missing


async def test_a_sum_names_the_cell_that_is_no_number() -> None:
    made = await make("What do we spend\nTeam,Cost\nOps,1200.50\nSales,about 800")
    assert "about 800" in made.summary + " ".join(made.missing)
    made = await make("What do we spend?\nTeam,Cost\nOps,1200\nSales,800")
    assert "2,000" in made.body and made.missing == ()


async def test_only_what_is_mechanical_is_one_tap() -> None:
    def need(made: Draft) -> Need:
        return of_drafts([check(made, ("at most 500 words",))]).need

    assert need(await make("Post\nWe ship on Monday.")) is Need.ONE_TAP
    assert need(await make(f"Totals\n{TABLE}")) is Need.ONE_TAP
    assert need(await make("Sort my list\npears\napples")) is Need.ONE_TAP
    _, made = await corrected("the price is 35 €", "The price is 39 €.\nWe ship on Monday.")
    assert need(made) is Need.ONE_TAP
    for goal in ("Minutes", "Action items", "Summary"):
        made = await make(f"{goal}\n{LONG}")
        assert need(made) in (Need.ONE_THING, Need.OPEN_FIRST)
        assert made.missing or any(r.startswith(COMPARE) for r in made.remarks)


@pytest.mark.parametrize(
    "line",
    ["Not for Bob: it is his party.", "(not for Bob)", "Nicht für Ben: es ist sein Fest.", "Non per Anna: è una sorpresa.", "Don't let Bob know."],
)  # fmt: skip
async def test_what_somebody_may_not_read_is_asked_about(line: str) -> None:
    assert "may go out" in await asked(f"Post\nLunch is at 12.\n{line}")
