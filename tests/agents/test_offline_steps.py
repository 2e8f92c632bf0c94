"""What has to be done, and by whom: an owner is named in the notes, or the draft says that none was found."""

import pytest

from agents.offline.worker import OfflineWorker
from agents.roster.ends import Waits
from storage.rules.values.ask import MATERIAL
from storage.rules.values.draft import Draft
from tests.agents.given import assignment

DECIDED = "We decided 39 €.\nAnna is against it.\n"
NO_OWNER = "## Next steps, no owner found"


async def make(goal: str, answer: str = "") -> Draft:
    return await OfflineWorker().work(assignment(goal, answers={MATERIAL: answer} if answer else None))


def section(made: Draft, title: str) -> list[str]:
    """The lines below a heading; none where it is not there."""
    _, found, rest = f"\n{made.body}".partition(f"\n{title}\n\n")
    return rest.partition("\n\n")[0].splitlines() if found else []


@pytest.mark.parametrize("goal", ["memo", "summary", "status report", "Protokoll", "Riassunto"])
@pytest.mark.parametrize(
    "line",
    [
        "TODO update the deck", "TODO: update the deck", "TODO - update the deck", "FIXME the link", "I will call Acme.",
        "I'll call Acme tomorrow.", "We will send the invoices by Friday.", "We'll send the invoices.",
        "Someone should check the contract.", "We need to call Acme.", "Action: collect customer feedback.",
        "Action required: sign the form by Friday.", "Aufgabe: Deck ändern", "Azione: cambiare la lista",
        "Wir schicken die Folien bis Freitag.",
    ],
)  # fmt: skip
async def test_a_step_without_an_owner_is_told_as_one(goal: str, line: str) -> None:
    made = await make(f"{goal}\n{DECIDED}Bob will call Tom by 4 December.\n{line}")
    assert section(made, NO_OWNER) == [f"- {line}"]
    assert section(made, "## Next steps") == ["- Bob will call Tom by 4 December."]
    assert "2 next steps, 1 with no owner found" in made.summary


@pytest.mark.parametrize("goal", ["memo", "summary"])
@pytest.mark.parametrize(
    "line",
    [
        "Bob will write the notes.", "Bob: I will order the banner.", "Bob: sends the list by 2 December",
        "Anna: Bob will also call the caterer", "@lena please book the train", "Action: Bob to model both by 10 Jan.",
        "Action (Bob): model both", "TODO(bob): fix the login", "A/I Bob: prepare slides", "Bob and Cara travel on 9 December.",
        "Anna: schickt die Folien bis Freitag", "TODO: Bob - send recap", "Anna schickt die Folien bis Freitag.",
        "Bob ruft Tom bis 4. Dezember an.", "Anna und Bob prüfen den Vertrag bis Montag.", "Anna muss die Folien bis Freitag schicken.",
        "Anna wird die Folien bis zum 4. Dezember schicken.", "Anna manda le slide entro venerdì.", "Anna aggiorna il deck entro venerdì.",
        "Anna costruisce la demo entro venerdì.",
        "Anna deve mandare le slide entro il 4 dicembre.", "Anna envoie les slides avant vendredi.",
        "Anna doit envoyer les slides d'ici vendredi.", "Anna envía las diapositivas antes del viernes.",
        "Anna tiene que enviar las diapositivas antes del 4 de diciembre.",
    ],
)  # fmt: skip
async def test_a_step_with_an_owner_is_one_of_the_next_steps(goal: str, line: str) -> None:
    made = await make(f"{goal}\n{DECIDED}{line}")
    assert section(made, "## Next steps") == [f"- {line}"] and NO_OWNER not in made.body
    assert "1 next step." in made.summary


