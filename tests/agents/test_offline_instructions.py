"""Instructions are followed, or said not to be: they never become what a draft says."""

import pytest

from agents.offline.plans.due import led_by
from agents.offline.points.written import written
from storage.rules.mails import says, subject
from tests.agents.test_offline_sums import make


@pytest.mark.parametrize(
    "title, said",
    [
        ("mail to Bob that the fair is on Friday", "the fair is on Friday"),
        ("mail to Bob saying that prices rise in May", "prices rise in May"),
        ("Draft an email to Dana that explains why we moved the launch", ""),
        ("mail to Bob saying no to the offer from Acme, politely", ""),
        ("Email that Dana wrote about the fair last week", ""),
    ],
)
def test_a_mail_says_what_it_is_to_say(title: str, said: str) -> None:
    assert said in says(title) and bool(says(title)) is bool(said)


@pytest.mark.parametrize("head", ["Von: Dana\nAn: Bob\nBetreff: Messe", "De : Dana\nÀ : Bob\nObjet : Messe"])
def test_a_pasted_mail_has_its_subject_in_any_language(head: str) -> None:
    assert subject(head.splitlines()) == "Messe"


@pytest.mark.parametrize(
    "point, sentence",
    [
        ("add “All prices exclude VAT”", "All prices exclude VAT."),
        ('add "All prices exclude VAT" after the price', ""),
        ("add: all prices exclude VAT", "All prices exclude VAT."),
    ],
)
def test_a_sentence_to_add_is_what_stands_in_the_quotation_marks(point: str, sentence: str) -> None:
    assert written(point) == sentence


async def test_an_action_is_not_torn_at_its_bracket() -> None:
    made = await make("list the action items", "Eve: update the site (by Friday)\nBob: call Tom by Monday")
    assert "update the site (" not in made.body and led_by("update the site (by Friday)") == "by"
