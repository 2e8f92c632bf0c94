"""What a line of notes is about: the meeting itself, something to do, a date."""

import re

from agents.offline.decisions import open_point
from agents.offline.remarks.remark import Remark
from storage.rules.dates_in_text import days

_ACTION = re.compile(
    r"\b(?:will|shall|'ll|’ll|to do|action|owner|needs? to|must|should)\b|"
    r"\bby (?:mon|tues|wednes|thurs|fri|satur|sun)day\b|^(?:TODO|Action)\b|^@?[A-Z]\w+ to [a-z]",
    re.I,
)
_FRAME = re.compile(
    r"(?:present|attendees|attending|participants|apologies|date|location|next meeting|minutes(?: by)?|"
    r"anwesend|teilnehmer(?:innen)?|entschuldigt|datum|ort|protokoll|nächste[sr]? (?:treffen|termin|sitzung)|"
    r"presenti|partecipanti|assenti|luogo|verbale|prossim[ao] (?:riunione|incontro)|"
    r"présents?|absents?|lieu|prochaine réunion|asistentes|presentes|ausentes|fecha|lugar|próxima reunión)\b\s*:",
    re.I,
)


def is_frame(remark: Remark) -> bool:
    """Tell whether a remark is about the meeting itself, such as who was present."""
    return _FRAME.match(remark.text) is not None


def is_action(remark: Remark) -> bool:
    """Tell whether a remark names something to do; open points and remarks about the meeting do not count."""
    return _ACTION.search(remark.text) is not None and not open_point(remark) and not is_frame(remark)


def dated(remark: Remark) -> bool:
    """Tell whether a remark names a date."""
    return any(True for _ in days(remark.text))
