"""What words decide, in five languages: never the opposite of what was meant."""

import gc
import re
import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.rules import phrases, wishes
from storage.rules.feelings import only_feels
from storage.rules.meaning import asked_of_us, begins_with_verdict, meaning
from storage.rules.plain import plain
from storage.rules.replies import READ, Meaning, Reply, reaction, read_reply
from tests.rules import replies_table as table

QUICK = settings(deadline=None)  # two cores are shared
FRIENDLY = ("", "", "🙂", "🎉", "🙏", ":)", "👍🏽")
DECIDED = frozenset({Meaning.APPROVE, Meaning.REJECT, Meaning.REVISE})
EVERY = [
    *((Meaning.APPROVE, text) for text in table.CONSENT),
    *((Meaning.PRAISE, text) for text in table.PRAISE),
    *((Meaning.REJECT, text) for text in table.REFUSAL),
    *((Meaning.REVISE, text) for text in table.CHANGE),
    *((Meaning.LATER, text) for text in table.LATER),
    *((Meaning.INQUIRY, text) for text in table.QUESTIONS),
    *((kind, text) for kind, texts in table.CONTROLS.items() for text in texts),
]


@st.composite
def typed(draw: st.DrawFn, texts: list[str], tails: tuple[str, ...] = FRIENDLY) -> str:
    """A phrase as one of many people would type it: case, signs, emoji, a mention of the bot, a quotation."""
    text = draw(st.sampled_from(texts))
    text = draw(st.sampled_from([text, text.lower(), text.upper(), text.capitalize(), f"*{text}*", f"  {text} "]))
    text += draw(st.sampled_from(["", "", "!", ".", "!!", " !"])) if text.strip()[-1:].isalpha() else ""
    text = f"{text} {draw(st.sampled_from(tails))}".rstrip()
    if draw(st.booleans()):
        text = f"<@U0BOT> {text}"
    if draw(st.booleans()):
        text = f"> shall I reject it, or make it shorter?\n{text}"
    return text


@pytest.mark.parametrize("kind, text", EVERY, ids=[f"{k.name}:{t}" for k, t in EVERY])
def test_each_phrase_means_what_was_meant(kind: Meaning, text: str) -> None:
    assert meaning(text).meaning is kind


def test_the_table_is_long_enough() -> None:
    assert len({text for _, text in EVERY}) >= 350


@pytest.mark.parametrize("text", [*table.KIND, *table.GUARDED])
def test_what_is_kind_or_guarded_decides_nothing_but_perhaps_an_approval_of_the_kind(text: str) -> None:
    allowed = {Meaning.APPROVE} if text in table.KIND else set()
    assert meaning(text).meaning not in DECIDED - allowed


@QUICK
@given(typed([*table.CONSENT, *table.PRAISE, *table.KIND]))
def test_no_praise_and_no_consent_ever_becomes_a_revise_or_a_reject(text: str) -> None:
    assert meaning(text).meaning not in (Meaning.REVISE, Meaning.REJECT)


@QUICK
@given(typed(table.CONSENT))
def test_consent_approves_however_it_is_typed(text: str) -> None:
    found = meaning(text)
    assert found.meaning is (Meaning.UNCLEAR if text.startswith(">") and not found.outright else Meaning.APPROVE)


@pytest.mark.parametrize("quoted", ["Don't approve yet, wait for legal", "no", "This is wrong, the price is 59"])
@pytest.mark.parametrize("said", ["> {}\nok", "> {}\nsure", "> {}\n\nyes, thanks!", "ok\n> {}", "&gt; {}\nexactly"])
def test_who_agrees_with_quoted_words_is_asked(quoted: str, said: str) -> None:
    assert meaning(said.format(quoted)).meaning not in DECIDED


@pytest.mark.parametrize("text", ["approve :-(", "ok:(", "yes :/.", ":-[ approved", "ok ):"])
def test_who_is_sad_about_it_is_asked(text: str) -> None:
    assert meaning(text).meaning is Meaning.UNCLEAR


@QUICK
@given(typed(table.GUARDED))
def test_nothing_with_a_negation_or_a_condition_approves(text: str) -> None:
    assert meaning(text).meaning not in DECIDED


