"""Who does what, from sentences as people write them: nobody is lost without a word."""

import pytest

from agents.offline.worker import OfflineWorker
from agents.roster.ends import Waits
from storage.rules.values.draft import Draft
from tests.agents.given import assignment


async def made_of(text: str) -> Draft:
    return await OfflineWorker().work(assignment("action items", text))


@pytest.mark.parametrize(
    "text, rows, missing",
    [
        (
            "Bob corrects the deck by Friday.\nCara writes to the beta teams by 1 December.\n"
            "Alice will ask finance before 26 November.",
            [
                "| Bob | corrects the deck | Friday |",
                "| Cara | writes to the beta teams | 1 December |",
                "| Alice | ask finance | before 26 November |",
            ],
            [],
        ),
        (
            "Dana sends the deck by 27 November.\nAnna books the room.",
            ["| Dana | sends the deck | 27 November |", "| Anna | books the room | – |"],
            [],
        ),
        (
            "Notes: the beta ends soon.\nDana and Anna discuss the price on Monday.\nBob processes the refund.",
            ["| Dana and Anna | discuss the price | Monday |", "| Bob | processes the refund | – |"],
            ["Not taken as actions, 1 other line: “Notes: the beta ends soon.”"],
        ),
        (
            "Bob will correct the deck.\nThe deck goes back to Bob on 3 May.\nFinance confirmed it on 2 May.\n"
            "Slides from Cara by Friday, please.\nThe beta ends on 15 December.",
            ["| Bob | correct the deck | – |"],
            [
                "Not taken as actions, 4 other lines: “The deck goes back to Bob on 3 May.”, “Finance confirmed it on "
                "2 May.”, “Slides from Cara by Friday, please.”, “The beta ends on 15 December.”"
            ],
        ),
    ],
)
async def test_a_name_and_what_it_does_is_an_action(text: str, rows: list[str], missing: list[str]) -> None:
    made = await made_of(text)
    assert made.body.partition("\n\n")[0].splitlines()[2:] == rows
    assert list(made.missing) == missing


@pytest.mark.parametrize(
    "text", ["The beta ends on 15 December.", "Lyon has no price.", "It is Monday.", "Bob is away.", "Prices are high."]
)
async def test_what_is_so_is_no_action(text: str) -> None:
    with pytest.raises(Waits):
        await made_of(text)


@pytest.mark.parametrize(
    "line",
    [
        "Für die Buchhaltung: Rechnung 4711 bis 30. November bezahlen.", "Per la contabilità: pagare entro venerdì.",
        "Pour la comptabilité: payer la facture avant vendredi.", "For Anna: send the deck by Friday.",
        "With Bob: call by Friday.", "Zum Preis: bis Freitag klären.", "Danke: bis Freitag.",
        "Anna und Bob: Folien bis Freitag.",
    ],
)  # fmt: skip
async def test_for_whom_it_is_and_what_it_is_about_does_nothing(line: str) -> None:
    made = await made_of(f"Dana sends the deck by 27 November.\n{line}")
    assert made.body.partition("\n\n")[0].splitlines()[2:] == ["| Dana | sends the deck | 27 November |"]
    assert list(made.missing) == [f"Not taken as actions, 1 other line: “{line}”"]


async def test_a_name_that_is_a_word_elsewhere_still_does_something() -> None:
    made = await made_of("Per schickt die Folien bis Freitag.\nBuchhaltung: schickt die Rechnung bis Montag.")
    assert "| Per | schickt die Folien | Freitag |" in made.body
    assert "| Buchhaltung | schickt die Rechnung | Montag |" in made.body


async def test_a_request_to_a_person_is_theirs_and_no_line_is_dropped() -> None:
    made = await made_of(
        "We need to call Acme.\n@bob please send the numbers\nBob, please book it.\nNobody owns the fair."
    )
    assert made.body.splitlines()[2:] == [
        "| – | call Acme | – |", "| @bob | send the numbers | – |", "| Bob | book it | – |", "",
        "## Not taken as actions", "", "- Nobody owns the fair.",
    ]  # fmt: skip
    assert made.summary.endswith("No date for 3. 1 other line.")
    assert made.missing[1] == "Not taken as actions, 1 other line: “Nobody owns the fair.”"


@pytest.mark.parametrize(
    "goal",
    [
        "Aufgabenliste\nBob korrigiert die Folien. Cara schreibt den Teams.",
        "cose da fare\nBob corregge le slide.\nCara scrive ai team.",
        "checklist\nDie Taschen sind schwer.", "chronology\nThe beta began in spring.", "chronology\nAcme,12\nBo,3",
    ],
)  # fmt: skip
async def test_what_cannot_be_told_is_not_said_to_be_missing(goal: str) -> None:
    with pytest.raises(Waits) as waits:
        await OfflineWorker().work(assignment(goal))
    assert "None of" not in waits.value.asks[0].text
    assert "from what came with it without a language model" in waits.value.asks[0].text


async def test_years_are_dates_and_each_sentence_that_begins_with_one_is_an_event() -> None:
    made = await OfflineWorker().work(assignment("chronology\n2024: founded. 2026: launch. 2025: beta."))
    assert made.body.splitlines()[2:] == ["| 2024 | founded. |", "| 2025 | beta. |", "| 2026 | launch. |"]


async def test_rows_with_dates_are_a_chronology() -> None:
    made = await OfflineWorker().work(assignment("chronology\nWho,When\nAcme,12 January\nBo,3 December"))
    assert made.body.splitlines()[2:] == ["| Bo | 3 December |", "| Acme | 12 January |"]
    assert made.summary == "2 rows by When, from 3 December to 12 January."


@pytest.mark.parametrize(
    "goal",
    ["action items for Bob", "action items without Bob", "Only the action items of Cara", "To-dos before Friday"],
)
async def test_all_actions_are_no_answer_to_some(goal: str) -> None:
    made = await OfflineWorker().work(assignment(goal, "Bob will call Acme.\nCara books the room by 3 May."))
    assert made.missing == (f"Not done: “{goal}” needs a language model.",)
    assert made.summary.startswith(made.missing[0]) and "| Cara |" in made.body and "| Bob |" in made.body


async def test_sentences_that_each_have_a_date_are_events_of_their_own() -> None:
    made = await OfflineWorker().work(assignment("chronology\nOn 3 May we met. On 2 May we called."))
    assert made.body.splitlines()[2:] == ["| 2 May | On 2 May we called. |", "| 3 May | On 3 May we met. |"]
