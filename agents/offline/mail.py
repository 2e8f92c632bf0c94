"""A pasted mail: who sent it, and its lines that are no words of an answer."""

import re
from collections.abc import Sequence

from agents.offline.remarks import Remark

_FROM = re.compile(r"(?:from|von|da|de)\s*:\s*[\"“]?(?P<name>[^\s<,;@\"”][^<,;@\"”]*)", re.I)
_HEADER = re.compile(
    r"(?:from|to|cc|bcc|sent|date|subject|reply-to|von|an|betreff|gesendet|datum|da|oggetto|inviato|data|de|à|objet|"
    r"envoyé|para|asunto|enviado|fecha)\s*:\s",
    re.I,
)
NAME = r"[A-ZÀ-Þ][\w’-]+(?: [A-ZÀ-Þ][\w’-]+)?"
_CLOSING = (
    r"(?:(?:best|kind|warm)(?: (?:regards|wishes))?|regards|sincerely|cheers|thanks|thank you|(?:many|with) thanks|"
    r"(?:mit )?(?:(?:freundliche|beste|viele|liebe|schöne)[nmr]? )?(?:grüße[n]?|gruß|dank)|danke|lg|vg|mfg|"
    r"(?:cordiali|distinti|tanti)? ?saluti|grazie|cordialement|bien à vous|merci|saludos(?: cordiales)?|atentamente|"
    r"gracias)"
)
_SIGNED = re.compile(rf"(?:.*[.!?]\s+)?{_CLOSING}\s*(?:(?:[,!.–—-]\s*)?(?P<name>(?-i:{NAME}))?|,\s*[\w’-]+)[.!]?", re.I)
_POSTSCRIPT = re.compile(r"P\.?\s?S\b")
_GREETS = re.compile(
    r"(?:dear|hi|hello|hey|good (?:morning|day|afternoon)|gentil[ei]|car[oai]|buongiorno|salve|ciao|sehr geehrte\w*|"
    r"liebe[rs]?|hallo|guten (?:tag|morgen)|bonjour|ch[eè]re?|madame|monsieur|hola|estimad[oa]s?|querid[oa]s?|"
    r"buen(?:os|as) (?:días|tardes))\b",
    re.I,
)
_WISHES = re.compile(
    r"\b(?:(?:I|we)(?: would|['’]d) like to (?:know|ask|hear)|please (?:let (?:me|us) know|tell (?:me|us))|"
    r"(?:could|can) you (?:please )?(?:tell|send|let)|vorrei|vorremmo|potete|ich (?:möchte|hätte|würde)|"
    r"wir (?:möchten|hätten)|können sie|je voudrais|nous voudrions|pouvez-vous|quisiera|quisiéramos|"
    r"me gustaría|pueden)\b",
    re.I,
)


def is_header(remark: Remark) -> bool:
    """Whether a line stands above a mail: who sent it, to whom, when, on what."""
    return _HEADER.match(remark.text) is not None


def is_theirs(remark: Remark) -> bool:
    """Whether a line is of a letter that came in: it greets, signs or wishes to know."""
    return is_header(remark) or greets(remark.text) or signs(remark.text) or _WISHES.search(remark.text) is not None


def greets(line: str) -> bool:
    """Whether a line begins with a greeting."""
    return _GREETS.match(line) is not None


def signs(line: str) -> bool:
    """Whether a line is the end of a letter."""
    return _SIGNED.fullmatch(line) is not None


def behind_the_end(remarks: Sequence[Remark]) -> Sequence[Remark]:
    """Return what stands below a mail; nothing where its end can't be told. Of several mails it is the last one's."""
    ends = [at for at, r in enumerate(remarks) if signs(r.text) or _only_name(remarks, at)]
    if not ends:
        return ()
    several = any(map(is_header, remarks[ends[0] :]))
    end = ends[-1] if several else max(at for at in ends if remarks[at].block == remarks[ends[0]].block)
    behind = remarks[end + 1 :]
    if behind and _is_name(behind[0]):
        behind = behind[1:]
    return [r for r in behind if not _of_signature(r, remarks[end])]


def _only_name(remarks: Sequence[Remark], at: int) -> bool:
    """Whether a line is a name at the end of a paragraph, below what it signs."""
    last = at + 1 == len(remarks) or remarks[at + 1].block != remarks[at].block
    return last and at > 0 and remarks[at - 1].block == remarks[at].block and _is_name(remarks[at])


def _is_name(remark: Remark) -> bool:
    return re.fullmatch(NAME, remark.text) is not None


def _of_signature(remark: Remark, end: Remark) -> bool:
    """Whether a line is of a signature or an afterthought: what is no sentence there is no answer."""
    beside = remark.block == end.block and re.search(r"[.!]\W*$", remark.text) is None
    return beside or _POSTSCRIPT.match(remark.text) is not None


def sender(remarks: tuple[Remark, ...]) -> str:
    """Return the name of who sent a mail, as its head or its end has it; empty where neither does,
    or several did."""
    heads = [match["name"].strip() for r in remarks if (match := _FROM.match(r.text))]
    if heads:
        return heads[0] if len(heads) == 1 else ""
    for at, remark in enumerate(remarks):
        match = _SIGNED.fullmatch(remark.text)
        if match is None:
            continue
        following = remarks[at + 1].text.strip(" .") if at + 1 < len(remarks) else ""
        if match["name"] and match["name"][0].isupper():
            return match["name"]
        if re.fullmatch(NAME, following):
            return following
    return ""
