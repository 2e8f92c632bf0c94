import contextlib
import re
from importlib import resources

import pytest
from hypothesis import example
from hypothesis import given as each
from hypothesis import strategies as st

from agents.offline.figures import number
from agents.offline.forms import FORMS
from agents.offline.listing.listing import listing
from agents.offline.material.asked import asked_for
from agents.offline.material.gathering import read
from agents.offline.remarks.sentences import split_sentences
from agents.offline.tables.finding import split_tables
from agents.offline.worker import OfflineWorker
from agents.roster.ends import CannotDo, Waits
from storage.rules.own_words import count_words, without_ours
from storage.rules.values.ask import MATERIAL, Kind
from storage.rules.values.draft import Draft
from tests.agents.given import assignment

NOTES = resources.files("bot.samples").joinpath("pricing-meeting.md").read_text("utf-8")
THREAD = resources.files("bot.samples").joinpath("double-charge.md").read_text("utf-8")
SHEET = resources.files("bot.samples").joinpath("quarter-sales.csv").read_text("utf-8")
GOALS = (
    "Decision memo",
    "Answer to Acme",
    "Launch FAQ",
    "Plan for the launch",
    "Summary",
    "Action items",
    "Checklist",
    "Chronology",
    "Compare 29 € and 39 €",
    "Sort my list",
    "Notes",
)


async def make(goal: str, text: str = "", **more) -> Draft:
    return await OfflineWorker().work(assignment(goal, text, **more))


async def asked(goal: str, text: str = "", **more) -> str:
    """The question that is put before any draft."""
    with pytest.raises(Waits) as waits:
        await make(goal, text, **more)
    (ask,) = waits.value.asks
    assert (ask.key, ask.kind) == (MATERIAL, Kind.QUESTION)
    return ask.text


async def test_notes_become_a_decision_memo_with_each_line_once() -> None:
    made = await make("Decision memo from the pricing meeting", NOTES, criteria=("at most 250 words",))
    assert re.findall(r"^## (.+)$", made.body, re.M) == [
        "Decision", "Also in the notes", "Next steps", "Open questions", "The meeting",
    ]  # fmt: skip
    for line in NOTES.splitlines():
        bare = line.removeprefix("# ")
        assert made.body.count(bare) == 1 if bare else True
    assert "12 November. Both can't be right." in made.body  # the contradiction, beside what it is about
    assert "214 teams are in it. 61 of them" in made.body
    assert made.missing == ()
    assert made.summary.startswith("We decided to go with 39 € per seat and month, from 15 December.")


async def test_a_table_is_summed_up_without_false_means() -> None:
    made = await make("Summary of the sales table", SHEET)
    assert "**Seats sold**: total 3,366; highest 603 (October), lowest 412 (April)" in made.body
    assert "**Churn %**: mean of the rows 3.03 (not weighted)" in made.body and "average" not in made.body
    assert "April to October: 3.1 to 2.1 (-1.0 points)" in made.body
    assert "April to October: 11,948 to 17,487 (+46 %)" in made.body


async def test_rows_that_are_no_time_have_no_change() -> None:
    made = await make("Table of customers", "Customer,Seats\nAcme,12\nBeta,40\nCorp,7")
    assert "total 59" in made.body and "Acme to Corp" not in made.body


async def test_a_total_that_does_not_add_up_is_named() -> None:
    made = await make("Table of customers", "Customer,Seats\nAcme,12\nBeta,40\nTotal,53")
    assert "The table's own total is 53; the rows add up to 52" in made.body


@pytest.mark.parametrize("goal", ["Launch FAQ", "Compare Notion and Coda", "fix the login bug", "Memo on the price"])
async def test_without_material_it_asks_for_it_before_any_draft(goal: str) -> None:
    assert await asked(goal) == f"Which notes should “{goal}” be made from? Paste them, or give a file or a thread."


async def test_an_order_is_no_material() -> None:
    assert "Which notes" in await asked("Launch FAQ\nKeep it short and friendly.\nUse bullets.")


async def test_a_statement_that_begins_like_an_order_is_material() -> None:
    made = await make("Post\nStart of the beta is 3 March.\nEnd of it is open.")
    assert made.body == "Start of the beta is 3 March.\nEnd of it is open." and made.missing == ()


async def test_the_answer_is_material() -> None:
    answers = {MATERIAL: "Q: When does it come?\nA: It comes on 20 January."}
    made = await make("Launch FAQ", answers=answers)
    assert made.body == "**When does it come?**\nIt comes on 20 January."
    assert made.missing == ()


async def test_an_answer_without_material_ends_it_in_plain_words() -> None:
    with pytest.raises(CannotDo, match="nothing is invented here"):
        await make("Launch FAQ", answers={MATERIAL: "there is none"})