BEFORE = st.sampled_from(
    ["don't", "not", "never", "I can't", "if Bob agrees,", "unless it costs more,", "nicht", "non", "pas", "nunca"]
)
BEHIND = st.sampled_from(
    ["if legal agrees", "unless it rains", "but wait", "wenn Bob zustimmt", "se Bob vuole", "si Bob veut", "not"]
)


@QUICK
@given(st.sampled_from(table.CONSENT), BEFORE)
def test_a_negation_or_a_condition_before_consent_never_approves(text: str, guard: str) -> None:
    assert meaning(f"{guard} {text}").meaning is not Meaning.APPROVE


@QUICK
@given(st.sampled_from(table.CONSENT), BEHIND)
def test_a_condition_behind_consent_never_approves(text: str, guard: str) -> None:
    assert meaning(f"{text} {guard}").meaning not in (Meaning.APPROVE, Meaning.REJECT)


@QUICK
@given(typed(table.CHANGE, ("", "🙂", "🙏")), st.sampled_from(["", "ok, ", "yes, ", "looks good, "]))
def test_consent_with_a_change_asks_for_the_change(text: str, consent: str) -> None:
    assert meaning(text if text.startswith(("<", ">")) else consent + text).meaning is not Meaning.APPROVE


@QUICK
@given(typed(table.MIXED, ("", "🙂", "🙏")))
def test_consent_with_a_but_neither_approves_nor_rejects(text: str) -> None:
    assert meaning(text).meaning not in (Meaning.APPROVE, Meaning.REJECT)


@QUICK
@given(typed(table.REFUSAL, ("",)))
def test_refusal_never_approves(text: str) -> None:
    assert meaning(text).meaning is not Meaning.APPROVE


@QUICK
@given(st.text(max_size=300))
def test_any_text_means_something(text: str) -> None:
    assert isinstance(meaning(text), Reply)


@QUICK
@given(
    st.lists(
        st.sampled_from(sorted(["not", "if", "approve", "good", "yes", "but", "never", "👍", "looks", "shorter"])),
        max_size=8,
    )
)
def test_no_heap_of_words_with_a_guard_in_it_approves(words: list[str]) -> None:
    if {"not", "if", "but", "never", "shorter"} & set(words):
        assert meaning(" ".join(words)).meaning is not Meaning.APPROVE


@pytest.mark.parametrize(
    "text, number, note",
    [
        ("T-3 approve", 3, ""),
        ("approve T-3", 3, ""),
        ("t3: shorter, please", 3, "shorter, please"),
        ("T-12?", 12, ""),
        ("Write a memo as discussed in T-4", None, "Write a memo as discussed in T-4"),
        ("shorter than T-4", None, "shorter than T-4"),
        ("stop T-12", 12, ""),
        ("what about T-4?", 4, "what about T-4?"),
        ("what does T-5 cost?", 5, "what does T-5 cost?"),
        ("Does T-5.2 name the price?", 5, "Does T-5.2 name the price?"),
        ("why do T-5 and T-6 differ?", None, "why do T-5 and T-6 differ?"),
        ("what stands in T-5; must: at most 80 words", None, "what stands in T-5; must: at most 80 words"),
        ("revise T-5: shorter", 5, "revise: shorter"),
        ("approve T-5 please", 5, ""),
        ("stop T-5, please", 5, ""),
        ("reject T-5, too long", 5, "reject, too long"),
        ("do not approve T-5 yet", 5, "do not approve yet"),
        ("approve T-5 if legal agrees", 5, "approve if legal agrees"),
        ("reject: too expensive", None, "too expensive"),
        ("> shall I: reject it?\nReject: Too expensive, é", None, "Too expensive, é"),
        ("*rejeté* : hors sujet", None, "hors sujet"),
        ("rifiutato perché costa troppo", None, "costa troppo"),
        ("T-2 Say R&D <b>, not Rand", 2, "Say R&D <b>, not Rand"),
        ("<@U0BOT> T-2 make it shorter", 2, "make it shorter"),
    ],
)
def test_the_task_and_the_note_are_kept(text: str, number: int | None, note: str) -> None:
    assert (meaning(text).number, meaning(text).note) == (number, note)


