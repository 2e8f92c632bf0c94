"""What a goal asks of a table: whether it is nothing besides what can be done with one without a model."""

import re
from collections.abc import Iterable, Iterator, Sequence

from agents.offline.parts import not_done
from agents.offline.tables import Table
from storage.rules.words import many

FILLING = frozenset(
    re.findall(
        r"\w+",
        "a an the this that these those it its them my our me us we i please make create give get show build prepare "
        "draw draft write put set up need want do what for of from in into with and as "
        "un uno una il lo la i gli le l questo questa questi queste mi ci per favore fai fa crea mostra prepara di del "
        "della dello dei delle degli da dai dalle in con e "
        "ein eine einen einer eines der die das den dem des diese dieser dieses bitte mach mache erstelle zeige mir "
        "uns für von vom aus mit und als "
        "une les ce cet cette ces fais faites crée créez montre moi nous de du d des pour avec et s te vous plaît "
        "el los las este esta estos estas haz crea muestra por nos para con y",
    )
)
_DONE = frozenset(  # what is made of a table whose figures are told
    re.findall(
        r"\w+",
        "table tables sheet spreadsheet csv file list figure figures number numbers total totals totalled sum sums "
        "summed summary summarize summarise overview average averages mean means highest lowest maximum minimum max "
        "min add spend spent spending cost costs column columns row rows data all per by each every "
        "tabella tabelle foglio elenco lista cifre cifra numeri totale totali somma somme spesa spese spendiamo "
        "riassunto riassumi media "
        "medie massimo minimo colonna colonne righe dati tutti tutte ogni "
        "tabellen liste zahlen summe summen kosten ausgaben gesamt gesamtsumme "
        "zusammenfassung überblick übersicht durchschnitt "
        "mittelwert spalte spalten zeilen daten alle pro je "
        "tableau tableaux chiffres totaux sommes dépenses résumé synthèse moyenne moyennes "
        "colonnes lignes données tous toutes "
        "par chaque "
        "tabla tablas hoja cifras números totales suma sumas gastos resumen promedio máximo mínimo "
        "columna columnas filas "
        "datos todos todas cada",
    )
)
_SPANS = frozenset(["month", "quarter", "year", "day", "week"])
TELLS = FILLING | _DONE | _SPANS
_TOPIC = re.compile(r"\b(?:([^\W\d_]+) (?:table|sheet)|(?:table|sheet) of (?:the |our |my )?([^\W\d_]+)\W*$)", re.I)


def understood(goal: str, tables: Sequence[Table], known: frozenset[str] = TELLS, also: str = "") -> bool:
    """Tell whether a goal has only known words, names of columns, and the name of the table."""
    asked = {_first_form(w) for w in _words(goal)} - {_first_form(w) for w in (*known, *_words(also))}
    cells = {_first_form(w) for t in tables for row in t.rows for cell in row for w in _words(cell)}
    return asked <= {*_names(tables), *(_topics(goal) - cells)}


def touches(goal: str, tables: Sequence[Table]) -> bool:
    """Tell whether a goal names a column of the tables."""
    names = {_first_form(w) for t in tables for name in t.header for w in _words(name)}
    return bool(names & {_first_form(w) for w in _words(goal)})


def as_it_came(goal: str, tables: Sequence[Table]) -> str:
    """Return the summary for a table that is only shown."""
    rows = many(sum(len(t.rows) for t in tables), "row")
    return f"{not_done(goal)} The table is shown as it came: {rows}."


def _names(tables: Iterable[Table]) -> Iterator[str]:
    """The words of the headers, and of the files."""
    for table in tables:
        yield from (_first_form(w) for name in (*table.header, table.source) for w in _words(name))


def _topics(goal: str) -> set[str]:
    """What a goal calls the table: “the sales table”, “table of customers”."""
    return {_first_form(word) for m in _TOPIC.finditer(goal) for word in m.groups() if word}


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def _first_form(word: str) -> str:
    """A word without the ending of a plural."""
    return re.sub(r"(?<=\w\w[^s])s$", "", word)
