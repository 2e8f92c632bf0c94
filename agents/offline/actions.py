"""Action items from notes: who does what, by when."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agents.offline.arranged import Arranged, Question, bullets, quoted, sections, tables
from agents.offline.fitting import told
from agents.offline.material import Material, is_frame
from agents.offline.parts import of_all, told_not_done
from agents.offline.remarks import Remark
from storage.rules.dates_in_text import Day, days
from storage.rules.words import many

NOBODY = "–"
OTHERS = "Not taken as actions"
_NOT_A_NAME = re.compile(
    r"(?:i|we|it|this|that|these|those|the|an?|there|they|you|s?he|all|everyone|who|what|someone|somebody|anyone|nobody|"
    r"if|when|our|their|his|her|my|your|next|then|and|but|so|also|please|today|tomorrow|actions?|todo|"
    r"(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber|\w+day)\b",
    re.I,
)
_GROUPS = re.compile(  # nobody in particular
    r"(?:the )?(?:legal|sales|marketing|engineering|support|finance|hr|ops|operations|product|design|"
    r"management|vendors?|customers?|clients?|resellers?|partners?|beta|backend|frontend|accounting|board|procurement|vertrieb|einkauf|"
    r"vendite|acquisti|ventes|ventas)\b|.*\b(?:teams?|groups?|department)\b",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:will|shall|to|must|should|does|do|did|can|has|have|is|are)\s+(?:not|never|no longer)\b|n['’]t\b|\bcannot\b|"
    r"\b(?:nicht|kein\w*|non|ne|no)\s",
    re.I,
)
_LABELLED = re.compile(  # “Bob: sends the deck”
    r"(?P<owner>@?[A-ZÀ-Þ][\w’-]+(?: [A-ZÀ-Þ][\w’-]+)?):\s+(?!(?:i|we|you|he|she|it|they|the|an?|this|"
    r"that|there|who|what|when|where|why|how|if|yes|no|ok|not|is|are|was|were|will|because|"
    r"but|and|for|in|on|at|of|with|to be)\b)[a-zà-ÿ]{2,}\b.+"
)
_DOES = r"(?:will|shall|is going to|is to|to|needs to|need to|has to|have to|must|should|['’]ll)"
_NAMED = re.compile(
    rf"(?P<owner>@?[A-Z][\w’-]*(?: [A-Z][\w’-]*)?(?:(?:, | and | & )[A-Z][\w’-]*)*)"
    rf"\s?(?:{_DOES})\s+(?P<what>(?!be\b).+)"
)
_NAME = r"@?[A-Z][\w’-]+(?: [A-Z][\w’-]+)?"
_STATES = (  # verbs that say what is so
    r"(?:i|wa|ha|doe|cost|mean|need|want|say|think|know|like|hope|feel|seem|come|get|end|start|begin|remain|stay|own|"
    r"earn|expect|believe|see|lie|stand|contain|include|agree|decide|approve)s\b"
)
_NO_VERB = r"(?:always|perhaps|towards|besides|this|plus|versus)\b"
_DOING = re.compile(rf"(?P<owner>{_NAME}) (?P<what>(?!{_STATES}|{_NO_VERB})[a-z]{{2,}}[^s\W]s \S.+)")
_DOING_TOGETHER = re.compile(
    rf"(?P<owner>{_NAME}(?:(?:, | and | & ){_NAME})+) (?P<what>(?!are\b|were\b|\w+ed\b)[a-z]+ .+)"
)
_SELF = re.compile(rf"I(?:\s?{_DOES}| can| take| promise to)\s+(?P<what>.+)")
_SHARED = re.compile(rf"(?:[Ww]e|[Ss]omeone|[Ss]omebody|[Aa]nyone)\s?(?:{_DOES})\s+(?P<what>.+)")
_MARKED = re.compile(r"(?:action|to-?do)s?(?:\s*\((?P<owner>[^)]{1,40})\))?\s*:\s*(?P<what>.+)", re.I)
_BEHIND = re.compile(
    r"(?P<what>.+?)\s*(?:\((?:owner:?\s*)?(?P<in>@?[A-Z][\w’-]*)\)|[–—-]\s*(?P<dash>@?[A-Z][\w’-]*))\.?"
)
_ASKED = re.compile(r"(?P<owner>@[\w.’-]*\w|[A-Z][\w’-]+)[,:]?\s+(?:can you |could you )?please\s+(?P<what>.+)", re.S)
_UNDER = re.compile(r"\b(?:action items?|actions|next steps|to-?dos?|tasks)\b", re.I)
_SOON = (
    r"(?:next )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|tomorrow|today|next (?:week|month)|(?:the )?end of "
    r"(?:the |this |next )?(?:week|month|quarter|year|day)|EO[DWM]"
)


@dataclass(frozen=True, slots=True)
class Action:
    """
    Attributes:
        by: its date as it is written; `day` where that names one.
    """

    owner: str
    what: str
    by: str = ""
    day: Day | None = None
    done: bool = False


@of_all
def action_items(goal: str, material: Material) -> Arranged | Question:
    each = [(remark, _of(remark)) for remark in material.remarks]
    found = [action for _, actions in each for action in actions]
    if not found:
        return Question(
            "Who does what? I could not tell it from what came with it without a language model. Give me the actions, "
            "one a line, for example: Dana sends the deck by 27 November.",
            "Without a language model I could not tell who does what.",
        )
    open_ = _in_order([a for a in found if not a.done])
    rows = [f"| {a.owner or NOBODY} | {a.what} | {a.by or NOBODY} |" for a in open_]
    table = ["| Who | What | By |", "| --- | --- | --- |", *rows] if rows else []
    done = [f"- {a.what}" + (f" ({a.owner})" if a.owner else "") for a in found if a.done]
    rest = [replace(r, text=text) for r, actions in each if (text := _left(r, actions))]
    missing = [f"No owner named: {quoted(a.what)}" for a in open_ if not a.owner]
    missing += _not_taken(rest)
    made = sections(("", table), ("Done", done), (OTHERS, bullets(rest)), ("The table", tables(material.tables)))
    short = summary(open_, len(done)) + (f" {many(len(rest), 'other line')}." if rest else "")
    drawn = Arranged(made, short, tuple(missing))
    return told_not_done(goal, drawn) if _of_some(goal, found) else drawn


def _of_some(goal: str, found: Sequence[Action]) -> bool:
    """Whether a goal asks for what some of the people do, and not for what all do."""
    owners = {a.owner for a in found}
    asked = {name for name in owners if name and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", goal, re.I)}
    return bool(asked) and asked != owners


def _not_taken(rest: Sequence[Remark]) -> list[str]:
    """The lines that may be actions and are not among them; who was present is none."""
    lines = [r.text for r in rest if not is_frame(r)]
    return [f"Not taken as actions, {many(len(lines), 'other line')}: {told(lines)}"] if lines else []


def summary(open_: list[Action], done: int) -> str:
    """Return the answer: how many, whose, the first date, and what is not said."""
    counts = Counter(a.owner for a in open_ if a.owner)
    whose = ", ".join(f"{owner} {n}" for owner, n in counts.items())
    dated, loose = [a for a in open_ if a.day], [a for a in open_ if a.by and not a.day]
    first = f", earliest {dated[0].by}" if dated and not loose else ""
    parts = [f"{many(len(open_), 'action')}{': ' if whose else ''}{whose}{first}."]
    unowned, undated = sum(not a.owner for a in open_), sum(not a.by for a in open_)
    parts += [f"No owner named for {unowned}."] if unowned else []
    parts += [f"No date for {undated}."] if undated else []
    parts += [f"{done} done already."] if done else []
    return " ".join(parts)


def _of(remark: Remark) -> list[Action]:
    """The actions of a line."""
    done = remark.mark.lower().endswith("[x]")
    found = [a for s in remark.sentences if (a := _parsed(s, remark.speaker, done)) is not None]
    return found or ([_dated(remark.speaker, remark.words, done)] if _listed(remark) else [])


def _listed(remark: Remark) -> bool:
    """Whether a line is an entry of a list of actions."""
    under = "[" in remark.mark or bool(remark.speaker) or _UNDER.search(remark.heading) is not None
    return bool(remark.mark) and under and not remark.asks


def _left(remark: Remark, found: Sequence[Action]) -> str:
    """What of a line is in no action."""
    if not found:
        return remark.text
    if _listed(remark):
        return ""
    return " ".join(s for s in remark.sentences if _parsed(s, remark.speaker, done=False) is None)


def _parsed(sentence: str, speaker: str, done: bool) -> Action | None:
    """A sentence as an action; None where it says of nobody that they do something."""
    if sentence.endswith("?") or _DENIED.search(sentence):
        return None
    if marked := _MARKED.fullmatch(sentence):
        inner = _parsed(marked["what"], speaker, done)
        behind = _BEHIND.fullmatch(marked["what"])
        if inner is None and marked["owner"] is None and behind is not None:
            return _dated(behind["in"] or behind["dash"], behind["what"], done)
        return inner or _dated(marked["owner"] or "", marked["what"], done)
    if (named := _NAMED.fullmatch(sentence)) and is_person(named["owner"]):
        return _dated(named["owner"], named["what"], done)
    if (doing := _DOING.fullmatch(sentence)) and is_person(doing["owner"]):
        return _dated(doing["owner"], doing["what"], done)
    if (together := _DOING_TOGETHER.fullmatch(sentence)) and is_person(together["owner"]):
        action = _dated(together["owner"], together["what"], done)
        return action if action.by else None
    if (asked := _ASKED.fullmatch(sentence)) and is_person(asked["owner"]):
        return _dated(asked["owner"], asked["what"], done)
    if own := _SELF.fullmatch(sentence):
        return _dated(speaker, own["what"], done)
    if shared := _SHARED.fullmatch(sentence):
        return _dated("", shared["what"], done)
    return None


def is_person(name: str) -> bool:
    """Whether a name may be a person's, and is no pronoun, day or group."""
    return not _NOT_A_NAME.match(name) and not _GROUPS.match(name)


