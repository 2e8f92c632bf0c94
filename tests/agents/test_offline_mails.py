"""Mails from a few lines without a model: the person's lines as sentences in a frame, and no notes asked for."""

import pytest

from agents.offline.forms import form_of
from agents.offline.reply import USE, reply
from agents.offline.short_mail import READ, short_mail
from agents.offline.worker import OfflineWorker
from agents.roster.ends import CannotDo, Waits
from storage.rules.draft_needs import of_drafts
from storage.rules.values.ask import MATERIAL, Ask
from storage.rules.values.draft import Draft
from storage.rules.values.need import Need
from tests.agents.given import assignment


async def mail(goal: str, **more) -> Draft:
    return await OfflineWorker().work(assignment(goal, **more))


async def asked(goal: str, **more) -> Ask:
    with pytest.raises(Waits) as waits:
        await mail(goal, **more)
    return waits.value.asks[0]


ACME = "we charged them twice\n1,240 € comes back this week\nsorry, it was the outage on 4 November"
KELLER = "Rechnung 4711 war doppelt\nGeld kommt bis Freitag zurück\nEntschuldigung"
KELLERS = "Rechnung 4711 war doppelt.\nGeld kommt bis Freitag zurück.\nEntschuldigung."
ROSSI = "martedì alle 10 invece di lunedì\nportare il contratto"


@pytest.mark.parametrize(
    "goal, body",
    [
        (
            f"Mail to Acme\n{ACME}",
            "Hello Acme,\n\nWe charged them twice.\n1,240 € comes back this week.\n"
            "Sorry, it was the outage on 4 November.\n\nKind regards",
        ),
        (f"Mail an Frau Keller\n{KELLER}", f"Guten Tag Frau Keller,\n\n{KELLERS}\n\nMit freundlichen Grüßen"),
        (
            f"Mail a Rossi per spostare la riunione\n{ROSSI}",
            "Buongiorno Rossi,\n\nMartedì alle 10 invece di lunedì.\nPortare il contratto.\n\nCordiali saluti",
        ),
        (
            "Write a short e-mail about the move\nwe move on Monday\n\n- bring boxes\n- label them",
            "Hello,\n\nWe move on Monday.\n\n- bring boxes\n- label them\n\nKind regards",
        ),
        ("Launch mail\nHi all,\nwe launch on Monday\nBest, Ann", "Hi all,\nWe launch on Monday.\nBest, Ann"),
        ("email to the team\nsay: OK, we ship.", "Hello,\n\nOK, we ship.\n\nKind regards"),
        (
            "Mail to the beta teams that the price is 39 € from 15 December",
            "Hello,\n\nThe price is 39 € from 15 December.\n\nKind regards",
        ),
    ],
)
async def test_few_lines_become_a_mail(goal: str, body: str) -> None:
    made = await mail(goal)
    assert (made.body, made.missing, made.remarks) == (body, (), (READ,))
    assert of_drafts([made]).need is not Need.ONE_TAP  # a person reads it as who gets it


async def test_a_mail_of_no_lines_asks_what_it_should_say_and_takes_the_answer() -> None:
    goal = "Mail to the beta teams"
    assert "What should the mail say?" in (await asked(goal)).text
    made = await mail(goal, answers={MATERIAL: "it costs 39 €\nthank them for testing"})
    assert made.body == "Hello,\n\nIt costs 39 €.\n\nKind regards"
    assert made.missing == ("Not followed, that needs a language model: “thank them for testing”",)


@pytest.mark.parametrize(
    "goal",
    [
        "Summary of the mail", "Check mail", "email list", "Mail server outage report", "Translate the mail", "Mail merge",
        "Summary as an e-mail", "Reply to the mail", "Zusammenfassung der Mail", "Read the email from Bob", "Forward mail",
    ],
)  # fmt: skip
def test_a_mail_that_is_spoken_of_is_not_written(goal: str) -> None:
    assert form_of(goal).fill is not short_mail


async def test_what_somebody_sent_is_not_sent_back_as_a_mail() -> None:
    received = "From: Petra\nSubject: the order\n\nHi Alice,\nwhere is it?\nPetra"
    assert "would come back unchanged" in (await asked(f"Mail to Bob\n{received}")).text


async def test_what_may_not_go_out_is_asked_about_first() -> None:
    assert "may go out?" in (await asked("Mail to Bob\nInternal: margin is 12 %.\nWe deliver on Friday.")).text


async def test_the_lines_of_a_reply_can_be_used_with_one_tap() -> None:
    goal = f"Antwort an Frau Keller, freundlich\n{KELLER}"
    assert form_of(goal).fill is reply
    assert (await asked(goal)).choices == (USE,)
    made = await mail(goal, answers={MATERIAL: USE})
    assert made.body == f"Guten Tag Frau Keller,\n\n{KELLERS}\n\nMit freundlichen Grüßen"
    assert (made.missing, made.remarks, made.look_first) == ((), (READ,), "")


@pytest.mark.parametrize("text", ["Hi Alice,\nit is broken\nPetra", "Where is my order?", "From: Petra\nit is broken"])
async def test_a_received_mail_is_never_offered_as_its_answer(text: str) -> None:
    assert (await asked(f"Reply to Petra\n{text}")).choices == ()


@pytest.mark.parametrize(
    "goal", ["Launch text", "this is urgent, please just make the launch text good!!!", "Blog post"]
)
async def test_words_behind_say_come_back_as_they_are(goal: str) -> None:
    made = await mail(goal, answers={MATERIAL: "say: Launch is on 15 December"})
    assert made.body == "Launch is on 15 December"


async def test_a_refusal_names_a_way_that_works() -> None:
    with pytest.raises(CannotDo, match="answer “say:” and the words") as no:
        await mail("Launch text", answers={MATERIAL: "Launch is on 15 December"})
    assert "post" not in str(no.value)
