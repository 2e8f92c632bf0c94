"""What can be made without a model: real-looking material, and exactly what becomes of it."""

from pathlib import Path

import pytest

from agents.offline.echo import NOTHING_TO_ARRANGE
from agents.offline.forms import form_of
from agents.offline.worker import OfflineWorker
from agents.roster.ends import CannotDo, Waits
from storage.rules.values.ask import MATERIAL
from storage.rules.values.item import Remedy
from tests.agents.given import assignment

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.md"))


@pytest.mark.parametrize("file", FIXTURES, ids=lambda f: f.stem)
@pytest.mark.parametrize("pasted", [True, False], ids=["pasted", "a file"])
async def test_a_form_is_made_of_its_material(file: Path, pasted: bool) -> None:
    goal, text, body, summary, missing = (p.strip("\n") for p in file.read_text("utf-8").split("=====\n"))
    given = assignment(f"{goal}\n{text}") if pasted else assignment(goal, text)
    draft = await OfflineWorker().work(given)
    assert draft.body == body
    assert draft.summary == summary
    assert list(draft.missing) == [line for line in missing.splitlines() if line]


async def test_notes_that_cannot_be_lined_up_are_not_compared() -> None:
    with pytest.raises(CannotDo, match="the same labels, for example “Price: 39 €”"):
        await OfflineWorker().work(assignment("Compare Notion and Coda", "Notion is slow.\nWe like both."))


VENDORS = (
    "Vendor A costs 10 €, has support by phone. Vendor B costs 20 €, has support by mail. "
    "Vendor C costs 5 € and has no support."
)
VENDORS_TABLE = (
    "|  | Vendor A | Vendor B | Vendor C |\n| --- | --- | --- | --- |\n| Costs | 10 € | 20 € | 5 € |\n"
    "| Has | support by phone | support by mail | no support |"
)


ANSWERED = "The price changes on 15 December."


@pytest.mark.parametrize(
    "goal",
    [
        "Rispondi al cliente", "Risposta a Rossi", "Antworte dem Kunden", "Antwort an Rossi", "Répondre au client",
        "Réponse à Rossi", "Responde al cliente", "Respuesta a Rossi",
    ],
)  # fmt: skip
async def test_a_reply_is_asked_for_in_other_languages(goal: str) -> None:
    letter = "Buongiorno,\nquando cambia il prezzo?\nCordiali saluti, Rossi"
    with pytest.raises(Waits, match="What should it say"):
        await OfflineWorker().work(assignment(f"{goal}\n{letter}"))


@pytest.mark.parametrize(
    "goal, name",
    [
        ("Domande frequenti", "faq"), ("Häufige Fragen", "faq"), ("Foire aux questions", "faq"),
        ("Preguntas frecuentes", "faq"), ("Azioni", "action_items"), ("Aufgabenliste", "action_items"),
        ("Tâches", "action_items"), ("Tareas", "action_items"), ("Checkliste", "checklist"),
        ("Lista di controllo", "checklist"), ("Vergleich der Anbieter", "comparison"), ("Confronto", "comparison"),
        ("Comparaison", "comparison"), ("Cronologia", "chronology"), ("Chronologie", "chronology"),
        ("Ordina la lista", "listing"), ("Sortiere die Liste", "listing"), ("Verbale", "memo"), ("Protokoll", "memo"),
        ("Compte rendu", "memo"), ("Acta de la reunión", "memo"), ("Tabella", "sheet"), ("Tableau des ventes", "sheet"),
        ("Tabelle der Kunden", "sheet"), ("Riassunto", "document"), ("Zusammenfassung", "document"), ("Summary", "document"),
    ],
)  # fmt: skip
def test_forms_are_known_by_their_names_in_other_languages(goal: str, name: str) -> None:
    assert form_of(goal).fill.__name__ == name


ECHO = (
    "Which notes belong to {}? I can only arrange what there is, and what came with it would come back unchanged. "
    "Paste more, or give a file or a thread."
)
LETTER = "Hello,\n\nWe can ship on 3 March.\n\nKind regards"
OWN_WORDS = "The office is warm.\nThe heating works again."


