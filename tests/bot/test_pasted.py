"""Whatever is pasted into `/assign` gets a short and true answer, and no word of it is lost."""

import re

import pytest

from storage.tables import task
from tests.bot.test_story import NOTES
from tests.world import World, count

MAIL = """From: Dana Reed <dana@acme.example>
To: help@us.example
Subject: Charged twice
Date: Tue, 24 Nov 2026 09:12

Hello, why was I charged twice? For more information
see invoice 4711. By the way, I am leaving on Friday.

For questions
-- Dana"""

PASTED = [
    "“Smart quotes” — and an en–dash… it’s ‘fine’",
    MAIL,
    "<html><body><p>Dear <b>team</b>,</p><ul><li>one</li></ul></body></html>",
    "name;amount;date\nAcme;12;2026-11-24\nBolt;30;2026-11-25",
    'name,amount,date\n"Acme, Inc.",12,2026-11-24\n',
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "Scrivi una FAQ entro venerdì per il lancio",
    "金曜日までにFAQを書いてください",
    "اكتب رسالة إلى العميل",
    "this is USELESS!!! nothing works, I have had enough!!!",
    "I am so tired of this :(",
    "> quoted\n> > twice quoted\nanswer this",
    "from: the boss. he wants numbers",
    "1. one\n2. two\n\tTabbed\n\n\n\nlast",
    'Traceback (most recent call last):\n  File "x.py", line 3\nValueError: no',
    "to be or not to be; that is the question",
    "must",
    "by",
    "every",
    "by by by; for; to; after; then; urgent urgent; reviewer; every",
]


def letters(text: str) -> list[str]:
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("text", PASTED)
async def test_what_is_pasted_is_answered_and_kept_word_for_word(sluice: World, text: str) -> None:
    answer = await sluice.said(f"/assign {text}")
    assert "Something went wrong" not in answer
    assert "There is no agent" not in answer
    if "What you wrote is kept" in answer:
        return
    assert await count(sluice, task) == 1
    kept = await sluice.bot.ledger.see(lambda tx: tx.conn.exec_driver_sql("select goal, title from task").one())
    assert letters(kept.goal) == letters(text)
    assert kept.title


async def test_a_pasted_mail_is_called_by_its_subject(sluice: World) -> None:
    assert "*T-1 · Charged twice*" in await sluice.said(f"/assign {MAIL}")


@pytest.mark.parametrize("text", ["do the thing", "Fix it please!!", "asap"])
async def test_what_names_no_result_starts_nothing_and_says_what_is_missing(sluice: World, text: str) -> None:
    answer = await sluice.said(f"/assign {text}")
    assert "nothing has started" in answer
    assert "what should come back" in answer


@pytest.mark.parametrize(
    ("text", "answer"), [("help!!!", "How to use"), ("???", "How to use"), ("hello", "I pass tasks to agents")]
)
async def test_a_greeting_or_a_call_for_help_is_answered_and_starts_nothing(
    sluice: World, text: str, answer: str
) -> None:
    assert answer in await sluice.said(f"/assign {text}")
    assert await count(sluice, task) == 0


async def test_a_due_time_is_read_as_it_is_said_in_other_languages(sluice: World) -> None:
    async def due(clause: str) -> str:
        answer = await sluice.said(f"/assign writer: Memo; {clause}\n{NOTES}")
        return next(part for part in re.split(r" · |\n", answer) if part.startswith("due "))

    await sluice.said("/sluice")
    await sluice.message_with("Europe/Rome")  # her zone is known from here on
    friday = await due("by Friday")
    assert [await due(clause) for clause in ("entro venerdì", "avant vendredi", "antes del viernes")] == [friday] * 3
    assert await due("bis Freitag 12 Uhr") == await due("by Friday 12:00")
