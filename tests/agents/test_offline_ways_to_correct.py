"""The many ways to correct a draft in words, and what only sounds like one: a past tense, a denial, a new fact."""

import pytest

from agents.offline.worker import OfflineWorker
from tests.agents.given import assignment
from tests.agents.test_offline_corrections import TWO_DATES, after, first


@pytest.mark.parametrize(
    "note",
    ["The price was 49 €", "The launch was on 2 December", "It was 49 €", "Der Preis war 49 €", "Il prezzo era 49 €",
     "Le prix était 49 €", "El precio era 49 €", "The price used to be 49 €", "The price had been 49 €"],
)  # fmt: skip
async def test_a_past_tense_is_no_correction(note: str) -> None:
    made = await after(note)
    assert "39 €" in made.body and made.body.count("15 December") == 2


@pytest.mark.parametrize(
    "note, told",
    [
        ("39 € was wrong, it is 49 €", "39 € → 49 €, 1 place."),
        ("The price was wrong: it is 49 €", "39 € → 49 €, 1 place."),
        ("it was 49 €, not 39 €", "39 € → 49 €, 1 place."),
        ("15 December? No, 2 December.", "15 December → 2 December, 2 places."),
        ("15 December? No: 2 December", "15 December → 2 December, 2 places."),
        ("15 December? It is 2 December!", "15 December → 2 December, 2 places."),
        ("Why 15 December? It is 2 December!", "15 December → 2 December, 2 places."),
        ("39 €? It should be 49 €.", "39 € → 49 €, 1 place."),
        ("15. Dezember? Nein, 2. Dezember.", "15 December → 2. Dezember, 2 places."),
        ("15 dicembre? No, è il 2 dicembre.", "15 December → 2 dicembre, 2 places."),
        ("Le 15 décembre ? Non, le 2 décembre.", "15 December → 2 décembre, 2 places."),
        ("¿15 de diciembre? No, el 2 de diciembre.", "15 December → 2 de diciembre, 2 places."),
        ("Anne? No, Anna.", "“Anne” → “Anna”, 1 place."),
        ("das Datum auf den 2. Dezember ändern", "15 December → 2. Dezember, 2 places."),
        ("Bitte das Datum auf den 2. Dezember ändern", "15 December → 2. Dezember, 2 places."),
        ("Kannst du das Datum auf den 2. Dezember ändern?", "15 December → 2. Dezember, 2 places."),
        ("den Preis auf 49 € setzen", "39 € → 49 €, 1 place."),
        ("15. Dezember durch 2. Dezember ersetzen", "15 December → 2. Dezember, 2 places."),
        ("Anne durch Anna ersetzen", "“Anne” → “Anna”, 1 place."),
        ("bitte Anne in Anna ändern", "“Anne” → “Anna”, 1 place."),
        ("the launch was moved to 2 December", "15 December → 2 December, 2 places."),
        ("The launch has been postponed to 2 December.", "15 December → 2 December, 2 places."),
        ("the launch was moved from 15 December to 2 December", "15 December → 2 December, 2 places."),
        ("The price was changed to 49 €.", "39 € → 49 €, 1 place."),
        ("Il prezzo è stato cambiato a 49 €", "39 € → 49 €, 1 place."),
        ("Anne is called Anna", "“Anne” → “Anna”, 1 place."),
        ("Anne heißt Anna", "“Anne” → “Anna”, 1 place."),
        ("Anne si chiama Anna", "“Anne” → “Anna”, 1 place."),
        ("Anne s'appelle Anna", "“Anne” → “Anna”, 1 place."),
        ("Anne se llama Anna", "“Anne” → “Anna”, 1 place."),
        ("date: 2 December", "15 December → 2 December, 2 places."),
        ("Date: 2 December", "15 December → 2 December, 2 places."),
        ("The date is 2 December.", "15 December → 2 December, 2 places."),
        ("Datum: 2. Dezember", "15 December → 2. Dezember, 2 places."),
        ("data: 2 dicembre", "15 December → 2 dicembre, 2 places."),
        ("fecha: 2 de diciembre", "15 December → 2 de diciembre, 2 places."),
    ],
)
async def test_more_ways_to_correct_are_read(note: str, told: str) -> None:
    made = await after(note)
    assert made.summary == told and made.missing == ()


@pytest.mark.parametrize(
    "note",
    ["The budget is 240 €.", "deadline: 2 December", "The fee was raised to 12 €.", "Bert is called Bob at work.",
     "Beta is called Gamma", "The workshop was moved to 2 December"],
)  # fmt: skip
async def test_what_the_draft_does_not_speak_of_is_not_done(note: str) -> None:
    made = await after(note)
    assert "39 €" in made.body and made.body.count("15 December") == 2 and ": not done: " in made.answer