@pytest.mark.parametrize(
    "goal", ["agenda", "plan", "note", "Zusammenfassung der Notizen", "summary", "Riassunto", "memo", "Decision memo"]
)
async def test_words_that_would_only_come_back_are_asked_for_more(goal: str) -> None:
    with pytest.raises(Waits) as waits:
        await OfflineWorker().work(assignment(f"{goal}\n{OWN_WORDS}"))
    (ask,) = waits.value.asks
    assert ask.text == ECHO.format(f"“{goal}”")


@pytest.mark.parametrize(
    "lines", ["- [ ] warm\n- [x] heated", "1. It is warm.\n2. It is heated.", "**Warm**\n**Heated**", "# Now\n> warm"]
)
async def test_a_shape_that_came_with_the_words_is_none_of_ours(lines: str) -> None:
    with pytest.raises(Waits, match="would come back unchanged"):
        await OfflineWorker().work(assignment(f"notes\n{lines}"))


@pytest.mark.parametrize("goal", ["agenda", "memo"])
async def test_what_still_is_all_there_is_after_the_question_did_not_work(goal: str) -> None:
    with pytest.raises(CannotDo) as no:
        await OfflineWorker().work(assignment(f"{goal}\n{OWN_WORDS}", answers={MATERIAL: "That is all."}))
    assert str(no.value) == NOTHING_TO_ARRANGE and no.value.remedy is Remedy.MATERIAL


@pytest.mark.parametrize(
    "goal",
    [
        "Translate it\n", "Write a blog post\n", "tagline: ", "Übersetze das\n", "Traduci\n", "an article\n",
        "agenda\nMake it friendly.\n", "Is the heating of the office warm?\n",
    ],
)  # fmt: skip
async def test_what_only_a_model_could_do_is_said_at_once(goal: str) -> None:
    with pytest.raises(CannotDo, match="needs a language model") as no:
        await OfflineWorker().work(assignment(f"{goal}{OWN_WORDS}"))
    assert "Connect one" in str(no.value)


async def test_more_in_the_answer_makes_a_draft_of_it() -> None:
    more = {MATERIAL: "We decided to keep it at 21 degrees.\nBob will order oil by Friday."}
    draft = await OfflineWorker().work(assignment(f"memo\n{OWN_WORDS}", answers=more))
    assert "## Decision" in draft.body and "- The office is warm." in draft.body


@pytest.mark.parametrize(
    ("goal", "criterion", "body"),
    [
        ("sort\napples\nfigs\npears", "", "- apples\n- figs\n- pears"),
        ("checklist\n- [ ] Book the room\n- [x] Order the food", "", "- [ ] Book the room\n- [x] Order the food"),
        ("letter\nSay: We can ship on 3 March.", "", LETTER),
        ("summary\nThe office is warm.\nThe heating works again.", "at most 4 words", "The office is warm."),
    ],
)
async def test_what_was_sorted_boxed_composed_or_shortened_is_work(goal: str, criterion: str, body: str) -> None:
    criteria = (criterion,) if criterion else ()
    draft = await OfflineWorker().work(assignment(goal, criteria=criteria))
    assert draft.body == body


@pytest.mark.parametrize("goal", ["Post for #random", "Announcement", "Annuncio", "Ankündigung"])
async def test_the_words_of_a_post_are_what_was_asked_for(goal: str) -> None:
    draft = await OfflineWorker().work(assignment(f"{goal}\nThe office closes at noon. The heating is repaired."))
    assert draft.missing == () and draft.body == "The office closes at noon. The heating is repaired."


@pytest.mark.parametrize("date", ["3. Dezember 2025", "3. Dezember", "3. 12. 2025", "03. Dez"])
@pytest.mark.parametrize("goal", ["Zeitleiste", "timeline", "memo", "Verbale"])
async def test_the_day_of_a_date_that_begins_a_line_is_not_dropped(goal: str, date: str) -> None:
    made = await OfflineWorker().work(
        assignment(f"{goal}\n{date}.: Start\n14. 12. 2025: Ende\nBob will call by Friday.")
    )
    assert date in made.body and "14. 12. 2025" in made.body and "| .:" not in made.body


async def test_the_number_of_a_list_is_no_date() -> None:
    made = await OfflineWorker().work(assignment("checklist\n1. Pack the boxes\n2. Check the keys"))
    assert made.body == "- [ ] Pack the boxes\n- [ ] Check the keys"
