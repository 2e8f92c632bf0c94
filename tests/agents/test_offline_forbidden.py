"""What a reviewer's words forbid or only ask is never done, in five languages, and never told as done."""

from dataclasses import replace

import pytest

from agents.offline.worker import OfflineWorker
from storage.rules.values.draft import Draft
from tests.agents.given import assignment

BODY = (
    "## Plan\n\nWe ship in Rome.\n\n## Table\n\n| Who | What |\n| --- | --- |\n| Anna | books |\n\n"
    "## Risks\n\nThe price may rise.\n\n## Decision\n\nWe go with Acme."
)
MATERIAL = "We ship in Rome.\nAnna books.\nThe price may rise.\nWe go with Acme.\nThe costs are 39 €."


async def after(note: str) -> Draft:
    first = await OfflineWorker().work(assignment("Post", MATERIAL))
    previous = replace(first, body=BODY)
    return await OfflineWorker().work(assignment("Post", MATERIAL, version=2, previous=previous, note=note))


@pytest.mark.parametrize(
    "note",
    [
        "do not remove the Decision section",
        "Please do not remove the Decision section",
        "don't drop the risks",
        "don’t drop the risks",
        "dont drop the risks",
        "never delete the plan",
        "please do not shorten",
        "It is not too long",
        "It isn't too long.",
        "no need to shorten",
        "There is no need to shorten it",
        "don't keep only the plan",
        "do not add a section on costs",
        "Do not mention the costs",
        "it should not be shorter",
        "You need not cut it",
        "Don't move Risks first",
        "please avoid making it shorter",
        "I would not drop the risks",
        "You don't have to remove Risks",
        "Nobody wants it shorter",
        "Remove nothing",
        "Drop none of the risks",
        "Please don't go ahead and drop the risks",
        "Do not remove or shorten the plan",
        "Stop! Don't drop Risks!",
        "Shortening is not needed, do not shorten",
        "nicht kürzer",
        "Bitte nicht kürzen",
        "Mach es nicht kürzer",
        "lösche nicht Risks",
        "Lösche Risks nicht",
        "Streiche bitte den Abschnitt Risks nicht",
        "Lass Risks nicht weg",
        "Es ist nicht zu lang",
        "Risks niemals entfernen, entferne nie Risks",
        "non accorciare",
        "Non è troppo lungo",
        "non togliere Risks, non togli Risks",
        "Non elimina il Plan",
        "ne supprime pas le plan",
        "Supprime pas le plan",
        "Ce n'est pas trop long",
        "Il ne faut pas raccourcir",
        "no quita Risks",
        "No es demasiado largo",
        "Nunca borra Risks",
        "no acortar, por favor",
    ],
)
async def test_what_is_forbidden_is_not_done(note: str) -> None:
    made = await after(note)
    assert made.body == BODY
    assert made.answer.count(": done: ") == 0 and "says what not to do, so nothing was changed for it." in made.answer


@pytest.mark.parametrize(
    "note",
    [
        "why did you drop the risks",
        "Why did you drop the risks?",
        "Did you drop the risks?",
        "Is it too long?",
        "Who wants it shorter",
        "Should we drop the risks?",
        "How do you want to shorten it?",
        "I wonder whether it is too long",
        "Tell me why you move Risks first",
        "If it is too long, say so",
        "Warum ist es kürzer?",
        "Ist es zu lang?",
        "Soll ich Risks entfernen oder streiche Risks?",
        "Wieso kürzer",
        "È troppo lungo?",
        "Perché più corto?",
        "Pourquoi plus court ?",
        "Est-ce trop long ?",
        "¿Es demasiado largo?",
        "¿Por qué más corto?",
    ],
)
async def test_what_only_asks_is_not_done(note: str) -> None:
    made = await after(note)
    assert made.body == BODY
    assert made.answer.count(": done: ") == 0 and ": not done: " in made.answer


@pytest.mark.parametrize(
    "note, gone",
    [
        ("drop the risks", "Risks"),
        ("Can you drop the risks?", "Risks"),
        ("Could we drop the risks, please?", "Risks"),
        ("Not sure, but drop the risks", "Risks"),
        ("It is not good: drop the risks", "Risks"),
        ("I would drop the risks", "Risks"),
        ("We should remove the table", "Table"),
        ("If possible drop the risks", "Risks"),
        ("Nobody reads the risks, so drop the risks", "Risks"),
        ("Don't touch the plan and drop the risks", "Risks"),
        ("don't shorten it, but drop the table", "Table"),
        ("Why not drop the risks?", "Risks"),
        ("Lösche Risks, nicht den Plan", "Risks"),
        ("Bitte streiche den Abschnitt Risks", "Risks"),
        ("Kannst du Risks rausnehmen? Lösche Risks.", "Risks"),
        ("togli la sezione Risks", "Risks"),
        ("Non serve a niente: togli Risks", "Risks"),
        ("supprime Risks", "Risks"),
        ("Je ne veux pas de risques, supprime Risks", "Risks"),
        ("quita Risks", "Risks"),
        ("No, quita Risks", "Risks"),
    ],
)
async def test_an_order_beside_a_negation_is_still_done(note: str, gone: str) -> None:
    made = await after(note)
    assert f"## {gone}" not in made.body and made.body.count("## ") == 3 and ": done: " in made.answer


@pytest.mark.parametrize(
    "note",
    ["no more than 12 words", "not more than 12 words", "no longer than 12 words", "nicht mehr als 12 Wörter",
     "non più di 12 parole", "pas plus de 12 mots", "no más de 12 palabras", "it must not be longer than 12 words"],
)  # fmt: skip
async def test_a_limit_is_no_prohibition(note: str) -> None:
    made = await after(note)
    assert made.body == BODY and "not done: what is left names" in made.answer


@pytest.mark.parametrize(
    "note", ["We drop the price in May 2027.", "They mention the price on 2 May.", "They remove the fee on 2 May."]
)
async def test_what_others_do_is_no_order(note: str) -> None:
    made = await after(note)
    assert made.body == BODY and ": not done: " in made.answer and "you say" in made.answer


@pytest.mark.parametrize("note", ["drop it", "remove that one, please", "streiche das", "togli questo", "quita eso"])
async def test_a_pronoun_names_nothing_to_drop(note: str) -> None:
    made = await after(note)
    assert made.body == BODY and ": done: " not in made.answer


@pytest.mark.parametrize(
    "note",
    [
        "don't change Acme to Beta",
        "change Acme not to Beta",
        "I don't think Acme should be Beta",
        "Why should the date be 2 December",
        "ändere das Datum nicht auf den 2. Dezember",
        "Ich glaube nicht, dass das Datum der 2. Dezember sein sollte",
        "non cambiare Acme in Beta",
        "ne remplace pas Acme par Beta",
        "no cambies Acme por Beta",
    ],
)
async def test_a_correction_that_is_forbidden_is_not_done(note: str) -> None:
    made = await after(note)
    assert made.body == BODY and ": done: " not in made.answer


@pytest.mark.parametrize(
    "note",
    [
        "without the table nobody understands it",
        "Drop planned dates",
        "Remove Risksy",
        "Without the table it is 3 lines",
    ],
)
async def test_no_section_is_dropped_that_is_not_named(note: str) -> None:
    made = await after(note)
    assert all(f"## {title}" in made.body for title in ("Plan", "Table", "Risks", "Decision"))
