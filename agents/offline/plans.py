"""What a sentence says is to be done: by whom, where it names somebody, and by when."""

import re
from dataclasses import dataclass

from agents.offline.doing import DEADLINES, does
from agents.offline.remarks import Remark, is_label
from storage.rules.dates_in_text import Day, days
from storage.rules.day_names import WEEKDAYS, numbers

_NOT_A_NAME = re.compile(
    r"(?:i|we|it|this|that|these|those|the|an?|there|they|you|s?he|all|both|everyone|who|what|someone|somebody|anyone|nobody|"
    r"(?:for|with|from|about|für|mit|zum|zur|wegen|pour|avec|para|sobre)(?= )|"
    r"no one|if|when|our|their|his|her|my|your|next|then|and|but|so|also|please|today|tomorrow|actions?|todo|fixme|"
    r"ask|tell|remind|let|get|have|make|check|send|call|write|give|invite|help|want|need|can|could|should|would|"
    r"(?:jan|febr)uary|march|april|may|june|july|august|(?:septem|octo|novem|decem)ber|\w+day)\b",
    re.I,
)
_NO_PERSON = re.compile(  # nobody in particular, and things
    r"(?:the )?(?:legal|sales|marketing|engineering|support|finance|hr|ops|operations|product|design|"
    r"management|vendors?|customers?|clients?|resellers?|partners?|beta|backend|frontend|accounting|board|procurement|vertrieb|einkauf|"
    r"vendite|acquisti|ventes|ventas|users?|people|suppliers?|hotels?|prices?|costs?|revenues?|budgets?|margins?|seats?|"
    r"launch|releases?|rollout|pilot|deck|slides?|fair|booth|website|site|servers?|api|app|contracts?|invoices?|offers?|"
    r"orders?|parcels?|deliver(?:y|ies)|shipping|shipments?|deadlines?|meetings?|trainings?|webinars?|reports?|documents?|"
    r"projects?|plans?|goals?|risks?|tests?|testing|tickets?|bugs?|features?|updates?|notes?|pros?|cons?|status|venue|"
    r"place|topic|weather|price|preis|kosten|stand|messe|prezzo|fiera|prix|salon|precio|feria|payments?|registration|"
    r"sign-?up|start|end|frist|termine?|datum|ort|beginn|ende|abgabe|anmeldung|zahlung|lieferung|scadenza|data|luogo|inizio|"
    r"fine|pagamento|consegna|échéance|lieu|début|fin|paiement|livraison|fecha|plazo|lugar|inicio|pago|entrega)\b|"
    r".*\b(?:teams?|groups?|department)\b",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:will|shall|to|must|should|does|do|did|can|has|have|is|are)\s+(?:not|never|no longer)\b|n['’]t\b|\bcannot\b|"
    r"\b(?:nicht|kein\w*|non|ne|no)\s",
    re.I,
)
_NAME = r"@?[A-ZÀ-Þ][\w’-]+(?: [A-ZÀ-Þ][\w’-]+)?"
_DAYS = "|".join(day for day in numbers(WEEKDAYS) if not day.endswith("day"))
_SOON = re.compile(
    rf"\b(?:(?:next )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|{_DAYS}|tomorrow|today|morgen|heute|domani|oggi|"
    r"demain|aujourd['’]hui|mañana|next (?:week|month)|EO[DWM]|"
    r"(?:the )?end of (?:the |this |next )?(?:week|month|quarter|year|day))(?!\w)",
    re.I,
)
_LED = re.compile(
    r",?\s*\b(by|before|until|due|on|bis|vor|am|entro|prima del?|avant|d['’]ici|antes del?|para)\s+"
    r"(?:(?:the|zum|dem|den|il|le|el)\s+)?(?:\w+day,?\s+)?$",
    re.I,
)
_NOT_LATER = frozenset({"before", "until", "vor", "avant", "prima di", "prima del", "antes de", "antes del"})
_IDLE = (  # nobody does that
    r"(?:(?:also|probably|still|just|soon|then|all)\s+)*(?:be|have|see|think|hope|like|love|need|want|know|feel|agree|stay|"
    r"remain|miss|rise|grow|drop|fall|rain|snow|cost|expire|happen|take place|become|arrive|last)\b"
)
_STATES = (  # verbs that say what is so
    r"(?:i|wa|ha|doe|cost|mean|need|want|say|think|know|like|hope|feel|seem|come|get|end|start|begin|remain|stay|own|"
    r"earn|expect|believe|see|lie|stand|contain|include|agree|decide|approve|rise|grow|drop|fall|rain|last|arrive|love|hate|enjoy|"
    r"live|work|leave|retire)s\b"
)
_NO_VERB = r"(?:always|perhaps|towards|besides|this|plus|versus)\b"
_DOES = r"(?:will|shall|is going to|is to|to|needs to|need to|has to|have to|must|should|['’]ll)"
_LABELLED = re.compile(rf"(?P<owner>{_NAME}):\s+(?P<what>.+)")  # “Bob: sends the deck”
_BEGUN = re.compile(rf"(?:{_DOES}\s+\w|(?!{_STATES}|{_NO_VERB})[a-zß-ÿ]{{2,}}[^s\W]s\s+\S)")
_SO = re.compile(
    rf"(?:{_STATES}|\w+ed\b|\w+en\b|be\b|is\b|are\b|was\b|were\b|i\b|we\b|the\b|[^a-zß-ÿ])"
)  # tells what is so
_REMARKS = re.compile(
    r",|^(?:great|good|fine|ok(?:ay)?|yes|no|sure|thanks|right|gut|ja|nein|bene|sì|bien|oui|sí)\b", re.I
)
_NAMED = re.compile(
    rf"(?P<owner>@?[A-Z][\w’-]*(?: [A-Z][\w’-]*)?(?:(?:, | and | & )[A-Z][\w’-]*)*)"
    rf"\s?(?:{_DOES})\s+(?P<what>(?!{_IDLE}).+)"
)
_DOING = re.compile(rf"(?P<owner>{_NAME}) (?P<what>(?!{_STATES}|{_NO_VERB})[a-z]{{2,}}[^s\W]s \S.+)")
_DOING_TOGETHER = re.compile(
    rf"(?P<owner>{_NAME}(?:(?:, | and | & ){_NAME})+) (?P<what>(?!are\b|were\b|\w+ed\b)[a-z]+ .+)"
)
_SELF = re.compile(rf"I(?:\s?{_DOES}| can| take| promise to)\s+(?P<what>(?!{_IDLE}).+)")
_SHARED = re.compile(rf"(?:[Ww]e|[Ss]omeone|[Ss]omebody|[Aa]nyone)\s?(?:{_DOES})\s+(?P<what>(?!{_IDLE}).+)")
_MARKED = re.compile(
    r"(?:(?:action(?: (?:item|point|required))?|to-?do)s?|a/i|aufgaben?|azion[ei]|da fare|à faire|tâches?|tareas?)"
    r"(?:\s*\((?P<owner>[^)]{1,40})\))?\s*[:–—-]\s+(?P<what>.+)|(?-i:TODO|FIXME|A/I)\s+(?P<bare>.+)",
    re.I,
)
_ASSIGNED = re.compile(rf"(?P<owner>{_NAME})\s*[:–—-]\s+(?P<what>.+)")
_BEHIND = re.compile(
    r"(?P<what>.+?)\s*(?:\((?:owner:?\s*)?(?P<in>@?[A-Z][\w’-]*)\)|[–—-]\s*(?P<dash>@?[A-Z][\w’-]*))\.?"
)
_ASKED = re.compile(r"(?P<owner>@[\w.’-]*\w|[A-Z][\w’-]+)[,:]?\s+(?:can you |could you )?please\s+(?P<what>.+)", re.S)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something to be done: by whom, and by when.

    Attributes:
        owner: who does it; empty where nobody is named.
        by: its date as it is written; `day` where that names one.
        promised: whether its sentence says that it will be done; “Bob calls Tom” may tell what he does daily.
    """

    owner: str
    what: str
    by: str = ""
    day: Day | None = None
    done: bool = False
    promised: bool = True

    @property
    def owned(self) -> bool:
        """Whether the action names a person who will do it."""
        return self.owner != "" and (self.promised or self.by != "")


def planned(sentence: str, speaker: str = "", *, done: bool = False) -> Action | None:
    """Return the action in a sentence; None when the sentence says of nobody that they do something.

    Args:
        speaker: who says it, and is meant by “I”.
        done: whether it is marked as done.
    """
    if sentence.endswith("?"):
        return None
    if marked := _MARKED.fullmatch(sentence):
        return _marked(marked, speaker, done)
    if _DENIED.search(sentence):
        return None
    labelled = _LABELLED.fullmatch(sentence)
    if labelled and is_person(labelled["owner"]) and not is_label(labelled["owner"]):
        return _labelled(labelled["owner"], labelled["what"], done)
    for pattern in (_NAMED, _DOING, _DOING_TOGETHER, _ASKED):
        match = pattern.fullmatch(sentence)
        if match and is_person(match["owner"]):
            action = dated_action(match["owner"], match["what"], done, pattern is not _DOING)
            return action if action.by or pattern is not _DOING_TOGETHER else None
    if own := _SELF.fullmatch(sentence):
        return dated_action(speaker, own["what"], done)
    if shared := _SHARED.fullmatch(sentence):
        return dated_action("", shared["what"], done)
    owner, what = does(sentence) or ("", "")
    return dated_action(owner, what, done) if (not owner or is_person(owner)) and _led(what) in DEADLINES else None


def _marked(marked: re.Match[str], speaker: str, done: bool) -> Action:
    """What a line is about that calls itself an action; its owner may stand before it or behind it."""
    what = marked["what"] or marked["bare"]
    if marked["owner"]:
        return dated_action(marked["owner"], what, done)
    assigned = _ASSIGNED.fullmatch(what)
    if assigned and is_person(assigned["owner"]):
        return dated_action(assigned["owner"], assigned["what"], done)
    inner = planned(what, speaker, done=done)
    behind = _BEHIND.fullmatch(what)
    if inner is None and behind is not None:
        return dated_action(behind["in"] or behind["dash"], behind["what"], done)
    return inner or dated_action("", what, done)


def _labelled(owner: str, what: str, done: bool) -> Action | None:
    """What stands behind a name and a colon, where it says that somebody does something, or by when it is due."""
    begun = _BEGUN.match(what) or (_is_due(what) and not _SO.match(what) and not _REMARKS.search(what))
    action = dated_action(owner, what, done) if begun else None
    return action if action is not None and action.what else None  # “Danke: bis Freitag.” says nothing to do


def is_person(name: str) -> bool:
    """Tell whether a name may be a person's; pronouns, days, groups and things are not."""
    return not _NOT_A_NAME.match(name) and not _NO_PERSON.match(name)


