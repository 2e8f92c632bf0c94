"""What is looked for in any draft, whatever its criteria: leftovers, secrets, links that deceive."""

import re

from storage.rules.values.check import Check, Finding

_LEFTOVER = re.compile(
    r"\[(?:your|name|date|company|insert|todo|tbd|xx+|ihr|vorname|nachname|datum|firma|nom|prénom|nome|fecha)\b"
    r"[^\]\n]{0,200}\](?![(\[])|\blorem ipsum\b|"
    r"(?-i:\bTODO\b|\bFIXME\b)|\bas an ai\b|\{\{[^{}\n]{0,200}\}\}|"
    r"(?-i:\bXX[:.]XX\b|\bXXX+\b|\bXX\s?[€$£%]|[€$£]\s?XX\b)|(?<![^\s(|])\?{3,}(?![^\s).,;:|])",  # “at XX:XX, ???”
    re.I,
)
_ENTRY = re.compile(r"[ \t]*(?:(?:[-*•☐]|\d{1,9}[.)]|\[ \]|\|)[ \t]*)+")
_SECRET = re.compile(
    r"\b(?:xox[abprs]-[\w-]*|xapp-[\w-]*|sk-(?!learn)[\w-]{8,}|AKIA[0-9A-Z]{12,}|ghp_\w{10,}|"
    r"-----BEGIN [A-Z ]*PRIVATE KEY)|\b(?:password|passwort|api[ _-]?key|token)\s*[:=]\s*(?=\S*\d)\S{6,200}|"
    r"\bpaste\b.{0,40}\b(?:token|password|secret|(?<!enter )(?<!return )(?<!tab )(?<!shift )(?<!space )key)\b",
    re.I,
)
_LINK = re.compile(r"https?://\S*|\]\(([^()\[\]\n]{0,2000})\)")


def always(body: str) -> list[Check]:
    """Return a check for a leftover, for a secret and for links that deceive, where the draft has one."""
    lines: list[Check] = []
    if leftover := next((m for m in _LEFTOVER.finditer(body) if not _is_task(body, m)), None):
        lines.append(
            Check(criterion="Nothing left over", finding=Finding.NOT_MET, evidence=f"“{leftover[0]}”", must=False)
        )
    if _SECRET.search(body):
        lines.append(
            Check(
                criterion="Shows or asks for no secret",
                finding=Finding.IN_DOUBT,
                evidence="It shows or asks for something like a token or a password.",
                must=False,
            )
        )
    bad = [m[0] for m in _LINK.finditer(body) if re.search(r"\]\(\s*\)|https?://$|https?://[^/\s]*@", m[0])]
    if bad:
        lines.append(
            Check(
                criterion="Links lead where they say", finding=Finding.IN_DOUBT, evidence=f"“{bad[0][:60]}”", must=False
            )
        )
    return lines


def _is_task(body: str, match: re.Match[str]) -> bool:
    """Tell whether a list or a table names a thing to do (“- TODO update the deck”), and leaves nothing to write."""
    if match[0] not in ("TODO", "FIXME"):
        return False
    start, end = body.rfind("\n", 0, match.start()) + 1, body.find("\n", match.end())
    rest = body[match.end() : end if end >= 0 else len(body)]
    return _ENTRY.fullmatch(body, start, match.start()) is not None and re.match(r"[\s:(–-]*\w", rest) is not None
