"""Mails that people paste: what such a one is about."""

import re

_HEADER = re.compile(  # as mail programs write it in English, German, French, Italian, Spanish
    r"\s*(?:from|to|cc|sent|date|reply-to|von|an|gesendet|datum|de|à|envoyé|da|a|inviato|data|para|enviado|fecha)\s*:",
    re.I,
)
_SUBJECT = re.compile(r"\s*(?:subject|betreff|objet|oggetto|asunto)\s*:\s*(?P<subject>.*\S)", re.I)
_OF_THE_MAIL = re.compile(  # what the mail does, or who wrote it: an instruction, and nothing to say
    r"(?:explain|describe|say|tell|ask|invite|announce|summari[sz]e|list|thank|confirm|cover|include|mention|remind|"
    r"apologi[sz]e|answer|show|give|offer|propose|decline|accept|introduce|welcome|inform|note|outline|report|request|"
    r"suggest|make)s\b|no to\b|\S+ (?:wrote|sent|got|received)\b",
    re.I,
)


_SAYS = re.compile(
    r"(?:\W*[\w’-]+){0,6}?\W*(?:e-?mail|mail|courriel|correo)\b.*?\s(?:that|saying|dass|che|que)\s+"
    r"(?P<says>\S+(?:\s+\S+){2,})\s*",
    re.I,
)


def says(title: str) -> str:
    """Return what the title of a mail says itself (“mail to Bob that the fair is on Friday”); empty when nothing."""
    match = _SAYS.fullmatch(title)
    return match["says"] if match and not _OF_THE_MAIL.match(match["says"]) else ""


def subject(lines: list[str]) -> str:
    """Return the subject of a pasted mail; empty where the first lines are no mail's."""
    subject = next((s for line in lines[:8] if (s := _SUBJECT.fullmatch(line))), None)
    headers = any(_HEADER.match(line) for line in lines[:8])
    return subject["subject"] if subject and headers and _header_like(lines[0]) else ""


def _header_like(line: str) -> bool:
    return bool(_HEADER.match(line) or _SUBJECT.match(line))