def actions_of(remark: Remark) -> list[tuple[str, Action | None]]:
    """Return the sentences of a line, each with its action; in “Bob: sends the deck” the action is Bob's."""
    done = remark.done
    found = [(s, planned(s, remark.speaker, done=done)) for s in remark.sentences]
    if not remark.speaker or not found or found[0][1] is not None or not is_person(remark.speaker):
        return found
    return [(found[0][0], _labelled(remark.speaker, found[0][0], done)), *found[1:]]


def is_plan(sentence: str, speaker: str = "") -> bool:
    """Tell whether a sentence says what somebody will do, or does by a date (“Bob sends the deck by 4 December”)."""
    action = planned(sentence, speaker)
    return action is not None and action.owned


def dated_action(owner: str, text: str, done: bool, promised: bool = True) -> Action:
    """Return an action with its date: cut from the end of the text, or read from within the text."""
    what = text.strip().rstrip(".")
    found = _date(what)
    if found is None:
        return Action(owner=owner, what=what, done=done, promised=promised)
    start, end, day = found
    by, led = what[start:end], _LED.search(what[:start])
    if led is not None and led[1].lower() in _NOT_LATER:
        by = what[led.start() :].lstrip(", ")[: end - led.start()].strip()
    if led is not None and end >= len(what.rstrip(" )")):
        what = what[: led.start()]
    return Action(owner=owner, what=what, by=by, day=day, done=done, promised=promised)


def _date(what: str) -> tuple[int, int, Day | None] | None:
    """Where the date of a text stands, and its day where it names one; None where it has no date."""
    if day := next(days(what), None):
        return day.start, day.end, day
    soon = _SOON.search(what)
    return (soon.start(), soon.end(), None) if soon else None


def _is_due(what: str) -> bool:
    """Whether a text says by when something has to be done."""
    return _led(what) != ""


def _led(what: str) -> str:
    """Return the word that leads the date of a text, such as “by”; empty where it has none."""
    found = _date(what)
    led = _LED.search(what[: found[0]]) if found is not None else None
    return led[1].lower() if led is not None else ""
