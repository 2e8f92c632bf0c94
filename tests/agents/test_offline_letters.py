"""Letters and replies without a model: the person's own words in a frame of their language, and nothing claimed."""

import pytest

from agents.contract import Waits
from agents.offline.forms import form_of
from agents.offline.reply import reply
from agents.offline.worker import OfflineWorker
from storage.rules.own_words import count_words
from storage.rules.task import MATERIAL, Draft
from tests.agents.given import assignment


async def made_of(goal: str, **more) -> Draft:
    return await OfflineWorker().work(assignment(goal, **more))


def framed(greeting: str, said: str, closing: str = "Kind regards") -> str:
    return f"{greeting}\n\n{said}\n\n{closing}"


VISIT = "Thanks for the visit. The contract comes on Friday."


@pytest.mark.parametrize(
    "goal, body",
    [
        (f"letter to Rossi\n{VISIT}", framed("Hello Rossi,", VISIT)),
        (
            "letter to my landlord\nThe heating is broken since Monday.\nPlease send someone by 2 December.",
            framed("Hello,", "The heating is broken since Monday.\nPlease send someone by 2 December."),
        ),
        (
            "letter to Acme\nWe do not accept the offer.\nPlease send a new one.",
            framed("Hello Acme,", "We do not accept the offer.\nPlease send a new one."),
        ),
        (
            "Letter to Mrs Rossi\nWhen do you deliver? We need it by Friday.",
            framed("Hello Mrs Rossi,", "When do you deliver? We need it by Friday."),
        ),
        ("letter to Rossi\nDelivery: Friday.\n- Bring boxes.", framed("Hello Rossi,", "Delivery: Friday.\n- Bring boxes.")),
        ("letter to Rossi\nHi Carla, thanks!\nIt comes on Friday.", "Hi Carla, thanks!\nIt comes on Friday.\n\nKind regards"),
        ("letter to Rossi\nIt comes on Friday.\nBest, Ann", "Hello Rossi,\n\nIt comes on Friday.\nBest, Ann"),
        ("answer to Dana\nThanks for the call. We ship on 3 March.", framed("Hello Dana,", "Thanks for the call. We ship on 3 March.")),
    ],
)  # fmt: skip
async def test_a_letter_has_the_persons_own_words_and_no_others(goal: str, body: str) -> None:
    made = await made_of(goal)
    assert made.body == body and made.missing == ()


LANGUAGES = [
    ("lettera a Rossi\nGrazie per la visita. Il contratto arriva venerdì.", "Buongiorno Rossi,", "Cordiali saluti"),
    ("lettre à Dupont\nMerci pour la visite. Le contrat arrive vendredi.", "Bonjour Dupont,", "Cordialement"),
    ("carta a García\nGracias por la visita. El contrato llega el viernes.", "Hola García:", "Saludos cordiales"),
    (
        "Brief an Huber\nDer Vertrag kommt am Freitag. Danke für den Besuch.",
        "Guten Tag Huber,",
        "Mit freundlichen Grüßen",
    ),
    ("letter to Rossi\nGrazie per la visita. Il contratto arriva venerdì.", "Buongiorno Rossi,", "Cordiali saluti"),
    ("Brief an Herrn Huber\nOK, 39 €.", "Guten Tag Herr Huber,", "Mit freundlichen Grüßen"),
    ("Brief an den Vermieter\nDie Heizung ist kaputt.", "Guten Tag,", "Mit freundlichen Grüßen"),
]


@pytest.mark.parametrize("goal, greeting, closing", LANGUAGES)
async def test_a_letter_is_framed_in_its_language(goal: str, greeting: str, closing: str) -> None:
    said = goal.partition("\n")[2]
    made = await made_of(goal)
    assert made.body == framed(greeting, said, closing)
    assert count_words(made.body) == count_words(said)  # the frame is the app's own


async def test_a_reply_is_in_the_language_of_what_it_says() -> None:
    mail = "Sehr geehrte Damen und Herren,\nwann kommt die Rückzahlung?\nMit freundlichen Grüßen\nMax Huber"
    made = await made_of(f"Antwort an Acme\n{mail}\n\nDie Rückzahlung kommt am 28. November.")
    said = "Die Rückzahlung kommt am 28. November."
    assert made.body == framed("Guten Tag Max,", said, "Mit freundlichen Grüßen")


def test_brief_an_investor_is_no_letter() -> None:
    assert form_of("brief an investor").fill is not reply