@pytest.mark.parametrize(
    "line",
    [
        "Con: far away", "Pro: more light", "I will be on holiday next week.", "We will see.", "It will rain on Friday.",
        "Prices will rise by 1 January.", "Revenue will grow.", "The hotel will send the invoice.", "Launch: moved to 3 December",
        "Deadline: Friday", "Venue: the town hall", "Sam should have sent the list last week.", "Ask Sam to send the list.",
        "Maria will be in Rome until Monday.", "Budget: approved by Bob", "You will get the keys.", "Frist: bis Freitag",
        "Anna bleibt bis Freitag in Rom.", "Bob hat bis Freitag Urlaub.", "Das Angebot gilt bis Freitag.",
        "Rechnung wird bis Freitag bezahlt.", "Anna arbeitet von Montag bis Freitag.", "Anna schickt die Folien nicht bis Freitag.",
        "Die Agentur schickt die Entwürfe bis Freitag.", "Bob est à Rome avant vendredi.", "Lieferung kommt bis Montag.",
        "Anna tiene vacaciones antes del viernes.", "Il pacco arriva entro venerdì.",
        "We should have called.", "Weather: nice", "Dana will not call the press.", "Anmeldung: bis 3. Dezember",
    ],
)  # fmt: skip
async def test_what_nobody_has_to_do_is_no_step(line: str) -> None:
    made = await make(f"memo\n{DECIDED}Who pays?\n{line}")
    assert "Next steps" not in made.body and "next step" not in made.summary and f"- {line}" in made.body
    made = await make(f"action items\nBob will call Tom by 4 December.\n{line}")
    assert made.summary.startswith("1 action: Bob 1, earliest 4 December.") and f"- {line}" in made.body


async def test_what_stands_beside_a_step_is_none() -> None:
    made = await make(
        "summary\nThe support team gets training on 8 December. Cara prepares the slides by 5 December. Rooms are booked. "
        "The budget is 2,000 €.\nThe deck is old. Bob will fix it by Friday. He knows how.\nWho pays?"
    )
    assert section(made, "## Next steps") == [
        "- Cara prepares the slides by 5 December.", "- The deck is old. Bob will fix it by Friday. He knows how."
    ]  # fmt: skip
    assert section(made, "## Main points") == [
        "- The support team gets training on 8 December.", "- Rooms are booked. The budget is 2,000 €."
    ]  # fmt: skip


async def test_what_we_will_do_stands_with_the_decision_that_says_so() -> None:
    made = await make("memo\nWe will raise prices in March. The board agreed.\nWho pays?\nAnna is ill.")
    assert section(made, "## Decision") == ["- We will raise prices in March. The board agreed."]
    assert "next step" not in made.summary


async def test_a_list_of_actions_has_an_owner_for_what_a_name_and_a_colon_begin() -> None:
    made = await make(
        "action items\nPresent: Dana, Bob\nBob: sends the price list by 2 December\n- [ ] Dana book the room\n- [ ] call Tom"
    )
    assert made.body.splitlines()[2:5] == [
        "| Bob | sends the price list | 2 December |", "| Dana | book the room | – |", "| – | call Tom | – |"
    ]  # fmt: skip
    assert made.missing == ("No owner found: “call Tom”",)


async def test_what_is_answered_as_the_question_says_is_taken_in_any_language() -> None:
    goal = "Aufgaben\nAnna schickt die Folien.\nBen prüft den Vertrag."
    with pytest.raises(Waits) as waits:
        await make(goal)
    assert "“Dana: send the deck by 27 November”" in waits.value.asks[0].text
    made = await make(goal, "Anna: Folien schicken bis Freitag\nBen: Vertrag prüfen")
    assert made.body.splitlines()[2:4] == ["| Anna | Folien schicken | Freitag |", "| Ben | Vertrag prüfen | – |"]


async def test_a_sentence_with_a_deadline_is_an_action_in_german() -> None:
    made = await make(
        "Aufgaben\nAnna schickt die Folien bis Freitag.\nBob ruft Tom bis 4. Dezember an.\nEs hat geregnet."
    )
    assert "| Anna | schickt die Folien | Freitag |" in made.body
    assert "| Bob | ruft Tom bis 4. Dezember an | 4. Dezember |" in made.body and "- Es hat geregnet." in made.body


async def test_a_step_that_its_heading_names_has_an_owner_or_none_was_found() -> None:
    made = await make(
        "minutes\n## Actions\n- Bob: deck\n- update the website\n- @cara press release, Friday\n## Open\n- who?"
    )
    assert section(made, "## Next steps") == ["- Bob: deck", "- @cara press release, Friday"]
    assert section(made, NO_OWNER) == ["- update the website"]


@pytest.mark.parametrize("line", ["Umsatz Q3: Wir haben 39 € beschlossen.", "Dana (Acme): We agreed on booth 12."])
@pytest.mark.parametrize("goal", ["memo", "summary"])
async def test_a_summary_says_of_what_or_by_whom_it_was_decided(goal: str, line: str) -> None:
    made = await make(f"{goal}\n{line}\nAnna is ill.\nBob will call Tom by 4 December.")
    assert made.summary.startswith(line)