@pytest.mark.parametrize(
    "text", ["reject, too long", "drop it, too long", "abgelehnt, zu lang", "no, reject, too long"]
)
def test_a_refusal_with_a_complaint_behind_it_is_no_wish_for_a_version(text: str) -> None:
    assert meaning(text).meaning is Meaning.UNCLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Make T-4 the source for a new memo on prices for Bob",
        "Start T-2 follow-up: writer: press release on the price, by Friday",
        "No T-2 figures this week: write me a short memo on churn instead",
        "Give T-4's readers a one-page summary of the price changes",
        "Move T-6's numbers into a table for the finance team",
        "cancel T-10 meeting mail to Bob, by Friday",
        "Approve T-11's budget in a letter to Bob",
        "Revise T-1 contract with the new prices: write a redline",
        "needs work T-4 budget: make a list",
        "What are the risks in T-4? Write a memo on them for Bob",
        "Publish T-4 figures as a table",
        "Review T-4 and tell me what is wrong",
        "use this for T-4",
        "yes, use this for T-4",
        "send it with T-4",
        "drop this for T-4",
        "please wait for T-4",
        "~approve T-4~",
        "> T-4 is ready\napprove",
        "drop T1",
        "Send T4 by Friday",
        "Send T-4 by mail to the ten best customers",
        "Post T-4: three tweets",
        "Send T-4 to Acme with a short cover letter; by Friday 17:00; must: 100 words",
        "Cancel T-4 with the venue and find a new one",
        "Drop T-4 to 59 euros in the price list",
    ],
)
def test_a_brief_that_names_a_task_behind_its_first_word_is_not_said_of_it(text: str) -> None:
    assert meaning(text).number is None


@pytest.mark.parametrize(
    "text",
    [
        "Approve T-4, then write a summary for Bob",
        "Please cancel T-4 and write to all guests that the event is off",
        "Postpone T-4 until May; write a mail to the guests; by Friday",
        "Decline T-4 with a polite mail to Acme",
        "Approve T-4, and then: find a new venue",
        "Cancel T-4 - write Acme a polite mail",
        "Approve T-4\nWrite an announcement of it",
    ],
)
def test_a_verdict_with_a_brief_behind_it_is_neither(text: str) -> None:
    assert meaning(text).number is None and begins_with_verdict(text)
    assert not begins_with_verdict("Write a memo as discussed in T-4") and not begins_with_verdict("use this for T-4")


@pytest.mark.parametrize(
    "text",
    """T-4 take A, B|T-4 take a and b|T-4 a+b|take a and b of T-4|T-4 != ok|T-4 ≠ ok|T-4 !ok|¬approve T-4
reject T-4: just kidding|T-4 reject: joking|T-4 reject: forget it, it's ok|put T-4 off until Friday, no
put T-4 off until never""".replace("\n", "|").split("|"),
)
def test_what_says_two_things_decides_nothing(text: str) -> None:
    assert meaning(text).meaning is Meaning.UNCLEAR


@pytest.mark.parametrize("text", ["T-4 take a B", "take b of T-4", "T-4 B"])
def test_one_version_is_taken(text: str) -> None:
    assert (meaning(text).meaning, meaning(text).note) == (Meaning.TAKE, "B")


@pytest.mark.parametrize("text", ["T-5 undo?", "undo T-5?", "T-5 stop?", "T-5 reopen?", "T-5 later?"])
def test_a_question_does_nothing(text: str) -> None:
    assert meaning(text).meaning is Meaning.STATUS and meaning(text).number == 5


