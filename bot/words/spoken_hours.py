"""Hours as they are said, written as a clock shows them: “Freitag, um 17 Uhr” is “Freitag 17:00”."""

import re

_SPAN = re.compile(r"(?:in|dans|fra|tra|en|em|dentro de)\s+\d", re.I)  # “in 17h” is how long from now
_UHR = re.compile(r"\b(?P<hour>\d{1,2})\s*uhr\b(?:\s*(?P<minute>\d\d)\b)?", re.I)  # as “17 Uhr 30” is said
_H = re.compile(r"(?P<lead>^|\s)(?P<hour>\d{1,2})\s?h(?P<minute>\d\d)?$", re.I)
_LED = re.compile(
    r"(?P<lead>^|\s)(?:at|um|à|alle(?: ore)?|ore|a las?|às|om|kl\.?)\s+"
    r"(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>\d\d))?(?P<half>\s*[ap]\.?m\.?)?$",
    re.I,
)
_IN_FRONT = re.compile(
    r"(?:(?:at|um|à|alle|a las?|om)\s+)?(?P<hour>\d{1,2}:\d\d|\d{1,2}\s?[ap]m)\s+(?P<day>[^\W\d].*)", re.I
)


def plain_hours(text: str) -> str:
    """Return the words of a date with its hour as a clock shows it, and behind the day."""
    text = " ".join(text.replace(",", " ").split())
    if _SPAN.match(text):
        return text
    text = _UHR.sub(lambda said: f"{said['hour']}:{said['minute'] or '00'}", text)
    text = _H.sub(lambda said: f"{said['lead']}{said['hour']}:{said['minute'] or '00'}", text)
    text = _LED.sub(_clock, text)
    return _IN_FRONT.sub(r"\g<day> \g<hour>", text)


def _clock(said: re.Match[str]) -> str:
    minute = f":{said['minute']}" if said["minute"] else "" if said["half"] else ":00"
    return f"{said['lead']}{said['hour']}{minute}{said['half'] or ''}"