@pytest.mark.parametrize(
    "goal",
    [
        "FAQ\nQ: When does it come?\nA: It comes on 20 January.\n\nQ: What does it cost?\nA: It costs 39 €.",
        "FAQ\nQuestion 1: When does it come?\nAnswer 1: It comes on 20 January.\nQ2. What does it cost?\nA2. It costs 39 €.",
    ],
)
async def test_the_labelled_line_after_a_question_is_its_answer(goal: str) -> None:
    made = await make(goal)
    assert made.body == "**When does it come?**\nIt comes on 20 January.\n\n**What does it cost?**\nIt costs 39 €."
    assert "Nothing in the material" not in made.body and made.missing == ()


async def test_a_question_to_a_table_is_said_not_to_be_answered() -> None:
    made = await make(
        "which customers renew before 15 December?\nList them with seats, earliest first.\n"
        "customer,seats,renewal\nAcme,12,2026-12-01\nBeta,4,2026-12-20"
    )
    assert "List them" not in made.body and "List them" not in made.summary
    assert made.missing == (
        "The question was not answered: that needs a language model.",
        "Not followed, that needs a language model: “List them with seats, earliest first.”",
    )


async def test_few_words_stay_as_they_are() -> None:
    made = await make("Post for #random\nWe ship the beta on 3 March. Tell your partners today.")
    assert made.body == "We ship the beta on 3 March. Tell your partners today."


async def test_a_second_version_is_refused() -> None:
    with pytest.raises(CannotDo, match="a second version would be the same"):
        await make("Memo", NOTES, candidate=1, versions=2)


async def test_what_is_left_out_to_fit_is_named() -> None:
    made = await make("Decision memo", NOTES, criteria=("at most 80 words",))
    assert count_words(made.body) <= 80
    assert made.missing[-1].startswith("Left out to fit 80 words: “")


@pytest.mark.parametrize("goal", GOALS)
async def test_it_invents_nothing(goal: str) -> None:
    try:
        made = await make(goal, NOTES)
    except (Waits, CannotDo):
        return
    check_words(made, NOTES)


LINES = st.lists(
    st.sampled_from(
        [*NOTES.splitlines(), *THREAD.splitlines(), "When does it come? It comes on 20 January.", "", "Price: 39 €",
         "# Part", "- Bob to call Dana by 3 May", "apples", "Jan,10", "Feb,12", "Mar,9"]
    ), max_size=14,
)  # fmt: skip


@each(st.sampled_from(GOALS), LINES)
@example("Summary", ["apples"])
async def test_every_sentence_stands_in_the_material(goal: str, lines: list[str]) -> None:
    text = "\n".join(lines)
    try:
        made = await make(f"{goal}\nKeep it friendly and short.\n{text}")
    except (Waits, CannotDo):
        return
    assert "Keep it friendly" not in made.body + made.summary
    check_words(made, text)
    structured = re.search(r"^(## |\*\*|\||- \[|Hello)", made.body, re.M)
    assert structured or count_words(made.body) <= count_words(text)


def check_words(made: Draft, text: str) -> None:
    """Each sentence and each cell of a draft stands in its material, titles and sums of a table apart."""
    known = " ".join(re.sub(r"^\s*#+\s*", "", line) for line in text.splitlines())
    known = " ".join(known.split()).lower()
    for line in without_ours(made.body).splitlines():
        if line.startswith(("#", "| ---", "|  |", "| When", "| Who", "- **")) or re.match(r"  - ", line):
            continue
        cells = line.strip("|").split("|") if line.startswith("|") else [re.sub(r"^(?:- \[.\]|[->*])\s+", "", line)]
        for cell in cells:
            for sentence in split_sentences(cell.replace("**", "").strip()):
                bare = sentence.rstrip(".") if line.startswith("|") else sentence
                assert all(p.lower() in known for p in parts(bare)), (line, known)


def parts(text: str) -> list[str]:
    """A date and a time that stood apart are one cell."""
    bare = re.sub(r" \((?:notes\.md|the brief)\)$", "", text)
    return [
        p.strip() for p in re.split(r"(?<=\d|[a-z]) (?=\d\d:\d\d$)|\s\((?=\w+\)$)|\)$|^–$|^$", bare) if p and p.strip()
    ]


async def test_it_says_that_no_model_made_it_and_hands_in_a_file() -> None:
    made = await make("Memo", NOTES)
    assert made.made_by == "arranged without a language model"
    assert "Made without" not in made.body  # it is no part of the words
    assert made.files[0].name == "memo-v1.md"
    assert made.files[0].data.startswith(b"# Memo")