def is_plan(sentence: str) -> bool:
    """Whether a sentence says what somebody does: “Bob: sends the deck”, or “Bob will send the deck by 4 December”."""
    if sentence.endswith("?") or _DENIED.search(sentence):
        return False
    if labelled := _LABELLED.fullmatch(sentence):
        return is_person(labelled["owner"])
    doing = _NAMED.fullmatch(sentence) or _DOING.fullmatch(sentence)
    return doing is not None and is_person(doing["owner"]) and _dated("", doing["what"], False).by != ""


def _dated(owner: str, text: str, done: bool) -> Action:
    """An action with its date taken from the end of its text, or named beside it where it stands within."""
    what = text.strip().rstrip(".")
    day = next(days(what), None)
    soon = re.search(rf"\b(?:{_SOON})\b", what, re.I)
    if day is None and soon is None:
        return Action(owner, what, done=done)
    start, end = (day.start, day.end) if day else (soon.start(), soon.end()) if soon else (0, 0)
    by = what[start:end]
    led = re.search(r",?\s*\b(by|before|until|due|on)\s+(?:the\s+)?(?:\w+day,?\s+)?$", what[:start], re.I)
    if led is not None and led[1].lower() in ("before", "until"):
        by = what[led.start() :].lstrip(", ")[: end - led.start()].strip()
    if led is not None and end >= len(what.rstrip(" )")):
        what = what[: led.start()]
    return Action(owner, what, by, day, done)


def _in_order(found: list[Action]) -> list[Action]:
    """By date, where all that have one name a day; else as they stand."""
    if any(a.by and not a.day for a in found):
        return found
    return sorted(found, key=lambda a: (a.day is None, *order(a.day)))


def order(day: Day | None) -> tuple[int, int, int]:
    """Sort dates; January to May come after the later months where no year is said."""
    if day is None:
        return 0, 0, 0
    return day.year, day.month + (12 if not day.year and day.month < 6 else 0), day.day
