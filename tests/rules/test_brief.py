from datetime import UTC, datetime, timedelta

import pytest

from storage.rules.brief import MOST, near, parse, title_of, without_due
from storage.rules.brief import read as read_all
from storage.rules.noted import Known
from storage.rules.refusal import Refused
from storage.rules.stream_names import can_be_named, nearest

NOW = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
AGENTS = ("writer", "assistant")
KNOWN = {
    "friday": NOW + timedelta(days=3),
    "friday 17:00": NOW + timedelta(days=3, hours=4),
    "yesterday": NOW - timedelta(days=1),
}
MISREAD = ("By mistake twice", "Then what?", "Every page")
IDS = {"@bob": "U02BOB", "@bob ross": "U07ROSS", "#general": "C01GEN", "#general-2": "C03GEN2"}


def when(text: str) -> datetime | None:
    return KNOWN.get(text.lower())


def read(text: str):
    return parse(text, AGENTS, when, NOW, IDS)


def test_the_example_of_the_manual() -> None:
    found = read(
        "writer: Launch FAQ for the beta; by Friday 17:00; must: at most 10 questions; must: name the price; "
        "for Beta launch; reviewer @bob; urgent; to #general"
    )
    assert found.goal == found.title == "Launch FAQ for the beta"
    assert found.worker == "writer"
    assert found.criteria == ("at most 10 questions", "name the price")
    assert found.due == KNOWN["friday 17:00"]
    assert (found.stream, found.reviewer, found.urgent, found.to) == ("Beta launch", "U02BOB", True, ("C01GEN",))
    assert found.odd == ()


def test_clauses_may_stand_on_lines_and_text_is_kept_letter_by_letter() -> None:
    found = read("Memo on prices\nmust: short\n\n  Bob: 39 €; Cara: 29 €\nfor Beta launch\nlast line")
    assert found.goal == "Memo on prices\n\n  Bob: 39 €; Cara: 29 €\nlast line"
    assert found.stream == "Beta launch"


def test_a_code_fence_is_text_whatever_is_in_it() -> None:
    text = "review this\n```\nby friday; must: not be a clause\nrm -rf /\n```"
    assert read(text).goal == text
    assert read(text).due is None


@pytest.mark.parametrize(
    ("typed", "goal", "criteria"),
    [
        ("Query; must: runs `SELECT 1; SELECT 2` on it; urgent", "Query", ("runs `SELECT 1; SELECT 2` on it",)),
        ("Memo; must: says “a; b” word for word", "Memo", ("says “a; b” word for word",)),
        ('Memo; must: says "a; b" word for word', "Memo", ('says "a; b" word for word',)),
        ("Memo; must: uses &nbsp; between the words", "Memo", ("uses &nbsp; between the words",)),
        ('Screens of 15"; must: 3" margin', 'Screens of 15"', ('3" margin',)),
        ("R&D; must: one `tick", "R&D", ("one `tick",)),
        ("Say »Hallo«; must: das »Welt« fehlt", "Say »Hallo«", ("das »Welt« fehlt",)),
        ("Say »a; b«; must: short", "Say »a; b«", ("short",)),
        ("Use ` as sign; must: keep the ` there", "Use ` as sign", ("keep the ` there",)),
        ('Fix “Hallo"; must: keep "Welt”', 'Fix “Hallo"', ('keep "Welt”',)),
        ("Say “yes; must: short", "Say “yes", ("short",)),
    ],
)
def test_what_is_quoted_is_not_torn_apart(typed: str, goal: str, criteria: tuple[str, ...]) -> None:
    found = read(f"writer: {typed}")
    assert (found.goal, found.criteria) == (goal, criteria)


@pytest.mark.parametrize("marks", ["*", "***", "`", ": :", ">>>", "```"])
def test_marks_alone_are_no_brief(marks: str) -> None:
    with pytest.raises(Refused, match="don't see what should be done"):
        read(f"writer: {marks}")


def test_text_around_a_clause_stays_apart() -> None:
    assert read("One; urgent; two things").goal == "One; two things"
    assert read("One; urgent\ntwo").goal == "One\ntwo"


