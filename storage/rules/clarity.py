"""How clear a brief is, by rules alone: what is missing, and what could be asked without holding up the work."""

import re

from storage.rules.values.brief import Brief
from storage.rules.values.task import Task, Wondered
from storage.rules.words import count, visible

MOST = 3  # questions in a receipt

_VAGUE = re.compile(
    r"(?:please\s+)?(?:(?:can|could|would) you\s+)?"
    r"(?:help(?: me| us)?(?: out)?|do (?:it|this|that|something|the thing)|fix (?:it|this|that|everything|it all)|"
    r"handle (?:it|this|that)|"
    r"take care of (?:it|this|that)|look into (?:it|this|that)|make it (?:better|nicer|work)|improve (?:it|this|that)|"
    r"sort (?:it|this|that) out|the usual|same as (?:before|last time)|you know what|stuff|things?|something|anything|"
    r"it|this|that|asap|urgent|test|hello|hi|hey|thanks?|ok(?:ay)?|yes|no|\?+)"
    r"(?:\s+(?:please|asap|now|thanks?|today|quickly))*[\s.!?…]*",
    re.I,
)
_FEELING = re.compile(
    r"\s*(?:and |because |since )?"
    r"(?:(?:i|we|my \w+|our \w+|everyone|it|this|that) ?(?:am|are|is|'m|'re|'s) )(?:\w+ ){0,2}?"
    r"(?:desperate|furious|angry|stressed|lost|late|urgent|mad|upset|panicking|trouble|mess|disaster|tired|annoyed|afraid)\s*",
    re.I,
)
_AUDIENCE = re.compile(
    r"\bfor (?:the |our |a |my )?(?:team|board|customers?|users?|support|sales|beta|press|investors?|managers?|"
    r"engineers?|developers?|readers?|everyone|public|clients?|partners?|colleagues|boss|ceo|#\w+|<#)|"
    r"\b(?:audience|readers?|customers?|to (?:the )?(?:team|board|customers?|investors?)|internal(?:ly)?|"
    r"answer to|reply to)\b",
    re.I,
)
_LENGTH = re.compile(
    r"\b\d+\s*(?:words?|pages?|questions?|sentences?|lines?|bullets?|points?|slides?|paragraphs?|characters?|rows?)\b|"
    r"\b(?:one|two|three|half a|a single)[- ](?:page|pager|sentence|paragraph|line)s?\b|\b(?:short|brief|long|detailed|"
    r"in depth|tl;?dr|one-?liner|list|table|bullets?|faq|tagline|headline|subject line|chart|csv|diff|patch|fix)\b",
    re.I,
)
_SOURCE = re.compile(
    r"https?://|\b(?:from|based on|using|see|per|according to|attached|notes?|thread|csv|sheet|deck|repo(?:sitory)?|"
    r"file|data|below|transcript)\b",
    re.I,
)
_DOCUMENT = re.compile(
    r"\b(?:memo|faq|report|article|post|mail|e-?mail|letter|summary|announcement|release|page|text|ad|proposal|plan)\b",
    re.I,
)


def missing(brief: Brief) -> str:
    """Return what must be said before anyone can work on a brief; '' when a deliverable can be named."""
    first = brief.goal.strip()
    if brief.worker.is_person and visible(first):  # a colleague asks
        return ""
    if not visible(first):
        return "It does not say what should come back."
    if brief.criteria or brief.sources:
        return ""
    first = ", ".join(part for part in re.split(r"[,;.!\n]+", first) if part.strip() and not _FEELING.fullmatch(part))
    if count(first) > 8:
        return ""
    if not first or _VAGUE.fullmatch(first):
        return "It does not say what should come back: a memo, an answer, a list, a fix of what?"
    return ""


def wondered(brief: Brief) -> tuple[Wondered, ...]:
    """Return at most three questions about a brief, the one that changes the result most first."""
    text = "\n".join((brief.goal, *brief.criteria))
    document = bool(_DOCUMENT.search(brief.goal))
    found = []
    if document and not _AUDIENCE.search(text):
        found.append(
            Wondered(
                about="audience",
                text="who reads it?",
                choices=("Customers", "My team", "Management"),
                assumed="for your own team",
            )
        )
    if document and not _LENGTH.search(text):
        choices: tuple[str, ...] = ("Half a page", "One page", "As long as needed")
        found.append(Wondered(about="length", text="how long may it be?", choices=choices, assumed="about one page"))
    if document and not brief.sources and not _SOURCE.search(text):
        known: tuple[str, ...] = ("The brief alone", "I'll send a file")
        found.append(
            Wondered(about="source", text="what should it be based on?", choices=known, assumed="from the brief alone")
        )
    return tuple(found[:MOST])


def questions(task: Task) -> tuple[Wondered, ...]:
    """Return what to ask about a task: the model's questions, where it had any, else those of the rules."""
    return (task.suggested.questions if task.suggested else ()) or wondered(task.brief)