@pytest.mark.parametrize(
    "line",
    [
        "Present: Anna, Ben", "Anwesend: Anna, Ben", "Teilnehmer: Anna, Ben", "Presenti: Anna, Bruno", "Présents : Anne, Luc",
        "Asistentes: Ana, Luis", "Datum: 3. Dezember", "Ort: Rom", "Luogo: Roma", "Protokoll: Anna", "Nächstes Treffen: Montag",
        "Entschuldigt: Ben", "Prossima riunione: lunedì", "Verbale: Anna", "Participants: Anna, Ben",
    ],
)  # fmt: skip
async def test_what_is_about_the_meeting_stands_apart(line: str) -> None:
    made = await make(f"memo\n{line}\n{DECIDED}Bob will call Tom by 4 December.")
    assert section(made, "## The meeting") == [f"- {line}"] and NO_OWNER not in made.body
    made = await make(f"action items\n{line}\nBob will call Tom by 4 December.")
    assert made.missing == () and made.summary.startswith("1 action: Bob 1")


@pytest.mark.parametrize("goal", ["memo", "summary", "minutes"])
async def test_what_is_done_is_no_next_step_and_its_box_stays(goal: str) -> None:
    made = await make(
        f"{goal}\n{DECIDED}## Actions\n- [x] Bob: deck\n- [ ] Cara: will call Tom\n- [X] Dana books the room by 4 May"
    )
    assert section(made, "## Next steps") == ["- [ ] Cara: will call Tom"] and "1 next step." in made.summary
    assert "- [x] Bob: deck" in made.body and "- [x] Dana books the room by 4 May" in made.body


LONG = "\n".join(
    [
        "The beta began in May with three teams.", "The beta teams like the new board.", "The board was slow in May.",
        "The new board is faster than the old one.", "Lunch was good.", "The teams met in Rome.", "It rained in Rome.",
        "We decided 39 € for each seat.", "Bob will call Tom by 4 December.", "TODO update the deck", "Who pays for Rome?",
        "The old board goes away in June.", "Anna left early.",
    ]
)  # fmt: skip


@pytest.mark.parametrize("goal", ["summary", "Zusammenfassung", "overview of the notes", "key points"])
async def test_a_summary_of_long_notes_keeps_decisions_steps_and_questions(goal: str) -> None:
    made = await make(f"{goal}\n{LONG}")
    assert section(made, "## Decided") == ["- We decided 39 € for each seat."]
    assert section(made, "## Next steps") == ["- Bob will call Tom by 4 December."]
    assert section(made, NO_OWNER) == ["- TODO update the deck"]
    assert section(made, "## Open questions") == ["- Who pays for Rome?"]
    points = section(made, "## Main points")
    assert (
        len(points) == 3
        and "6 lines left out" in made.summary
        and made.look_first.startswith("6 lines of the material")
    )
    assert all(f"“{line}”" in made.look_first or f"- {line}" in points for line in LONG.splitlines()[:5])


async def test_a_summary_without_any_of_these_says_what_is_left_out() -> None:
    plain = "\n".join(line for line in LONG.splitlines() if not line.startswith(("We", "Bob", "TODO", "Who")))
    made = await make(f"summary\n{plain * 2}")
    assert " left out." in made.summary and "of the material are not in it" in made.look_first


@pytest.mark.parametrize(
    "line",
    ["Anna loves cake on Friday.", "Cara leaves on 3 December.", "Tom works until Friday.", "Max retires by 3 May."],
)
async def test_what_somebody_only_is_or_likes_is_no_step(line: str) -> None:
    made = await make(f"memo\n{DECIDED}Who pays?\n{line}")
    assert "next step" not in made.summary and "Next steps" not in made.body


async def test_what_is_quoted_again_is_one_action() -> None:
    made = await make("action items\n> Bob will call Tom.\nBob will call Tom.\nCara will call Ann.")
    assert made.body.count("call Tom") == 1 and made.summary.startswith("2 actions: Bob 1, Cara 1.")


async def test_boxes_of_any_kind_are_boxes() -> None:
    notes = "☐ call Tom\n☑ pay rent\n* [ ] Bob: deck"
    made = await make(f"action items\n{notes}")
    assert made.summary.startswith("2 actions: Bob 1.") and section(made, "## Done") == ["- pay rent"]
    made = await make(f"checklist\n{notes}")
    assert made.body == "- [ ] call Tom\n- [x] pay rent\n- [ ] Bob: deck"
    made = await make(f"memo\n{DECIDED}{notes}")
    assert "- [ ] call Tom" in made.body and "- [x] pay rent" in made.body
