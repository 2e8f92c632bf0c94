"""Hours as they are said, written as a clock shows them: “Freitag, um 17 Uhr” is “Freitag 17:00”."""

import re

_SPAN = re.compile(r"(?:in|dans|fra|tra|en|em|dentro de)\s+\d", re.I)  # “in 17h” is how long from now
_HALF = re.compile(r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>[ap])(?:m\b|\.\s?m\.?)", re.I)
_FEW = re.compile(r"[1-4]\s?h(?:\s?[0-5]\d)?", re.I)  # nobody means an hour of the night: “2h” is in two hours
_UHR = re.compile(r"\b(?P<hour>\d{1,2})\s*uhr\b(?:\s*(?P<minute>\d\d)\b)?", re.I)  # as “17 Uhr 30” is said
_H = re.compile(r"(?P<lead>^|\s)(?P<hour>\d{1,2})\s?h\s?(?P<minute>\d\d)?$", re.I)
_LED = re.compile(
    r"(?P<lead>^|\s)(?:at|um|à|alle(?: ore)?|ore|a las?|às|om|kl\.?)\s+"
    r"(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>\d\d))?$",
    re.I,
)
_IN_FRONT = re.compile(r"(?:(?:at|um|à|alle|a las?|om)\s+)?(?P<hour>\d{1,2}:\d\d)\s+(?P<day>[^\W\d].*)", re.I)


def plain_hours(text: str) -> str:
    """Return the words of a date with its hour as a clock shows it, and behind the day."""
    text = " ".join(text.replace(",", " ").split())
    if _SPAN.match(text):
        return text
    if _FEW.fullmatch(text):
        return f"in {text}"
    text = _HALF.sub(_of_24_hours, text)
    text = _UHR.sub(lambda said: f"{said['hour']}:{said['minute'] or '00'}", text)
    text = _H.sub(lambda said: f"{said['lead']}{said['hour']}:{said['minute'] or '00'}", text)
    text = _LED.sub(lambda said: f"{said['lead']}{said['hour']}:{said['minute'] or '00'}", text)
    return _IN_FRONT.sub(r"\g<day> \g<hour>", text)


def _of_24_hours(said: re.Match[str]) -> str:
    """Return “5:30 pm” as 17:30; an hour that no half of a day has stays as it was written."""
    hour = int(said["hour"])
    if not 1 <= hour <= 12:
        return said[0]
    return f"{hour % 12 + (12 if said['half'].lower() == 'p' else 0)}:{said['minute'] or '00'}"
