"""Questions of the material, each with the sentences that answer it: those that follow it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from agents.offline.material import TOLD, Material
from agents.offline.remarks import Remark, split_sentences, terms
from storage.rules.dates_in_text import days

CONVERSATIONS = frozenset({"the thread"})
MOST = 6  # remarks of an answer
_LABEL = re.compile(r"(?:\*\*)?(?:Q|A|Question|Answer)\s?\d*[:.)]\s*", re.I)
_GREETING = re.compile(r"(?:hi|hello|hey|dear)\b[^.!?]{0,30}[,!.]?", re.I)
_THANKS = re.compile(r"(?:many )?thank(?:s| you)\b[^.!?]{0,40}[,!.]?", re.I)
_WHO = (
    r"(?:(?:[Tt]hey|[Hh]e|[Ss]he|(?:[Tt]he|[Oo]ur) (?:customer|client)s?)\b|"
    r"(?P<name>[A-ZÀ-Þ][\w’-]+(?: [A-ZÀ-Þ][\w’-]+)?))"
)
_REPORT = re.compile(
    rf"{_WHO} (?:asks?|asked|(?:is|are) asking|wants? to know|wanted to know|would like to know|wonders?|inquires?|"
    r"inquired)\b(?! us to)[^?:]*[.!]?"
)
_ASKS = re.compile(rf"{_WHO} (?:asks?|asked|writes?|wrote|wants? to know|fragt|chiede|demande|pregunta)\s*:\s*")
_SAYS_LITTLE = frozenset(["get", "got", "go", "want", "need", "like", "know", "well", "say", "tell"])
_SOON = re.compile(
    r"\b(?:(?:jan|febr)uary|march|april|june|july|august|(?:septem|octo|novem|decem)ber|tomorrow|today|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|next (?:week|month|year)|in \d+ (?:day|week|month)s?)\b",
    re.I,
)
_MONEY = re.compile(r"[€$£¥]|\b(?:EUR|USD|GBP|free)\b", re.I)


@dataclass(frozen=True, slots=True)
class Pair:
    """
    Attributes:
        asker: who asks, where the material names speakers.
        at: which remark of the material asks it.
    """

    question: str
    answer: tuple[str, ...]
    asker: str = ""
    at: int = 0


def is_reported(question: str) -> bool:
    """Whether a sentence tells that somebody asks (“They ask for the price.”, “Rossi asks: …?”)."""
    return _REPORT.fullmatch(question) is not None or _ASKS.match(question) is not None


def bare(text: str) -> str:
    """Return a line without the label and the stars of a question or an answer."""
    return _LABEL.sub("", text, count=1).replace("**", "").strip() if _LABEL.match(text) or "**" in text else text


def pairs(material: Material) -> list[Pair]:
    """Return the questions in their order; what a reviewer wrote answers those that nothing else does."""
    found = [pair for run, behind in _runs(material.remarks) for pair in _shared_out(run, behind)]
    return _told(found, [r for r in material.remarks if r.source in TOLD])


def _shared(question: str, sentence: str) -> set[str]:
    """Return the words that both are about."""
    return (set(terms(question)) & set(terms(sentence))) - _SAYS_LITTLE


def _without_thanks(sentences: Iterable[str]) -> list[str]:
    """Return what is said besides “Hi Dana,” and “Thank you, Dana.”."""
    return [s for s in sentences if not _THANKS.fullmatch(s) and not _GREETING.fullmatch(s)]


def asker_of(sentence: str) -> tuple[str, str]:
    """Return who asks, and what (“Rossi asks: When …?”); nobody where it is not said."""
    match = _ASKS.match(sentence)
    return (match["name"] or "", sentence[match.end() :]) if match else ("", sentence)


def _runs(remarks: Sequence[Remark]) -> Iterator[tuple[list[Pair], list[list[str]]]]:
    """Questions in a row, and what stands behind them: the sentences of each line."""
    run: list[Pair] = []
    for at, remark in enumerate(remarks):
        if run and not _goes_on(remarks[run[-1].at], remarks[at - 1], remark):
            yield run, []
            run = []
        before, behind = len(run), list[str]()
        for sentence in map(bare, remark.sentences):
            if not asks(sentence):
                behind += [sentence] if len(run) > before and _may_answer(remark, run[before:], sentence) else []
                continue
            if behind:
                yield run, [behind]
                run, before, behind = [], 0, []
            asker, question = asker_of(sentence)
            run.append(Pair(question, (), remark.speaker or asker, at))
        lines = [behind] if behind else _following(remarks, at) if len(run) > before else []
        if lines:
            yield run, lines
            run = []
    if run:
        yield run, []


def _goes_on(asking: Remark, before: Remark, remark: Remark) -> bool:
    """Whether a line may ask on: the next one that asks, or the next one of who asked."""
    beside = (remark.source, remark.heading, remark.speaker) == (asking.source, asking.heading, asking.speaker)
    return beside and (bool(remark.speaker) or (before == asking and any(map(asks, remark.sentences))))


def _may_answer(remark: Remark, run: Sequence[Pair], sentence: str) -> bool:
    """Who asks in a conversation goes on to explain; only what is about the question answers it there."""
    talk = bool(remark.speaker) or remark.source in CONVERSATIONS
    return not talk or any(_fit(pair.question, sentence) for pair in run)


def _shared_out(run: Sequence[Pair], lines: Sequence[Sequence[str]]) -> list[Pair]:
    """Give one question all that stands behind it; of several each gets what is about it, and what goes on from it."""
    if len(run) == 1:
        return [replace(run[0], answer=tuple(" ".join(line) for line in lines))]
    answers: list[list[str]] = [[] for _ in run]
    for line in lines:
        parts: list[list[str]] = [[] for _ in run]
        at = -1
        for sentence in line:
            fits = [_fit(pair.question, sentence) for pair in run]
            at = max(range(len(run)), key=lambda n: fits[n]) if any(fits) else at
            if at >= 0:
                parts[at].append(sentence)
        for answer, part in zip(answers, parts, strict=True):
            answer += [" ".join(part)] if part else []
    return [replace(pair, answer=tuple(answer)) for pair, answer in zip(run, answers, strict=True)]


def _following(remarks: Sequence[Remark], at: int) -> list[list[str]]:
    """What the next remarks say, where they answer: another speaker, a conversation, or a line that only asked."""
    asking, answer = remarks[at], list[list[str]]()
    if not _leads(asking):
        return []
    for before, remark in zip(remarks[at:], remarks[at + 1 :], strict=False):
        if remark.source != asking.source or remark.heading != asking.heading or len(answer) >= MOST:
            break
        if any(map(asks, remark.sentences)) or bool(remark.speaker) != bool(asking.speaker):
            break
        if remark.speaker and remark.speaker == asking.speaker:
            break
        if answer and remark.block != before.block and asking.source not in CONVERSATIONS and not asking.speaker:
            break
        said = _without_thanks(split_sentences(bare(remark.words)))
        answer += [said] if said else []
    return answer


def _leads(asking: Remark) -> bool:
    if asking.speaker or asking.source in CONVERSATIONS:
        return True
    return all(asks(s) or _GREETING.fullmatch(s) for s in asking.sentences)


def asks(sentence: str) -> bool:
    """Whether a sentence asks, or tells that somebody does."""
    return bare(sentence).endswith("?") or _REPORT.fullmatch(sentence) is not None


def _told(found: list[Pair], told: Sequence[Remark]) -> list[Pair]:
    """Questions that are open still, with the sentences of a reviewer that fit them."""
    sentences = [s for r in told for s in r.sentences if not asks(s)]
    unanswered = [p for p in found if not p.answer]
    if not sentences or not unanswered:
        return found
    return [p if p.answer else replace(p, answer=_fitting(p.question, sentences, len(unanswered))) for p in found]


def _fitting(question: str, sentences: Sequence[str], unanswered: int) -> tuple[str, ...]:
    wanted = set(terms(question))
    near = [s for s in sentences if wanted & set(terms(s))] or [s for s in sentences if _of_its_kind(question, s)]
    return tuple(near or (sentences if unanswered == 1 else ()))


def _fit(question: str, sentence: str) -> int:
    """How much a sentence is about a question."""
    return 2 * len(_shared(question, sentence)) + _of_its_kind(question, sentence)


def _of_its_kind(question: str, sentence: str) -> bool:
    """Whether a sentence has what is asked for: a day or a sum of money."""
    if re.search(r"\b(?:when|what date)\b", question, re.I) and (any(days(sentence)) or _SOON.search(sentence)):
        return True
    priced = re.search(r"\b(?:price|cost|how much)\b", question, re.I)
    return priced is not None and _MONEY.search(sentence) is not None
