"""The words that a goal may have, where nothing is asked besides what can be done with a table."""

import re

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
