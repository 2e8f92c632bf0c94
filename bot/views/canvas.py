"""A draft as the Markdown of a canvas: no pings, no pictures, no cards of links; the rest as its worker wrote it.

Source: docs.slack.dev/surfaces/canvases. There `![](@U…)` is a mention and `![](https://…)` a card.
"""

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType

from bot.views import edited
from bot.views.kit import Block, Message, Parcel, Sheet, cut, rich, run, words
from bot.views.pieces import Kind, Piece
from bot.views.text.markdown import pieces
from bot.views.trouble import canvas_refusals
from storage.rules.values.draft import Draft, File
from storage.rules.values.task import Task

DEEPEST = 3  # level of a heading
TITLE = 140  # characters

_SIGNS = re.compile(r"[\\`*~\[\]<>|]|(?<!\w)_|_(?!\w)|!(?=\[)")
_BEGINNING = re.compile(r"^([^\S\n]*)([#>+-]|\d+(?=[.)]))", re.M)
_MARKS: Mapping[str, str] = MappingProxyType({"bold": "**", "italic": "_", "strike": "~~"})


def markdown_of(body: str, hosts: Collection[str] = ()) -> str:
    """Return a draft's Markdown as a canvas takes it.

    Args:
        hosts: where links of a draft may lead; others are shown as text with their address.
    """
    shown = "".join(_shown(piece) for piece in pieces(body, hosts))
    return re.sub(r"\n{3,}", "\n\n", shown).strip()


def _shown(piece: Piece) -> str:
    text = "".join(_inline(element, raw=piece.kind is Kind.CODE) for element in piece.inline)
    match piece.kind:
        case Kind.CODE:
            fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
            shown = f"{fence}\n{text}\n{fence}"
        case Kind.QUOTE:
            return "\n" + "\n".join(f"> {line}" for line in text.split("\n")) + "\n\n"
        case Kind.ITEM if piece.item is not None:
            level = piece.item.level
            mark, indent = f"{piece.item.number}." if level.style == "ordered" else "-", "    " * level.indent
            shown = f"{indent}{mark} " + text.replace("\n", f"\n{indent}    ")
            return "".join(f"{'> ' if piece.framed else ''}{line}\n" for line in shown.split("\n"))
        case _:
            shown = f"{'#' * min(piece.heading, DEEPEST)} {text}" if piece.heading else text.replace("\n", "  \n")
    return "\n" + "".join(f"{'> ' if piece.framed else ''}{line}\n" for line in shown.split("\n")) + "\n"


def _inline(element: Block, raw: bool) -> str:
    text, style = str(element.get("text") or element.get("url", "")), element.get("style") or {}
    if raw:
        return text
    if style.get("code") and "\n" not in text:
        fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
        gap = " " if "`" in text else ""
        return f"{fence}{gap}{text}{gap}{fence}"
    shown = _literal(text)
    if element.get("type") == "link":
        return f"[{shown}](<{str(element['url']).translate(_IN_ADDRESS)}>)"
    marks = [mark for name, mark in _MARKS.items() if style.get(name)]
    return "\n".join(_marked(line, marks) for line in shown.split("\n")) if marks else shown


_IN_ADDRESS = str.maketrans({"<": "%3C", ">": "%3E", "\\": "%5C", "\n": "%0A", " ": "%20"})


def _literal(text: str) -> str:
    """Return words in which nothing is markup."""
    return _BEGINNING.sub(_harmless, _SIGNS.sub(r"\\\g<0>", text))


def _harmless(match: re.Match[str]) -> str:
    space, sign = match.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"


def _marked(line: str, marks: list[str]) -> str:
    """Return words between marks, which must stand at a word and not at a space."""
    words_ = line.strip()
    if not words_:
        return line
    before, after = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
    return f"{before}{''.join(marks)}{words_}{''.join(reversed(marks))}{after}"


def sheet(task: Task, draft: Draft, *, by: str, told: str, hosts: Collection[str] = ()) -> Sheet:
    """Return an approved draft as a canvas, with one line that leads there; else as its file.

    Args:
        by: who made it, and how.
        told: what a lock screen shows.
    """
    title = cut(task.brief.title, TITLE)
    stand = f"{task.name} v{draft.version} · {by}"

    def linked(address: str) -> Message | Parcel:
        link = {"type": "link", "url": address, "text": title, "style": {"bold": True}}
        line = rich(words(link, run(f" · {stand}"), *edited.runs(draft), run(" · a canvas.")))
        return _with(draft.files[1:], (line,), told)

    def instead(why: str) -> Message | Parcel:
        line = rich(
            words(run(title, bold=True), run(f" · {stand}. It comes as a file: {canvas_refusals.no_canvas(why)}."))
        )
        return _with(draft.files, (line,), told)

    footer = _literal(f"{stand}{', edited by a person' if draft.edited_by else ''}.")
    body = f"{markdown_of(draft.body, hosts)}\n\n---\n\n{footer}\n"
    return Sheet(title=title, markdown=body, linked=linked, instead=instead)


def _with(files: tuple[File, ...], blocks: tuple[Block, ...], told: str) -> Message | Parcel:
    message = Message(told, blocks)
    return Parcel(files, blocks, message) if files else message
