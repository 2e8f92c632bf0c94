"""The headings of a draft are in the language of its notes, and may be named in it or in English."""

from dataclasses import replace

import pytest

from agents.offline.heading_words import HEADINGS
from agents.offline.worker import OfflineWorker
from storage.rules.values.draft import Draft
from tests.agents.given import assignment

GERMAN = (
    "Wir haben 39 € für die Beta beschlossen.\nAnna schickt die Folien bis Freitag.\nDas Deck ist veraltet und nicht mehr von uns.\n"
    "Wer zahlt die Reise?"
)
ITALIAN = (
    "Abbiamo deciso 39 € per la beta.\nAnna manda le slide entro venerdì.\nIl deck è vecchio e non è più nostro.\n"
    "Chi paga il viaggio?"
)
FRENCH = (
    "Nous avons décidé 39 € pour la bêta.\nAnna envoie les slides avant vendredi.\nLe deck est vieux et n'est pas à nous.\n"
    "Qui paie le voyage ?"
)
SPANISH = (
    "Hemos decidido 39 € para la beta.\nAnna envía las diapositivas antes del viernes.\nEl deck es viejo y no es de nosotros.\n"
    "¿Quién paga el viaje?"
)


async def make(goal: str) -> Draft:
    return await OfflineWorker().work(assignment(goal))


@pytest.mark.parametrize("goal", ["Zusammenfassung", "Summary"])
@pytest.mark.parametrize(
    "notes, steps, open_",
    [
        (GERMAN, "Nächste Schritte", "Offene Fragen"),
        (ITALIAN, "Prossimi passi", "Domande aperte"),
        (FRENCH, "Prochaines étapes", "Questions ouvertes"),
        (SPANISH, "Próximos pasos", "Preguntas abiertas"),
    ],
)
async def test_a_summary_has_the_headings_of_its_notes(goal: str, notes: str, steps: str, open_: str) -> None:
    made = await make(f"{goal}\n{notes}")
    assert f"## {steps}\n\n- Anna" in made.body and f"## {open_}\n" in made.body
    assert not [english for english in HEADINGS if f"## {english}\n" in made.body]


async def test_action_items_have_a_german_table() -> None:
    made = await make(f"Aufgaben\n{GERMAN}")
    assert made.body.startswith("| Wer | Was | Bis |\n| --- | --- | --- |\n| Anna | schickt die Folien | Freitag |")
    assert "## Nicht als Aufgaben gelesen" in made.body


@pytest.mark.parametrize("wish", ["„Offene Fragen“ streichen", "drop the open questions"])
async def test_a_section_is_dropped_by_its_name_in_either_language(wish: str) -> None:
    goal = f"Zusammenfassung\n{GERMAN}"
    made = await make(goal)
    again = await OfflineWorker().work(replace(assignment(goal, note=wish), previous=made, version=2))
    assert "Offene Fragen" in made.body and "Offene Fragen" not in again.body and "Nächste Schritte" in again.body


@pytest.mark.parametrize(
    "notes",
    [
        "We decided 39 € for the beta.\nAnna will send the slides by Friday.\nLa Scala is booked.\nWho pays?",
        "Bob: La Scala\nAnna will send 39 tickets by Friday.\nWho pays?\nEs gibt Bier.",
        "Beta: 39 €\nAnna will send slides by Friday.\nWho pays?",
    ],
)
async def test_what_is_not_plainly_in_another_language_has_english_headings(notes: str) -> None:
    made = await make(f"summary\n{notes}")
    assert "## Next steps" in made.body and "## Open questions" in made.body