def test_what_does_not_parse_stays_text_with_what_was_meant() -> None:
    found = read("Speaker notes; by Frday")
    assert found.goal == "Speaker notes; by Frday"
    assert [(o.text, o.guess) for o in found.odd] == [("by Frday", KNOWN["friday"])]
    assert [o.text for o in read("Memo; for Beta & <x>").odd] == ["for Beta & <x>"]


def test_ordinary_sentences_are_no_clauses() -> None:
    found = read(
        "Notes\nBy the way, the price is 39 €.\nFor everyone who asked: we decided to go with option two.\n"
        "To be clear, nothing else changes.\nAfter the meeting Bob left."
    )
    assert found.stream is None
    assert found.due is None
    assert found.odd == ()
    assert "By the way" in found.goal


def test_words_with_a_hyphen_are_no_clauses() -> None:
    found = read("writer: sum up the notes\nMust-have features\n- login\nFor-profit hospitals")
    assert (found.criteria, found.stream) == ((), None)
    assert found.goal == "sum up the notes\nMust-have features\n- login\nFor-profit hospitals"


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "don't see what"),
        (" ; ; ", "don't see what"),
        ("\u200b\u202e", "don't see what"),
        ("writer:", "don't see what"),
        ("x; by yesterday", "in the past"),
        ("x; by friday; by friday 17:00", "two due times"),
        ("x; reviewer @nobody", "don't know @nobody"),
        ("x; to #generals", "pick the channel"),
        ("x; every 10 minutes", "too often"),
        ("x; every weekday 7:00; every Monday 9:00", "two repetitions"),
        ("x; 4 versions", "1 to 3 versions"),
        ("x; ten versions", "1 to 3 versions"),
        ("x; 0 versions", "1 to 3 versions"),
        ("x; 2 versions; 3 versions", "two numbers of versions"),
        ("x; then wirter: y", "Did you mean `then writer:`"),
        ("x; then nobody: y", "I don't know who “nobody” is"),
        ("then writer: y", "don't see what"),
        ("x" + "; then writer: y" * 20, "21 steps"),
        ("x; after " + ", ".join(f"T-{n}" for n in range(21)), "20 others"),
        ("x" * (MOST + 1), "12,001 characters"),
        ("x; " + "; ".join(f"must: {n}" for n in range(21)), "At most 20"),
    ],
)
def test_what_is_impossible_creates_nothing_and_says_why(text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read(text)


def test_names_count_by_the_ids_that_came_with_them() -> None:
    assert read("@bob write this").colleague == "U02BOB"
    assert read("@Bob Ross: write this").colleague == "U07ROSS"
    with pytest.raises(Refused, match="don't know @bobby"):
        read("@bobby write this")
    assert read("x; reviewer @bob").reviewer == "U02BOB"
    assert read("x; for #general").stream_channel == "C01GEN"
    assert read("x; to #general-2, #general and #general-2").to == ("C03GEN2", "C01GEN")
    assert read("x; to #general now").to == ()


@pytest.mark.parametrize("text", ["'); DROP TABLE task;--", "{not_a_variable} {0} {{", "${jndi:x}", "%s %n", "$(id)"])
def test_syntax_of_other_languages_is_text(text: str) -> None:
    assert read(text).goal == text.strip(";")


def test_controls_are_taken_out() -> None:
    assert read("abc\0def\u202e\x1b[2J").goal == "abcdef"


@pytest.mark.parametrize(
    "goal, title",
    [
        ("Launch FAQ. Then more.", "Launch FAQ"),
        ("# Heading\ntext", "Heading"),
        ("x" * 100, "x" * 59 + "…"),
        ("one two " * 20, "one two one two one two one two one two one two one two…"),
        ("<b> & @bob", "<b> & @bob"),
        ("a <b>", "a <b>"),
        (":tada: :rocket:", ":tada: :rocket:"),
        (": Memo :", "Memo"),
    ],
)
def test_titles(goal: str, title: str) -> None:
    assert title_of(goal) == title


def test_a_slip_of_the_pen_in_an_agents_name_is_noticed() -> None:
    assert near("wirter: do it", AGENTS) == "writer"
    assert near("something else", AGENTS) is None


@pytest.mark.parametrize(
    "text, count",
    [("x; 2 versions", 2), ("x; three versions", 3), ("x; 1 version", 1), ("x; must: two versions", 1), ("x", 1)],
)
def test_versions_side_by_side(text: str, count: int) -> None:
    assert read(text).versions == count


# ---- clauses in front, and what is said in passing


@pytest.mark.parametrize(
    "text, again",
    [
        ("every Monday: report", "every Monday"),
        ("writer: every weekday 7:00: report", "every weekday 7:00"),
        ("Every other week: report", "every 2 weeks"),
        ("every Monday and Thursday: report", "every Monday and Thursday"),
        ("report; every weekday at 7; must: short", "every weekday 7:00"),
        ("report\nfirst Monday of the month 9:00", "first Monday of the month 9:00"),
    ],
)
def test_how_often_it_comes_again(text: str, again: str) -> None:
    parsed = read(text)
    assert (parsed.again, parsed.goal) == (again, "report")


@pytest.mark.parametrize(
    "text, each, goal",
    [
        ("answer; for each of: a, b, c; must: short", ("a", "b", "c"), "answer"),
        ("answer; for each of:\n- a\n- b, with a comma\nmust: short", ("a", "b, with a comma"), "answer"),
        ("answer; for each of:\nBy mistake twice\nThen what?\nEvery page\nmust: short", MISREAD, "answer"),
        ("answer\nfor each row\nmust: short", (), "answer"),
        ("answer; must: short; for each of: a, b\nNotes", ("a", "b"), "answer\nNotes"),
        ("answer; for each of: (file tickets.csv); must: short", (), "answer"),
        ("answer; for each of: the file; must: short", (), "answer"),
        ("answer for each of the customers; must: short", None, "answer for each of the customers"),
    ],
)
def test_what_it_goes_over(text: str, each: tuple[str, ...] | None, goal: str) -> None:
    parsed = read(text)
    assert (parsed.each, parsed.goal, parsed.criteria) == (each, goal, ("short",))


@pytest.mark.parametrize(
    "text, odd",
    [
        ("answer; for each of: Rome, Paris and Oslo", "Paris and Oslo"),
        ("answer; for each of: Rome, Paris, Oslo", ""),
        ("answer; for each of: Research and Development, Sales and Support", ""),
        ("answer for each of Rome, Paris, Oslo", "for each of Rome, Paris, Oslo"),
        ("answer for each city, in short", ""),
        ("answer for each customer", ""),
    ],
)
def test_a_list_that_may_be_meant_otherwise_is_asked_about(text: str, odd: str) -> None:
    assert "".join(found.text for found in read(text).odd) == odd


@pytest.mark.parametrize(
    "text, why",
    [
        ("answer; for each of: ", "The list is empty"),
        ("answer; for each of: , ,", "The list is empty"),
        ("answer; for each of: a, b; for each row", "two lists"),
        ("answer; for each of: " + ", ".join(map(str, range(501))), "501 rows"),
    ],
)
def test_a_list_that_can_not_be_gone_over_creates_nothing(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read(text)


@pytest.mark.parametrize(
    "text, name, value",
    [
        ("by Friday: report", "due", KNOWN["friday"]),
        ("By Friday 17:00: report", "due", KNOWN["friday 17:00"]),
        ("urgent: report", "urgent", True),
        ("for #general: report", "stream_channel", "C01GEN"),
        ("to #general: report", "to", ("C01GEN",)),
        ("2 versions: report", "versions", 2),
    ],
)
@pytest.mark.parametrize("worker", ["", "writer: "])
def test_a_clause_may_stand_in_front(text: str, name: str, value: object, worker: str) -> None:
    parsed = read(worker + text)
    assert (parsed.goal, getattr(parsed, name)) == ("report", value)
    assert parsed.worker == (worker.strip(" :") or None)


def test_the_worker_may_follow_clauses() -> None:
    parsed = read("urgent: by friday: writer: report")
    assert (parsed.worker, parsed.urgent, parsed.goal) == ("writer", True, "report")


@pytest.mark.parametrize(
    "text",
    [
        "For the board: a summary",
        "By the way: the price is 39 €",
        "To Bob: please call",
        "Every week we lose customers: why?",
        "must: short; report",
        "Note: by all means",
    ],
)
def test_words_before_a_colon_are_mostly_text(text: str) -> None:
    parsed = read(text)
    assert parsed.goal == text.removeprefix("must: short; ")
    assert (parsed.stream, parsed.due, parsed.urgent) == (None, None, False)


@pytest.mark.parametrize(
    "text",
    [
        "Launch FAQ by Friday",
        "Launch FAQ until friday 17:00.",
        "Launch FAQ by Friday\nNotes",
        "Launch FAQ bis friday",
        "Launch FAQ entro friday",
        "Launch FAQ avant friday",
        "Launch FAQ antes del friday",
        "Launch FAQ d’ici friday.",
    ],
)
def test_a_due_time_at_the_end_of_the_line_is_noticed(text: str) -> None:
    parsed = read(text)
    assert parsed.due is None
    assert parsed.odd[0].guess is not None
    assert without_due(text, when, NOW).startswith("Launch FAQ")
    assert "riday" not in without_due(text, when, NOW)


@pytest.mark.parametrize(
    "clause, written",
    [
        ("stream Beta", "for Beta launch"),
        ("post to #sales", "to #sales"),
        ("to channel #sales", "to #sales"),
        ("deadline Friday", "by Friday 17:00"),
        ("approved by @bob", "reviewer @bob"),
        ("2 Versionen", "3 versions"),
        ("asap", "urgent"),
        ("ASAP please", "urgent"),
        ("200 words max", "must: at most 200 words"),
        ("deadline is Friday", "by Friday 17:00"),
        ("two options", "3 versions"),
        ("approver: Bob", "reviewer @bob"),
        ("reviewr @bob", "reviewer @bob"),
        ("review <@U02BOB>", "reviewer @bob"),
        ("max 200 words", "must: at most 200 words"),
        ("as a pdf", "as file, or as canvas"),
        ("hourly", "every weekday 7:00"),
    ],
)
def test_what_is_almost_a_clause_stays_text_and_is_told_how_it_is_written(clause: str, written: str) -> None:
    parsed = read(f"Memo; {clause}")
    assert parsed.goal == f"Memo; {clause}"
    assert [(odd.text, written in odd.why) for odd in parsed.odd] == [(clause, True)]


@pytest.mark.parametrize(
    "clause",
    """project plan for Q3|project risks and costs|stream of consciousness, no headings|deadline extension for Acme
Termin mit Anna vorschlagen|avant la conclusion, un exemple|hourly rates for two seniors|in <https://acme.com/brief>
up to 20% discount|minimum 18 years old|10 options|by bus at 8:30 from Rome|by phone, from 9:00 to 17:00
by 3 h of work a week|by 10:30 the room must be empty""".replace("\n", "|").split("|"),
)
def test_ordinary_words_behind_a_semicolon_are_no_clause(clause: str) -> None:
    assert read(f"Memo; {clause}").odd == ()


@pytest.mark.parametrize("clause", ["by 5pm New York time", "by Friday 5 pm PT", "by Friday 17:00 EST"])
def test_a_time_of_another_place_is_told_to_be_text(clause: str) -> None:
    assert [odd.text for odd in read(f"Memo; {clause}").odd] == [clause]


@pytest.mark.parametrize(
    "clause, begins",
    [("muss: nennt den Preis", "must"), ("für Beta launch", "for"), ("per Beta launch", "for"), ("dringend", "urgent"),
     ("pour la comptabilité", "for"), ("ogni lunedì", "every"), ("jeden Montag", "every")],
)  # fmt: skip
def test_a_clause_of_another_language_stays_text_and_that_is_said(clause: str, begins: str) -> None:
    parsed = read(f"writer: Memo; {clause}; must: short\nWir starten; für alle.")
    assert parsed.goal.startswith(f"Memo; {clause}") and parsed.criteria == ("short",)
    assert [odd.text for odd in parsed.odd] == [clause] and f"begins with “{begins}”" in parsed.odd[0].why


@pytest.mark.parametrize("words", ["last day of the month 17:00", "Mondays 9:00", "biweekly", "fortnightly on Monday"])
def test_a_rhythm_that_is_no_clause_is_named(words: str) -> None:
    parsed = read(f"writer: Memo; must: short; {words}")
    assert [(odd.text, "What comes again is written as in" in odd.why) for odd in parsed.odd] == [(words, True)]


@pytest.mark.parametrize(
    "text",
    [
        "Für Anna einen Brief",
        "Memo; two pages; with figures",
        "Memo\nfür Rückfragen; per Post",
        "Memo; weekly figures",
        "Memo; every Monday",
    ],
)
def test_what_is_no_clause_in_any_language_is_not_named(text: str) -> None:
    assert read(text).odd == ()


@pytest.mark.parametrize("text", ["Report every Monday", "every Monday write a report", "Report every monday 9:00"])
def test_a_repetition_in_passing_is_noticed(text: str) -> None:
    (odd,) = read(text).odd
    assert odd.text.lower() == "every monday"
    assert "runs once" in odd.why


def test_a_brief_that_is_impossible_is_read_as_far_as_it_can_be() -> None:
    text = "writer: FAQ; by yesterday; must: short; reviewer @nobody; for Beta\nNotes"
    parsed, problems = read_all(text, AGENTS, Known(when, NOW, IDS))
    assert (parsed.goal, parsed.worker, parsed.criteria, parsed.stream) == ("FAQ\nNotes", "writer", ("short",), "Beta")
    assert [(p.key, p.value) for p in problems] == [("by", "yesterday"), ("reviewer", "@nobody")]


@pytest.mark.parametrize(
    "goal, title",
    [
        ("From: dana@acme.example\nTo: help@us.example\nSubject: Charged twice\n\nHello,", "Charged twice"),
        ("Subject: Charged twice\nFrom: dana@acme.example\n\nHello,", "Charged twice"),
        ("Subject: Charged twice", "Subject: Charged twice"),
        ("<p>Dear <b>team</b></p>", "Dear team"),
    ],
)
def test_titles_of_what_was_pasted(goal: str, title: str) -> None:
    assert title_of(goal) == title


@pytest.mark.parametrize(
    "text",
    [
        "Notes\nThe lamp went off\nafter stop",
        "Notes; after lunch",
        "Reply to the mail\nFrom: Rossi\nTo: alice@x.example\nWhen does the price change?",
        "Which customers renew before Friday?",
        "Who pays by Friday?",
    ],
)
def test_lines_of_text_and_questions_are_not_noticed_as_clauses(text: str) -> None:
    found = read(text)
    assert found.odd == () and found.goal == text and found.due is None


def test_a_clause_with_a_word_that_names_nothing_is_noticed() -> None:
    assert [o.text for o in read("Memo; to genral").odd] == ["to genral"]


@pytest.mark.parametrize(
    "text, goal, public",
    [
        ("writer: A; public", "A", True),
        ("writer: A; Public; urgent\nnotes", "A\nnotes", True),
        ("writer: A; public notices of May", "A; public notices of May", False),
        ("writer: A\nNotes of others\npublic", "A\nNotes of others\npublic", False),
        ("writer: A\nNotes; public; more", "A\nNotes; public; more", False),
    ],
)
def test_a_brief_is_public_where_its_first_line_says_so_alone(text: str, goal: str, public: bool) -> None:
    found = read(text)
    assert (found.goal, found.public) == (goal, public)


def test_a_due_time_that_is_none_is_named_and_stays_text() -> None:
    def impossible(text: str) -> datetime | None:
        raise Refused("“25:00” is no time of day.")

    found = parse("Memo by today 25:00", AGENTS, impossible, NOW, IDS)
    assert found.goal == "Memo by today 25:00"
    assert [odd.why for odd in found.odd] == ["“25:00” is no time of day. It stays part of the text."]
    assert without_due(found.goal, impossible, NOW) == found.goal


def test_a_chain_is_read_step_by_step() -> None:
    parsed = read(
        "writer: compare; must: price;\nthen @bob: check the numbers; reviewer @bob; by friday; for Beta; urgent"
    )
    [step] = parsed.then
    assert (parsed.worker, parsed.goal, parsed.criteria, parsed.reviewer, parsed.due) == (
        "writer", "compare", ("price",), None, None,
    )  # fmt: skip
    assert (step.colleague, step.goal, step.reviewer, step.due) == (
        "U02BOB",
        "check the numbers",
        "U02BOB",
        KNOWN["friday"],
    )
    assert {(each.stream, each.urgent) for each in (parsed, step)} == {("Beta", True)}  # for all of them
    assert parsed.in_words == ("then @bob: check the numbers; reviewer @bob; by friday; for Beta; urgent",)


@pytest.mark.parametrize("text", ["Notes\nThen note: we decided", "Notes\nthen we left", "Notes; then shorten it"])
def test_prose_is_no_step(text: str) -> None:
    parsed = read(text)
    assert (parsed.goal, parsed.then) == (text, ())


@pytest.mark.parametrize("words", ["T-1, T-2", "T-1 and T-2", "t1 T2", "T-1, and T-2", "T-1, T-2, T-1"])
def test_a_task_comes_after_others(words: str) -> None:
    assert read(f"memo; after {words}").after == ("T-1", "T-2")


def test_what_is_pasted_below_a_chain_is_for_its_first_step() -> None:
    parsed = read("writer: memo; then writer: mail\nfor Beta\nBob: we decided\nCara: 39 €")
    assert (parsed.goal, parsed.then[0].goal) == ("memo\nBob: we decided\nCara: 39 €", "mail")
    assert (parsed.stream, parsed.in_words) == ("Beta", ("then writer: mail; for Beta",))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("writer: Memo; then writer: Check; after T-5", "Only the first step of a chain can say “after T-5”"),
        ("writer: Memo; then", "Nothing stands behind “then”"),
        ("writer: Memo; then;", "Nothing stands behind “then”"),
        ("@nobody check the numbers", "I don't know @nobody by name"),
        ("@nobody: check the numbers", "I don't know @nobody by name"),
        ("@bob Memo; 3 versions", "A colleague makes one version"),
        ("@bob, @bob ross: Memo", "One task has one worker"),
        ("@bob and @cara write the memo", "One task has one worker"),
        ("writer: a" + "; then writer: b" * 25, "Those are 26 steps: a chain has 20 at most"),
    ],
)
def test_what_can_not_be_done_is_refused_in_one_sentence(typed: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        read(typed)


def test_a_misspelled_repetition_is_said_to_run_once() -> None:
    (odd,) = read("writer: Memo; first Munday of the month 9:00").odd
    assert odd.text == "first Munday of the month 9:00"
    assert "runs once, now" in odd.why


def test_a_next_step_without_its_semicolon_is_said_to_be_text() -> None:
    (odd,) = read("writer: Memo then @bob: check it").odd
    assert odd.text == "then @bob:"
    assert "behind a semicolon: ; then @bob: …" in odd.why


def test_then_in_a_sentence_stays_text() -> None:
    assert read("writer: Say what was done, and what comes then").goal == "Say what was done, and what comes then"


@pytest.mark.parametrize(
    ("goal", "title"),
    [
        ("answer to Ms. Rossi on the double charge", "answer to Ms. Rossi on the double charge"),
        ("Call Dr. Weiss. Ask for the date.", "Call Dr. Weiss"),
        ("Buy milk. And bread.", "Buy milk"),
    ],
)
def test_a_title_does_not_end_with_an_abbreviation(goal: str, title: str) -> None:
    assert title_of(goal) == title


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("payroll / HR systems (EU) choice", "payroll HR systems EU choice"),
        ("the launch", "launch"),
        ("x, to #general, reviewer @bob and many words more than any name has choice", "x to #general reviewer bob"),
        ("???", None),
        ("a" * 60, None),
    ],
)
def test_the_name_of_a_stream_nearest_to_a_text_can_be_named(text: str, name: str | None) -> None:
    assert nearest(text) == name
    assert name is None or can_be_named(name)
