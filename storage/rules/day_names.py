"""The names of months and weekdays in the languages that people write in: the one table of each.

A name that mostly says something else (“set”, Italian for Sept; “segunda”, Portuguese for Monday) is left out.
"""

from collections.abc import Iterable, Mapping, Sequence

MONTHS = (  # English, German, Italian, French, Spanish
    "january januar gennaio janvier enero",
    "february februar febbraio février fevrier febrero",
    "march märz maerz marzo mars",
    "april aprile avril abril",
    "may mai maggio mayo",
    "june juni giugno juin junio",
    "july juli luglio juillet julio",
    "august agosto août aout",
    "september settembre septembre septiembre",
    "october oktober ottobre octobre octubre",
    "november novembre noviembre",
    "december dezember dicembre décembre decembre diciembre",
)
SHORT_MONTHS = (
    "jan janv",
    "feb févr fevr",
    "mar mär mrz",
    "apr avr abr",
    "",
    "jun giu",
    "jul juil lug",
    "aug",
    "sep sept",
    "oct okt ott",
    "nov",
    "dec dez déc dic",
)
WEEKDAYS = (  # English, German, French, Spanish, Italian, Dutch, Portuguese
    "monday montag lundi lunes lunedì lunedi maandag segunda-feira",
    "tuesday dienstag mardi martes martedì martedi dinsdag terça-feira",
    "wednesday mittwoch mercredi miércoles miercoles mercoledì mercoledi woensdag quarta-feira",
    "thursday donnerstag jeudi jueves giovedì giovedi donderdag quinta-feira",
    "friday freitag vendredi viernes venerdì venerdi vrijdag sexta-feira",
    "saturday samstag sonnabend samedi sábado sabado sabato zaterdag",
    "sunday sonntag dimanche domingo domenica zondag",
)
SHORT_WEEKDAYS = "mon tue tues wed thu thur thurs fri sat sun lun mar mer gio jeu ven sab dom Mo Di Mi Do Fr Sa So"

BY = r"by|entro|bis|avant|d['’]ici|antes\s+del?|até"  # begins the clause that says by when
LEADS = rf"{BY}|before|until|till|due|vor"  # stands before a day


def numbers(*tables: Sequence[str]) -> Mapping[str, int]:
    """Return the number of each name, counted from 1 in its table."""
    return {name: at for table in tables for at, names in enumerate(table, 1) for name in names.split()}


def english(table: Iterable[str]) -> tuple[str, ...]:
    """Return the first name of each row, which is the English one."""
    return tuple(names.split()[0] for names in table if names)
