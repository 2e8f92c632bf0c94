"""A mail from a few lines: the person's own lines as sentences, between a greeting and a closing."""

import re
from collections.abc import Sequence
from itertools import pairwise

from agents.offline.arranged import Arranged, Question, Section, quoted
from agents.offline.document import document
from agents.offline.letter import addressee, framed
from agents.offline.mail import greets, signs
from agents.offline.material import BRIEF, TEXT_LABEL, Material
from agents.offline.own_text import labelled, line_of
from agents.offline.points import is_order
from agents.offline.remarks import Remark
from agents.offline.withheld import withheld
from storage.rules.mails import says
from storage.rules.words import cut_words

MOST = 120  # words: what is longer is notes, and is arranged as such
ASK = (
    "What should the mail say? A line for each point is enough: a greeting and a closing are put around them, and no "
    "other word."
)
READ = "Read it as who gets it will: your lines became sentences, and nothing else was changed."
_BEFORE = r"(?:of|as|from|on|in|about|der|als|aus|della?|come|du|des|del|como|this|that|these|my|your|their)"
_VERB = (
    r"(?:(?:please|bitte|per favore|por favor|s['’]il te plaît)\s+)?(?:(?:write|draft|prepare|send|compose|schreibe?|"
    r"verfasse?|scriv[ie]|scrivere|prepara|écri[st]|écrire|rédige[rz]?|escrib[ea]|escribir|redacta)\s+"
    r"(?:(?:me|us|mir|uns)\s+)?)?"
)
_NO_MAIL = (  # what is done with a mail that is there
    r"(?!(?:check|read|sort|find|forward|improve|shorten|summari\w+|translate|rewrite|polish|correct|explain|analy\w+)\b)"
)
_TO = r"to|for|about|that|saying|an|für|über|wegen|dass|a|al|alla|ai|agli|per|che|su|à|au|aux|pour|sur|que|para|sobre"
NAMED = (
    rf"^\W*{_VERB}{_NO_MAIL}(?:(?:an?|the|our|eine?n?|die|una?|la|une|el)\s+)?(?:(?!{_BEFORE}\b)[\w’-]+\s+){{0,2}}?"
    rf"(?:e-?mail|mail|courriel|correo)(?=\s+(?:{_TO})\b|\W*$|[:,])"
)
_ORDER = re.compile(  # what to say is left to the writer
    r"(?:please\s+)?(?:(?:thank|tell|ask|remind|invite|assure|congratulate)\s+(?:them|him|her|everybody|everyone)|"
    r"(?:mention|say|explain|emphasi[sz]e|stress|apologi[sz]e)\b(?!:))",
    re.I,
)
HEADER = re.compile(r"(?:from|von|da|de|sent|gesendet|subject|betreff|oggetto|objet|asunto)\s*:\s+\S", re.I)


def short_mail(goal: str, material: Material) -> Arranged | Question:
    """Return the few lines of a mail as sentences in a frame; what is long, private or a received mail: a document."""
    lines = labelled(material)
    if not lines and (_is_no_text(material) or withheld(map(line_of, material.remarks))):
        return document(goal, material)
    orders = () if lines else tuple(remark for remark in material.remarks if _is_order(remark))
    text = lines or as_text([remark for remark in material.remarks if remark not in orders])
    if not text:
        return Question(ASK, ASK, shown=False)
    return Arranged(
        sections=(Section("", framed(goal, text, addressee(_as_letter(goal)))),),
        summary=f"A mail in the lines it was given: {cut_words(' '.join(filter(None, text)), 30)}",
        missing=tuple(f"Not followed, that needs a language model: {quoted(order.text)}" for order in orders),
        remarks=(READ,),
        shaped=True,
    )


def in_title(goal: str) -> Material:
    """Return what a title says itself (“mail to Bob that the fair is on Friday”) as material, empty when nothing."""
    text = says(goal) if re.search(NAMED, goal, re.I) else ""
    return Material(remarks=(Remark(text=text, source=BRIEF),) if text else ())


def as_text(remarks: Sequence[Remark]) -> tuple[str, ...]:
    """Return lines as sentences, with an empty one where a paragraph ends."""
    lines = [_sentence(remark) for remark in remarks[:1]]
    for before, remark in pairwise(remarks):
        apart = (before.source, before.block) != (remark.source, remark.block)
        lines += ["", _sentence(remark)] if apart else [_sentence(remark)]
    return tuple(lines)


def _is_no_text(material: Material) -> bool:
    """Whether it is too long to be the words of a mail, or a mail that somebody sent."""
    received = any(HEADER.match(remark.text) for remark in material.remarks)
    return bool(material.tables) or received or material.words > MOST


def _is_order(remark: Remark) -> bool:
    return is_order(remark.text) or _ORDER.match(remark.text) is not None


def _sentence(remark: Remark) -> str:
    """A line with a capital letter and a full stop; what has a bullet, greets or closes stays as it is."""
    text = TEXT_LABEL.sub("", remark.text, count=1)
    if remark.mark or greets(text) or signs(text):
        return line_of(remark)
    ended = re.search(r"[.!?…:,;][\"”’)\s]*$", text) is not None
    return f"{text[:1].upper()}{text[1:]}{'' if ended else '.'}"


def _as_letter(goal: str) -> str:
    """A goal in which a letter stands for the mail, so that who gets it is found."""
    return re.sub(NAMED, "letter", goal, count=1, flags=re.I)