@pytest.mark.parametrize(
    "text, kind",
    [
        ("how is T-4 going?", Meaning.STATUS),
        ("status of T-4 please", Meaning.STATUS),
        ("any update on T-4", Meaning.STATUS),
        ("cancel T-4, we don't need it", Meaning.STATUS),
        ("wann ist T-4 fertig?", Meaning.INQUIRY),
        ("just approve T-4", Meaning.APPROVE),
        ("Hi Sluice, approve T-4 please 🙏", Meaning.APPROVE),
        ("approve T-4\nthanks!", Meaning.APPROVE),
        ("approve task T-4", Meaning.APPROVE),
        ("> should I send it?\napprove T-4", Meaning.APPROVE),
        ("gib T-4 frei", Meaning.APPROVE),
        (":white_check_mark: T-4", Meaning.APPROVE),
        ("approve T-4 as is", Meaning.APPROVE),
        ("approuve T-4 merci", Meaning.APPROVE),
        ("stop T-4 immediately", Meaning.STOP),
        ("run T-4 again", Meaning.RETRY),
        ("drop T-4", Meaning.REJECT),
        ("lehne T-4 ab", Meaning.REJECT),
        ("stop working on T-4", Meaning.STOP),
        ("put T-4 off until Friday", Meaning.LATER),
        ("snooze T-4 for 2 days", Meaning.LATER),
        ("revise T-4: shorter", Meaning.REVISE),
        ("send T-4 back: shorter", Meaning.REVISE),
    ],
)
def test_what_is_said_around_a_task_is_said_of_it(text: str, kind: Meaning) -> None:
    assert (meaning(text).number, meaning(text).meaning, meaning(text).certain) == (4, kind, True)


@pytest.mark.parametrize(
    "text",
    """don't approve T-4 yet|don't postpone T-4|approve T-4 :(|T-4 don't approve yet|approve T-4?|reject T-4 for now
approve T-4 for me|hey, don't approve T-4 yet|ok approve T-4, but shorten the intro|No, don't approve T-4 yet
reject T-4; too long|reject T-4, too long|Reject T-4, the list is old|Reject T-4, we list no prices|no, approve T-4|ok no, approve T-4
Approve T-4, a really good summary|Approve T-4. It is a good message|Approve T-4, you can tell Bob|Send T-4 by Friday
Stop T-4, it is a different report|Reject T-4; for me it is too long|accept T-4 if legal agrees|decline T-4, too long|don't publish T-4 yet
stop T-4, the price changed|reopen T-4, I was wrong|approve T-4 and send it to Bob|approve T-4 as soon as legal agrees
approve T-4 by lunch|aprove T-4|dont approve T-4 yet|lehne T-4 ab, zu lang|Genehmige T-4 bitte noch nicht|make T-4 shorter
no apruebes T-4 todavía|rechaza T-4, demasiado largo|rejette T-4, trop long|can you shorten T-4?""".replace(
        "\n", "|"
    ).split("|"),
)
def test_a_verdict_before_a_task_that_is_not_all_there_is_takes_nothing(text: str) -> None:
    reply = meaning(text)
    assert (reply.number, reply.meaning, reply.certain) == (4, Meaning.UNCLEAR, False)


def test_a_number_without_its_dash_is_known_for_that() -> None:
    assert not meaning("T5 models compared").dashed and meaning("T-5 compared").dashed


PATTERNS = [p.pattern for p in vars(wishes).values() if isinstance(p, re.Pattern)]
WORDS = sorted(
    {word for pattern in PATTERNS for word in re.findall(r"[a-z']+", pattern)}
    | {phrase for table in vars(phrases).values() if isinstance(table, frozenset) for phrase in table}
)
STEP = 0.02  # seconds of this process's work that no doubling may add without a reason


def worked(text: str) -> float:
    """How many seconds of this thread's work a text takes, without the collector's, which grow with other tests."""
    gc.disable()
    try:
        return min(_worked_once(text) for _ in range(2))
    finally:
        gc.enable()


def _worked_once(text: str) -> float:
    plain.cache_clear()
    start = time.thread_time()
    meaning(text)
    return time.thread_time() - start


def test_a_repeated_word_takes_no_more_than_its_length() -> None:
    slow = []
    for word in WORDS:
        for tail in ("zzz", "?"):
            before = worked(f"{word} " * 6 + tail)
            for times in (12, 24, 48):
                took = worked(f"{word} " * times + tail)
                if took > 4 * before + STEP:
                    slow.append((word, times, took))
                    break
                before = took
    assert slow == []


def test_mixed_lead_words_are_read_at_once() -> None:
    for heap in ("no non ", "please ok no ", "can you please it ", "but and so ", "no, nein, non: "):
        assert worked((heap * READ)[: READ - 3] + "zzz") < 0.2


