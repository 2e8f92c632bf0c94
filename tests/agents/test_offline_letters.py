"""Letters and replies without a model: the person's own words in a frame of their language, and nothing claimed."""

import pytest

from agents.offline.forms import form_of
from agents.offline.reply import reply
from agents.offline.worker import OfflineWorker
from agents.roster.ends import Waits
from storage.rules.own_words import count_words
from storage.rules.values.draft import Draft
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
    made = await made_of(goal.replace("\n", "\nSay:\n", 1))
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
    made = await made_of(goal.replace("\n", "\nSay: ", 1))
    assert made.body == framed(greeting, said, closing)
    assert count_words(made.body) == count_words(said)  # the frame is the app's own


async def test_a_reply_is_in_the_language_of_what_it_says() -> None:
    mail = "Sehr geehrte Damen und Herren,\nwann kommt die Rückzahlung?\nMit freundlichen Grüßen\nMax Huber"
    made = await made_of(f"Antwort an Acme\n{mail}\n\nAntwort: Die Rückzahlung kommt am 28. November.")
    said = "Die Rückzahlung kommt am 28. November."
    assert made.body == framed("Guten Tag Acme,", said, "Mit freundlichen Grüßen")


def test_brief_an_investor_is_no_letter() -> None:
    assert form_of("brief an investor").fill is not reply


async def test_a_mail_without_an_end_is_not_sent_back() -> None:
    with pytest.raises(Waits, match="What should it say"):
        await made_of("Reply to it\nDear Alice,\nWhen is lunch?\n\nWe wait since May.")


async def test_a_next_version_of_a_reply_is_to_be_checked_still() -> None:
    goal = "reply to Tom\nHi, when is lunch?\nTom\n\nSay: Lunch is at 12."
    first = await made_of(goal)
    second = await made_of(goal, version=2, previous=first, note="Change 12 to 1, please.")
    assert "Lunch is at 1." in second.body and second.remarks == first.remarks