REPLIES = [
    (
        "Risposta al cliente\nGentile team,\nquando cambia il prezzo? E quanto costa?\nCordiali saluti, Rossi\n\n"
        "Il prezzo cambia il 15 dicembre. Costa 39 € a postazione.",
        framed("Buongiorno Rossi,", "Il prezzo cambia il 15 dicembre. Costa 39 € a postazione.", "Cordiali saluti"),
        ["quando cambia il prezzo?", "E quanto costa?"],
    ),
    (
        "reply to Tom's mail\nHi Alice, is the room free on Friday? And can I bring Bob?\nBest, Tom\n\nYes, it is free.",
        framed("Hello Tom,", "Yes, it is free."),
        ["Hi Alice, is the room free on Friday?", "And can I bring Bob?"],
    ),
    (
        "Reply to Acme\nDear team, when do I get my money? What about invoice 12?\nRegards, Ann\n\n"
        "Notes: the money comes on 28 November. We do not know anything about invoice 99.",
        framed("Hello Ann,", "The money comes on 28 November. We do not know anything about invoice 99."),
        ["Dear team, when do I get my money?", "What about invoice 12?"],
    ),
    (
        "reply to Tom\nHi, when is lunch?\nTom\n\nLunch is at 12.",
        framed("Hello Tom,", "Lunch is at 12."),
        ["Hi, when is lunch?"],
    ),
    (
        "Antwort auf die Mail\nHallo Alice,\nist der Raum am Freitag frei?\nGruß, Tom\n\nJa, er ist frei.",
        framed("Guten Tag Tom,", "Ja, er ist frei.", "Mit freundlichen Grüßen"),
        ["ist der Raum am Freitag frei?"],
    ),
    (
        "reply to Tom\nHi Alice,\nwhen is lunch?\nThanks, Tom\nSales, Acme\n\nHi Tom,\nat 12. Do you eat fish?\n"
        "Please let us know.\nAlice",
        "Hi Tom,\nat 12. Do you eat fish?\nPlease let us know.\nAlice",
        ["when is lunch?"],
    ),
    (
        "reply to Tom\nHi Alice,\nwhen is lunch?\nThanks, Tom\nPS: can I bring Bob?\n\nThanks, Tom. It is at 12.",
        framed("Hello Tom,", "Thanks, Tom. It is at 12."),
        ["when is lunch?", "PS: can I bring Bob?"],
    ),
    (
        "Answer to Acme\nAcme was charged twice. The refund is on its way since Monday. The customer asks when it comes.",
        framed("Hello Acme,", "Acme was charged twice. The refund is on its way since Monday."),
        ["The customer asks when it comes."],
    ),
    (
        "Reply to Rossi\nRossi: When does it come?\nWe wait.\nAnna: Moment.\nIt comes on Friday.\n\nThanks for waiting.",
        framed("Hello Rossi,", "Moment.\nIt comes on Friday.\nThanks for waiting."),
        ["When does it come?"],
    ),
    ("Reply to Rossi\nRossi: When?\n\nOn Friday.", framed("Hello Rossi,", "On Friday."), ["When?"]),
    (
        "Reply\nFrom: Ann\n\nHi, when do I get it?\nRegards, Ann\n\nFrom: Bob\nHi, and me?\nRegards, Bob\n\nOn Monday.",
        framed("Hello,", "On Monday."),
        ["Hi, when do I get it?", "Hi, and me?"],
    ),
]  # fmt: skip


@pytest.mark.parametrize("goal, body, questions", REPLIES)
async def test_a_reply_says_what_they_ask_and_claims_no_answer(goal: str, body: str, questions: list[str]) -> None:
    made = await made_of(goal)
    assert made.body == body
    listed = ", ".join(f"“{q}”" for q in questions)
    assert made.remarks == (f"They ask: {listed}. Check that each is answered.",)
    assert made.missing == () and made.summary == "Arranged from your lines. Whether it answers is for you to check."


async def test_a_reply_to_no_question_is_checked_too() -> None:
    made = await made_of("Answer to Acme\nWe can ship on 3 March.")
    assert made.remarks == ("They ask: nothing that ends in a question mark. Check what the reply has to answer.",)


async def test_a_mail_without_an_end_is_not_sent_back() -> None:
    with pytest.raises(Waits, match="What should the answer say"):
        await made_of("Reply to it\nDear Alice,\nWhen is lunch?\n\nWe wait since May.")


async def test_a_next_version_of_a_reply_is_to_be_checked_still() -> None:
    goal = "reply to Tom\nHi, when is lunch?\nTom\n\nLunch is at 12."
    first = await made_of(goal)
    second = await made_of(goal, version=2, previous=first, note="Change 12 to 1, please.")
    assert "Lunch is at 1." in second.body and second.remarks == first.remarks
    answers = {MATERIAL: "Lunch is at 12. Change 12 to 1, please."}
    made = await made_of("reply to Tom\nHi, when is lunch?\nTom", answers=answers)
    assert "Lunch is at 1." in made.body and made.remarks == first.remarks