@pytest.mark.parametrize("text", ["\n", " ", "<@U", "<@U|", "T-1 ", "T-1", ":a", "(", "~", ">", "a"])
def test_a_heap_of_signs_is_read_at_once(text: str) -> None:
    assert worked((text * 40_000)[:40_000]) < 0.5


def test_what_is_longer_than_a_reply_is_never_a_plain_decision() -> None:
    assert meaning("T-4 reject: " + "too long " * READ).meaning is Meaning.UNCLEAR
    assert meaning("T-4 reject: " + "too long " * READ).number == 4


def test_long_texts_are_read_at_once() -> None:
    for text in (
        "yes " * 5000,
        "ok but " * 5000,
        "a" * 40_000,
        "(" * 20_000,
        "reject: " + "x " * 20_000,
        "shorter, " * 5000,
    ):
        meaning(text)


@pytest.mark.parametrize(
    "name, kind",
    [
        ("+1", Meaning.APPROVE),
        ("thumbsup", Meaning.APPROVE),
        ("+1::skin-tone-3", Meaning.APPROVE),
        ("x", Meaning.REJECT),
        ("white_check_mark", Meaning.APPROVE),
        ("-1", Meaning.REJECT),
        ("eyes", None),
        ("tada", None),
        ("hourglass", None),
    ],
)
def test_a_reaction_decides_or_does_not(name: str, kind: Meaning | None) -> None:
    assert reaction(name) is kind


BRIEF = "writer: Launch FAQ for the beta; must: at most 10 questions; must: name the price"


def steps_of(work: Callable[[], object]) -> int:
    """Return how many functions a piece of work calls."""
    steps = 0

    def count(_frame: object, event: str, _value: object) -> None:
        nonlocal steps
        steps += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return steps


def test_a_brief_is_known_for_none_with_few_steps() -> None:
    """Each /assign is looked at so first, before its person has an answer."""
    assert asked_of_us(BRIEF) is None and not only_feels(BRIEF)
    assert (steps := steps_of(lambda: (asked_of_us(BRIEF), only_feels(BRIEF)))) < 300, steps


GREETS = {Meaning.GREETING, Meaning.HELP}
AROUND = st.sampled_from(["", "T-3: ", "T3 ", "<@U0BOT> ", "> quoted\n", "no, ", "~", "*", "please "])
BEHIND_IT = st.sampled_from(["", " T-3", "?", "~", "*", " and a memo", "!", " 🙂", "…"])


@QUICK
@given(
    AROUND, st.sampled_from([*table.CONTROLS[Meaning.HELP], *table.CONTROLS[Meaning.GREETING], "?", "??"]), BEHIND_IT
)
def test_who_greets_or_asks_for_help_is_understood_as_in_a_reply(before: str, text: str, behind: str) -> None:
    asked, of_reply = (kind(f"{before}{text}{behind}") for kind in (asked_of_us, lambda t: meaning(t).meaning))
    assert asked is of_reply or not GREETS & {asked, of_reply}


@QUICK
@given(st.text(max_size=300))
def test_no_text_greets_that_does_not_as_a_reply(text: str) -> None:
    assert (asked_of_us(text) in GREETS) is (meaning(text).meaning in GREETS)


@pytest.mark.parametrize(
    "text, meaning",
    [
        ("revise: net of refunds please", Meaning.REVISE),
        ("Please revise: net of refunds", Meaning.REVISE),
        ("revise: net of refunds?", Meaning.INQUIRY),
        ("do not revise: it is fine", Meaning.UNCLEAR),
        ("revise:", Meaning.REVISE),
        ("Changes needed: none", Meaning.UNCLEAR),
        ("changes needed: none, approved", Meaning.UNCLEAR),
        ("revise: nothing, approve it", Meaning.UNCLEAR),
        ("a revoir: rien", Meaning.UNCLEAR),
        ("revise: none", Meaning.UNCLEAR),
        ("revise: no tables", Meaning.REVISE),
    ],
)
def test_what_stands_behind_the_verb_and_a_colon_is_wished(text: str, meaning: Meaning) -> None:
    assert read_reply(text).meaning is meaning
