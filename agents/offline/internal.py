"""Lines that notes mark as internal: whoever is to read a draft of them decides whether they stay in it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.offline.arranged import Arranged
from agents.offline.left_out import told as named
from agents.offline.markdown import quoted
from agents.offline.material import Material
from agents.offline.parts import head_of
from agents.offline.remarks import Remark, remarks, split_sentences
from storage.rules.delivery import to_oneself
from storage.rules.values.ask import Ask, Kind
from storage.rules.values.task import Task
from storage.rules.words import many, one_line, unmarked

INTERNAL = "internal"  # the key of the question
LEAVE_OUT, KEEP = "Leave it out", "It may stay"
WHO_MAY = "Who may read"  # begins what is said of a line that stays
_KEEPS = re.compile(
    r"\W*(?:it may stay|it can stay|keep (?:it|them)|they may stay|(?:es|das) darf bleiben|può restare)\W*", re.I
)
_OUTSIDE = re.compile(
    r"\b(?:customers?|clients?|public|press|investors?|partners?|resellers?|website|newsletter|everyone|all staff|"
    r"kunden?|kundin|presse|öffentlichkeit|clienti?|stampa|pubblico|sito|public|clientes?|prensa|público)\b",
    re.I,
)
_WORD = (
    r"(?:(?:strictly|for|nur|streng|solo)\s+)?(?:internal(?:ly)?|intern[oa]?|interne|confidential|vertraulich|"
    r"riservat[oa]|confidenziale|confidentiel(?:le)?|confidencial|off the record|between us|unter uns|tra noi|"
    r"entre nous|entre nosotros)(?:\s+(?:only|use only|use|note|notes))?"
)
_NOT_FOR = (
    r"(?:not for (?:the )?(?:public\w*|customers?|clients?|press|[A-ZÀ-Þ]\w+)|nicht für (?:den |die |das )?[A-ZÄÖÜ]\w+|"
    r"non per (?:il |la |i )?(?:pubblico|client[ei]|stampa)|pas pour (?:le |la |les )?(?:public|clients?|presse)|"
    r"no para (?:el |la |los )?(?:público|clientes?|prensa))"
)
_LABEL = re.compile(rf"[\W_]*(?:nota\s+interna|internal note|interne notiz|{_WORD}|{_NOT_FOR})\s*[:)\]–—-]", re.I)
_HEADING = re.compile(rf"[\W_]*(?:{_WORD}|{_NOT_FOR})[\W_]*", re.I)
_OTHER_HEADING = re.compile(r"(?:\S+\s+){0,3}\S+:")
_SAYS = re.compile(
    rf"\({_WORD}\)|"
    rf"\b(?:this|that|it|all of (?:it|this)|das|dies|questo|c['’]est|esto)\s+(?:is|ist|è|es)?\s*(?:still\s+)?{_WORD}\b|"
    r"\b(?:internal|confidential|under embargo|embargoed) until\b|\bfor internal use\b|"
    r"\b(?:do not|don['’]?t|never|must not|please not)\s+(?:publish|share|forward|mention|tell|quote|name|say)\b"
    r"(?=[^.!?]{0,40}\b(?:customers?|clients?|press|public\w*|anyone|anybody|them|him|her|outside|this|that)\b|\s*:)|"
    r"\b(?:dem|den|der) (?:Kunden|Kundin|Presse) (?:nicht|nichts)\b|"
    r"\bnicht (?:weitersagen|weitergeben|veröffentlichen)\b|"
    r"\bnon (?:dire|dirlo|pubblicare|menzionare)\b|\bne pas (?:dire|publier|mentionner)\b|"
    r"\bno (?:decir|publicar|mencionar)\b",
    re.I,
)


def internal(lines: Sequence[Remark]) -> tuple[Remark, ...]:
    """Return the lines that are marked as internal, by their own words or by their heading."""
    found, block = list[Remark](), None
    for line in lines:
        place = (line.source, line.heading, line.block)
        begins = not line.mark and _HEADING.fullmatch(line.text) is not None
        goes_on = block == place and not _OTHER_HEADING.fullmatch(line.text)
        block = place if begins else block if goes_on else None
        if block is not None or _HEADING.fullmatch(line.heading) or _marked(line.text):
            found.append(line)
    return tuple(found)


def _marked(text: str) -> bool:
    return any(_LABEL.match(sentence) or _SAYS.search(sentence) for sentence in split_sentences(text))


def others_read(goal: str, task: Task) -> bool:
    """Tell whether people other than the requester are to read what a goal asks for."""
    return not to_oneself(task) or _OUTSIDE.search(head_of(goal)) is not None


def question(goal: str, lines: Sequence[Remark]) -> Ask:
    """Return the question whether internal lines may stay in a text that others will read."""
    marked = named([line.text.rstrip(".") for line in lines])
    text = f"{quoted(goal)}: others are to read it, and the notes mark as internal {marked}. May that stay in it?"
    return Ask(key=INTERNAL, kind=Kind.QUESTION, text=one_line(text), choices=(LEAVE_OUT, KEEP))


def may_stay(answer: str) -> bool:
    """Tell whether an answer lets internal lines stay in the draft; any other answer leaves them out."""
    return _KEEPS.fullmatch(answer) is not None


def without(material: Material) -> Material:
    """Return the material without the lines that are marked as internal.

    What stands before such a label on the same line stays; a line that only speaks of itself (“this is confidential”)
    goes as a whole.
    """
    marked = internal(material.remarks)
    kept = (_public(r) if r in marked else r for r in material.remarks)
    return replace(material, remarks=tuple(r for r in kept if r is not None))


def _public(remark: Remark) -> Remark | None:
    """What stands before a label on its line; None where nothing does."""
    sentences = split_sentences(remark.text)
    at = next((n for n, sentence in enumerate(sentences) if _LABEL.match(sentence)), 0)
    before = " ".join(sentences[:at])
    return replace(remark, text=before) if before and not _SAYS.search(before) else None


def told_left_out(arranged: Arranged, lines: int, answer: str) -> Arranged:
    """Return a draft whose summary says how many internal lines were left out."""
    summary = f"{arranged.summary} {many(lines, 'line')} left out, marked as internal."
    if answer.strip(" .!").casefold() == LEAVE_OUT.casefold():
        return replace(arranged, summary=summary)
    read = f"Your answer {quoted(answer)} was read as “{LEAVE_OUT}”."
    return replace(arranged, summary=summary, missing=(*arranged.missing, read))


def told(arranged: Arranged, material: Material, before: str = "") -> Arranged:
    """Return a draft that names the internal lines in it, and asks who may read them.

    Args:
        before: the text whose lines were looked at already.
    """
    lines = [line for section in arranged.sections for line in section.lines]
    body = unmarked("\n".join(lines))
    shown = [line.text for line in internal(material.remarks) if _stands_in(line, body)]
    own = (r.text for line in lines for r in remarks("", line) if r.text not in before)
    shown += [text for text in own if _marked(text) and not any(known in text for known in shown)]
    rest = tuple(line for line in arranged.missing if not line.startswith(WHO_MAY))
    if len(shown) < 2:
        asked = [f"{WHO_MAY} {quoted(text, 20)}? It is in the draft." for text in shown]
    else:
        asked = [f"{WHO_MAY} {named([text.rstrip('.') for text in shown])}? They are in the draft."]
    return replace(arranged, missing=(*rest, *asked))


def _stands_in(line: Remark, body: str) -> bool:
    """Whether a line stands in a draft, or one of its sentences, or what follows its label."""
    parts = (*split_sentences(line.text), line.text.partition(":")[2])
    return any(part and part in body for part in (unmarked(part).strip(" .").replace("|", "/") for part in parts))
