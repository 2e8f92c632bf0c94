"""Text as Slack sends it, read back into what a person wrote: no entities, no ids in brackets, no hidden addresses.

Source: docs.slack.dev/messaging/formatting-message-text. That commands and form fields carry entities is unverified: a
text that has a bare & < or > was not escaped, and its entities are what the person typed.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_TOKEN = re.compile(
    r"<(?P<body>@[UW][A-Z0-9]+|#[CDG][A-Z0-9]+|!(?:here|channel|everyone)|!(?:subteam|date)\^[^<>|]+"
    r"|(?:https?|ftp)://[^<>|]+|(?:mailto|tel):[^<>|]+)(?:\|(?P<label>[^<>]*))?>"
)
PRIVATE = "private-channel"  # stands for the name of a channel that Slack does not tell
_ENDS = re.compile(r"\s*[;\n\r\u2028\u2029]\s*")  # a name never ends a clause, whatever a person calls themselves
_BARE = re.compile(r"[<>]|&(?!(?:amp|lt|gt);)")
_HYPHENS = re.compile(r"(?<=\b[Tt])[\u2010-\u2015\u2212](?=\d)")  # in the name of a task, as some keyboards type it
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  # & comes last: “&amp;lt;” is “&lt;”


@dataclass(frozen=True, slots=True)
class Said:
    """The words that a person wrote.

    Attributes:
        text: as they would read it.
        ids: who and what they named: “@bob” and “#launch” in lower case, each with its id.
    """

    text: str
    ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def unnamed_channels(self) -> dict[str, str]:
        """The channels that Slack did not name, as `ids` has them: private ones."""
        return {name: id_ for name, id_ in self.ids.items() if name.startswith(f"#{PRIVATE}")}


def unnamed(text: str) -> frozenset[str]:
    """Return the ids of people whom a text mentions without their name."""
    return frozenset(re.findall(r"<@([UW][A-Z0-9]+)\|?>", text))


def decode(text: str, names: Mapping[str, str] | None = None) -> Said:
    """Return the text that a person wrote, from the text that Slack sent.

    Args:
        names: of people whom the text mentions by their id alone.
    """
    ids: dict[str, str] = {}
    pieces, at = [], 0
    typed = _TOKEN.sub("", text).lower()
    escaped = _BARE.search(typed) is None
    plain: Callable[[str], str] = unescape if escaped else str
    for token in _TOKEN.finditer(text):
        label = unescape(token["label"] or "")
        pieces += [plain(text[at : token.start()]), _read(token["body"], label, names, ids, typed)]
        at = token.end()
    return Said(_HYPHENS.sub("-", "".join([*pieces, plain(text[at:])])), ids)


def decode_field(text: str) -> str:
    """Return the text that was typed into a form, whether Slack sends it with entities or without."""
    return text if _BARE.search(text) else unescape(text)


def unescape(text: str) -> str:
    """Return a text with Slack's entities, such as &amp;, as the characters that they stand for."""
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return text


def _read(body: str, label: str, names: Mapping[str, str] | None, ids: dict[str, str], typed: str) -> str:
    """Return what stands in the place of one token; who or what it names is noted in `ids`."""
    if body[0] in "@#":
        return _named(body[0], body[1:], label or (names or {}).get(body[1:], ""), ids, typed)
    if body[0] == "!":
        return _special(body[1:], _ENDS.sub(" ", label))
    return _link(unescape(body), label)


def _named(sign: str, id_: str, label: str, ids: dict[str, str], typed: str) -> str:
    name = sign + (_ENDS.sub(" ", label).strip().lstrip("@#") or ("someone" if sign == "@" else PRIVATE))
    only_typed = sign == "@" and name.lower() in typed  # of whom nobody can tell who is meant
    if only_typed or ids.setdefault(name.lower(), id_) != id_:  # two of one name in one text
        name = f"{name}-{id_[-4:]}"
        ids[name.lower()] = id_
    return name


def _special(body: str, label: str) -> str:
    """Return a group, a date or an @here as it is read."""
    kind = body.partition("^")[0]
    if kind == "date":
        return label or body.split("^")[1]
    if kind == "subteam":
        return label if label.startswith("@") else f"@{label or 'a-group'}"
    return f"@{kind}"


def _link(address: str, label: str) -> str:
    """Return a link's words and where it leads, unless they say that already."""
    bare = address.removeprefix("mailto:").removeprefix("tel:")
    if not label or label in (address, bare) or _same(address, label):
        return label or bare
    return f"{label} ({bare})"


def _same(address: str, label: str) -> bool:
    """Whether a label is the address without its scheme, as Slack writes “example.com”."""
    try:
        parts = urlsplit(address)
    except ValueError:  # no address at all
        return False
    return address.removeprefix(f"{parts.scheme}://").rstrip("/") == label.rstrip("/")
