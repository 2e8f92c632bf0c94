"""How sentences say that somebody does something."""

import re

DENIED = re.compile(
    r"\b(?:will|shall|to|must|should|does|do|did|can|has|have|is|are)\s+(?:not|never|no longer)\b|n['’]t\b|\bcannot\b|"
    r"\b(?:nicht|kein\w*|non|ne|no)\s",
    re.I,
)
_NAME = r"@?[A-ZÀ-Þ][\w’-]+(?: [A-ZÀ-Þ][\w’-]+)?"
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
LABELLED = re.compile(rf"(?P<owner>{_NAME}):\s+(?P<what>.+)")  # “Bob: sends the deck”
BEGUN = re.compile(rf"(?:{_DOES}\s+\w|(?!{_STATES}|{_NO_VERB})[a-zß-ÿ]{{2,}}[^s\W]s\s+\S)")
SO = re.compile(
    rf"(?:{_STATES}|\w+ed\b|\w+en\b|be\b|is\b|are\b|was\b|were\b|i\b|we\b|the\b|[^a-zß-ÿ])"
)  # tells what is so
REMARKS = re.compile(
    r",|^(?:great|good|fine|ok(?:ay)?|yes|no|sure|thanks|right|gut|ja|nein|bene|sì|bien|oui|sí)\b", re.I
)
NAMED = re.compile(
    rf"(?P<owner>@?[A-Z][\w’-]*(?: [A-Z][\w’-]*)?(?:(?:, | and | & )[A-Z][\w’-]*)*)"
    rf"\s?(?:{_DOES})\s+(?P<what>(?!{_IDLE}).+)"
)
DOING = re.compile(rf"(?P<owner>{_NAME}) (?P<what>(?!{_STATES}|{_NO_VERB})[a-z]{{2,}}[^s\W]s \S.+)")
DOING_TOGETHER = re.compile(
    rf"(?P<owner>{_NAME}(?:(?:, | and | & ){_NAME})+) (?P<what>(?!are\b|were\b|\w+ed\b)[a-z]+ .+)"
)
SELF = re.compile(rf"I(?:\s?{_DOES}| can| take| promise to)\s+(?P<what>(?!{_IDLE}).+)")
SHARED = re.compile(rf"(?:[Ww]e|[Ss]omeone|[Ss]omebody|[Aa]nyone)\s?(?:{_DOES})\s+(?P<what>(?!{_IDLE}).+)")
MARKED = re.compile(
    r"(?:(?:action(?: (?:item|point|required))?|to-?do)s?|a/i|aufgaben?|azion[ei]|da fare|à faire|tâches?|tareas?)"
    r"(?:\s*\((?P<owner>[^)]{1,40})\))?\s*[:–—-]\s+(?P<what>.+)|(?-i:TODO|FIXME|A/I)\s+(?P<bare>.+)",
    re.I,
)
ASSIGNED = re.compile(rf"(?P<owner>{_NAME})\s*[:–—-]\s+(?P<what>.+)")
BEHIND = re.compile(
    r"(?P<what>.+?)\s*(?:\((?:owner:?\s*)?(?P<in>@?[A-Z][\w’-]*)\)|[–—-]\s*(?P<dash>@?[A-Z][\w’-]*))\.?"
)
ASKED = re.compile(r"(?P<owner>@[\w.’-]*\w|[A-Z][\w’-]+)[,:]?\s+(?:can you |could you )?please\s+(?P<what>.+)", re.S)