@pytest.mark.parametrize(
    "note",
    ["don't change 15 December to 2 December", "change the date not to 2 December", "I don't think the date should be 2 December",
     "I do not believe that 15 December should be 2 December", "Why should the date be 2 December",
     "das Datum nicht auf den 2. Dezember ändern", "ändere das Datum nicht auf den 2. Dezember",
     "Ich glaube nicht, dass das Datum der 2. Dezember sein sollte", "non cambiare 15 dicembre in 2 dicembre",
     "ne remplace pas 15 décembre par 2 décembre", "no cambies 15 de diciembre por 2 de diciembre", "Was the launch moved to 2 December?",
     "I doubt that the date should be 2 December", "nobody says the date should be 2 December"],
)  # fmt: skip
async def test_a_correction_that_is_denied_is_not_done(note: str) -> None:
    made = await after(note)
    assert made.body == (await first()).body and ": not done: " in made.answer


@pytest.mark.parametrize("note", ["15 December? Yes!", "15 December? Thanks!", "Anne? Thanks!", "39 €? Great!"])
async def test_a_doubt_that_is_answered_with_no_value_changes_nothing(note: str) -> None:
    assert (await after(note)).body == (await first()).body


@pytest.mark.parametrize("note", ["the launch was not moved to 2 December", "Anne is not called Anna"])
async def test_what_denies_a_change_of_the_world_changes_no_value(note: str) -> None:
    made = await after(note)
    assert made.body.replace(note, "").count("15 December") == 2 and "Anne will call" in made.body


@pytest.mark.parametrize(
    "text, note, body",
    [
        ("Der Preis ist 39 €.\nMehr bald.", "Der Preis wurde auf 49 € geändert", "Der Preis ist 49 €.\nMehr bald."),
        (
            "Der Start ist am 15. Mai.\nMehr.",
            "Der Start wurde vom 15. Mai auf den 2. Juni verschoben",
            "Der Start ist am 2. Juni.\nMehr.",
        ),
        ("Il prezzo è 39 €.\nAltro.", "Il prezzo è stato cambiato a 49 €", "Il prezzo è 49 €.\nAltro."),
        ("Le prix est 39 €.\nPlus.", "Le prix a été changé à 49 €", "Le prix est 49 €.\nPlus."),
        ("El precio es 39 €.\nMás.", "El precio se ha cambiado a 49 €", "El precio es 49 €.\nMás."),
    ],
)
async def test_a_passive_corrects_in_other_languages(text: str, note: str, body: str) -> None:
    assert (await after(note, text)).body == body


async def test_a_date_of_two_is_asked_for() -> None:
    assert (
        "which date? The draft has 15 December and 20 January." in (await after("date: 2 December", TWO_DATES)).answer
    )


@pytest.mark.parametrize(
    "note",
    [
        "füge hinzu: Cara ist krank.", "Füge bitte hinzu: Cara ist krank.", "Ergänze: Cara ist krank", "bitte ergänzen: Cara ist krank.",
        "aggiungi: Cara ist krank.", "Per favore aggiungi: Cara ist krank.", "ajoute : Cara ist krank.", "Ajoutez: Cara ist krank.",
        "añade: Cara ist krank.", "agrega: Cara ist krank.", "add: Cara ist krank.", "bitte hinzufügen: „Cara ist krank.“",
    ],
)  # fmt: skip
async def test_a_sentence_is_added_in_five_languages(note: str) -> None:
    first = await OfflineWorker().work(assignment("Post", "We ship on Monday.\nBob is back."))
    given = assignment("Post", "We ship on Monday.\nBob is back.", version=2, previous=first, note=note)
    made = await OfflineWorker().work(given)
    assert made.body == f"{first.body}\nCara ist krank." and made.missing == ()


@pytest.mark.parametrize(
    "note", ["ergänze das Datum", "aggiungi la data", "Füge den Preis hinzu", "ajoute le prix", "add the date"]
)
async def test_what_is_only_named_is_not_added_and_how_to_add_is_told(note: str) -> None:
    first = await OfflineWorker().work(assignment("Post", "We ship on Monday.\nBob is back."))
    given = assignment("Post", "We ship on Monday.\nBob is back.", version=2, previous=first, note=note)
    made = await OfflineWorker().work(given)
    assert made.body == first.body and "paste the sentence after “add:”" in made.answer