@pytest.mark.parametrize(
    "note, gone, there, answer, done",
    [
        ("Drop the section Next steps", "## Next steps", "## Decision", "dropped the section “Next steps”", True),
        ("Remove Lyon", "Lyon", "## Decision", "dropped 1 line with “Lyon”", True),
        ("Keep only the decision", "## Next steps", "## Decision", "kept 1 of 5 sections; dropped “Also in", True),
        ("Move Open questions first", "", "## Open questions", "stands first", True),
        (
            "Add a section on Antarctica",
            "Antarctica",
            "## Decision",
            "not done: new sentences need a language model",
            False,
        ),
        ("Add the student plan", "## Student", "## Decision", "not done: new sentences need a language model", False),
        ("Make it funnier", "", "## Decision", "not done: that needs a language model", False),
        ("It's 45 €, not 39 €", "39 €", "45 €", "39 € → 45 €, 3 places.", True),
        ("The reseller in Lyon gets 29 € too.", "", "## Decision", "not done: the draft says", False),
        ("Add: The fair is cold.", "", "- The fair is cold.", "added as you wrote it", True),
        ("why 39 €?", "", "## Decision", "not done: that needs a language model", False),
    ],
)
async def test_a_revision_does_what_can_be_done_and_says_what_cannot(
    note: str, gone: str, there: str, answer: str, done: bool
) -> None:
    first = await make("Decision memo", NOTES)
    second = await make("Decision memo", NOTES, version=2, previous=first, note=note)
    assert not gone or gone not in second.body
    assert there in second.body
    assert answer in second.answer
    assert bool(second.missing) is not done
    if "first" in note:
        assert second.body.startswith(there)


async def test_shortening_leaves_out_nothing_that_matters() -> None:
    first = await make("Decision memo", NOTES)
    second = await make("Decision memo", NOTES, version=2, previous=first, note="Under 80 words, please")
    assert second.body == first.body and "not done: what is left names owners" in second.answer


@each(st.text(max_size=400), st.text(min_size=1, max_size=60))
def test_any_text_is_taken_apart_without_a_fault(text: str, goal: str) -> None:
    read(assignment(f"x{goal}\n{text}", text))


@each(st.sampled_from(FORMS), st.text(max_size=300))
@example(next(f for f in FORMS if f.fill is listing), "¹")
def test_any_text_goes_through_every_form(form, text: str) -> None:
    material = read(assignment(f"x\n{text}"))
    with contextlib.suppress(CannotDo):
        form.fill("x", material)


@pytest.mark.parametrize(
    "goal, asked_",
    [
        ("Memo on the price\nnotes", "Memo on the price"),
        ("FAQ: When does it come? It comes in May.", "FAQ"),
        ("Memo on the price: what it costs and why", "Memo on the price: what it costs and why"),
        ("Reply to Dana: be kind.", "Reply to Dana: be kind."),
    ],
)
def test_what_is_asked_for_is_told_from_what_it_is_made_from(goal: str, asked_: str) -> None:
    assert asked_for(goal) == asked_


@pytest.mark.parametrize(
    "text, header, rows",
    [
        ("Month,Sold\nJan,10\nFeb,12", ("Month", "Sold"), 2),
        ("Jan 10\nFeb 12\nMar 9", (), 3),
        ("a\tb\tc\nx\ty\tz\nu\tv\tw", ("a", "b", "c"), 2),
        ("| a | b |\n| --- | --- |\n| x | 1 |\n| y | 2 |", ("a", "b"), 2),
    ],
)
def test_tables_keep_their_header_and_rows(text: str, header: tuple[str, ...], rows: int) -> None:
    rest, (table,) = split_tables("x", text)
    assert (rest.strip(), table.header, len(table.rows)) == ("", header, rows)


@pytest.mark.parametrize(
    "text",
    [
        "apples\npears\nplums",
        "Present: Alice, Bob, Cara\nAway: Dora",
        "On 3 May, we ship.\nOn 4 May, we rest.",
        "# Meeting, 19 November\nJan,10",
        "- Rooms, 14\n- Beds, 20\n- Desks, 3",
    ],
)
def test_lines_are_no_table(text: str) -> None:
    assert split_tables("x", text)[1] == []


@pytest.mark.parametrize(
    "cell, value",
    [
        ("1,234", 1234.0),
        ("1.5", 1.5),
        ("1,5", 1.5),
        ("39 €", 39.0),
        ("-3 %", -3.0),
        ("abc", None),
        ("", None),
        ("1.2.3", None),
    ],
)
def test_numbers(cell: str, value: float | None) -> None:
    assert number(cell) == value


@pytest.mark.parametrize("label", ["Open: ", "Still open: ", "Open question: ", ""])
async def test_a_summary_calls_an_open_point_open_once(label: str) -> None:
    notes = f"Decided: we ship on 3 March.\n{label}who pays for the webinar?"
    draft = await make("Decision memo", notes)
    assert "Open: “Who pays for the webinar?”" in draft.summary
