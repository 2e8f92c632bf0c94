"""The words of orders, in five languages."""

import re

from agents.offline.contrasts import ADD_ABROAD, DROP

LIMIT = re.compile(
    r"\b(?:under|below|at most|max(?:imum|imal)?|(?:no|not|never)(?: be)? (?:more|longer) than|within|up to|to|"
    r"höchstens|unter|nicht (?:mehr|länger) als|al massimo|massimo|non più (?:di|lung[oa] di)|"
    r"au plus|pas plus (?:de|longue? que)|como máximo|máximo|no más (?:de|larg[oa] (?:de|que)))\s+"
    r"(\d+)\s+(?:words|wörter|worte|parole|mots|palabras)\b",
    re.I,
)
COMPARED = (  # words that wish for less, and are no verbs
    r"(?:shorter|too long|k(?:ü|ue)rzer|zu lang|pi[ùu] (?:cort[oa]|breve)|troppo lung[oa]|plus courte?|"
    r"trop long(?:ue)?|m[áa]s cort[oa]|demasiado larg[oa])"
)
SHORTER = re.compile(
    rf"\b(?:{COMPARED}|shorten|halve|cut it|condense|trim|k(?:ü|ue)rzen?|accorcia\w*|raccourci\w*|acorta\w*)\b", re.I
)
DROPS = re.compile(
    rf"(?:\b{DROP}|^(?:please\s+)?without(?!.*\b(?:it|we|they|you|i|nobody|no one|is|are)\b))\b\s+(.+)", re.I
)
LEAVES_OUT = re.compile(r"^(?:bitte\s+)?(?:lass|nimm)\s+(.+)\s+(?:weg|raus)$", re.I)
KEEPS = re.compile(r"(?:\b(?:keep only|only keep|just keep)|^(?:please\s+)?only(?=\s+the\b))\s+(.+)", re.I)
FIRST = re.compile(
    r"\b(?:(?:move|put|bring)\b\s+(?P<moved>.+?)\s+(?:first|to the (?:very )?top|up front|at the (?:very )?top)|"
    r"(?:start|begin) with\s+(?P<begun>.+))$",
    re.I,
)
LAST = re.compile(r"\b(?:move|put|bring)\b\s+(.+?)\s+(?:last|(?:to|at) the (?:very )?(?:end|bottom))$", re.I)
ADDS = re.compile(
    r"(?<!the )(?<!\ba )\b(?:add|include|mention|name|insert)\b\s+(?!is\b|of\b)"
    r"(?:a |an |the )?(?:section (?:on|about|for|with)?\s*)?(.+)|"
    rf"^(?:(?:bitte|per favore|por favor)\s+)*(?:{ADD_ABROAD}\s+([^:]+)|f(?:ü|ue)ge?\s+([^:]+)\s+hinzu)\W*$",
    re.I,
)
DENIED_VALUE = re.compile(  # “not 28”
    r"\b(?:not|nicht|non|pas|no)\s+(?:the\s+|on\s+|by\s+)?[€$£]?\d", re.I
)
ORDERS = (LIMIT, SHORTER, DROPS, LEAVES_OUT, KEEPS, FIRST, LAST, ADDS)
