"""A goal that asks for a mail: to whom, and what it says itself."""

import re

from agents.offline.material.material import BRIEF, Material
from agents.offline.remarks.remark import Remark
from storage.rules.mails import says

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


def in_title(goal: str) -> Material:
    """Return what a title says itself (“mail to Bob that the fair is on Friday”) as material, empty when nothing."""
    text = says(goal) if re.search(NAMED, goal, re.I) else ""
    return Material(remarks=(Remark(text=text, source=BRIEF),) if text else ())


def as_letter(goal: str) -> str:
    """Return a goal in which a letter stands for the mail, so that who gets it is found."""
    return re.sub(NAMED, "letter", goal, count=1, flags=re.I)
