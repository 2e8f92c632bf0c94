"""Drafts of every shape, from a seed, so that each run has the same ones."""

import random
import re

from agents.roster.contract import Plain
from storage.ledger.work.assignment import Assignment
from storage.rules.values.draft import Draft, File

SEED = 20
LONGEST = 100_000  # characters

# Every § becomes the next numbered word: in what order they stand tells what was lost, doubled or moved.
WORDS = (
    "plain words",
    "漢字かな交じり文",
    "한국어 문장",
    "ภาษาไทยไม่มีช่องว่าง",
    "देवनागरी लिपि",
    "தமிழ் எழுத்து",
    "Ελληνικά και кириллица",
    "العربية من اليمين",
    "עברית מימין לשמאל",
    "\u202eoverridden\u202c and \u2067isolated\u2069",
    "👩‍👩‍👧🏽 🇮🇹 🫨 🏴\U000e0067\U000e0062\U000e007f",
    "e\u0301\u0323\u0328 combining",
    "zero\u200bwidth\u200djoin\u00adsoft\ufeff",
    "\u2060\u3164\u115f\u180e",
    "&amp; &lt;b&gt; &#x200d; &nbsp; & < >",
    "control\x07\x1b[31mred\x1b[0m",
    "carriage\rreturn\r\nand line",
    "\u2028line\u2029paragraph\x0bfeed\x0c",
    '"quotes" \\ back\\slashes \t tabs',
    "<!channel> <@U01ALICE> <https://evil.example|here> :smile: @here",
)
INLINE = (
    "**§ *§* ~~§~~** `§ <b>`",
    "[§ **§**](https://good.example/x?a=1&b=2)",
    "[§](https://evil.example/a 'title') ![§](https://evil.example/p.png)",
    "<https://auto.example/§> https://bare.example/?q=§",
    "§ <b>§</b> & < > \\* \\_ §",
    "§\\\n§  \n§",
    "***§** [§](",
)
BROKEN = (
    "*",
    "_",
    "`",
    "~~",
    "[",
    "](",
    ")",
    "<",
    "![",
    "&",
    "|",
    "#",
    "> ",
    "- ",
    "1. ",
    "\\",
    "a",
    "é",
    "漢",
    " ",
    "\n",
)


def drafts(number: int) -> list[str]:
    """Return so many drafts, of 1 to LONGEST characters, as many short ones as long ones."""
    return [draft(n, number) for n in range(number)]


def draft(n: int, of: int) -> str:
    """Return the n-th of so many drafts: the first has one character, the last LONGEST.

    No broken markup stands beside a numbered word: it may rightly swallow it.
    """
    dice = random.Random(SEED * 10_000 + n)
    length = round(LONGEST ** (n / (of - 1)))
    text = ""
    while len(text) < length:
        text += _block(dice, 3) + "\n\n"
        if len(text) > 2_000:
            text *= dice.choice((1, 1, 2, 10))
    return _numbered(text)[:length]


def _numbered(template: str) -> str:
    first, *rest = template.split("§")
    return first + "".join(f"w{n}z{piece}" for n, piece in enumerate(rest))


def spoken(text: str) -> list[int]:
    """Return the numbers of the words in a text, in order."""
    return [int(n) for n in re.findall(r"w(\d+)z", text)]


def _block(dice: random.Random, depth: int) -> str:
    kinds = (_paragraph, _heading, _code, _table, _long, _broken, _rule)
    nested = (_bullets, _numbers, _quoted)
    if depth and dice.random() < 0.45:
        return dice.choice(nested)(dice, depth - 1)
    return dice.choice(kinds)(dice)


def _words(dice: random.Random) -> str:
    parts = [
        f"§ {dice.choice(WORDS)}" if dice.random() < 0.7 else dice.choice(INLINE) for _ in range(dice.randint(1, 6))
    ]
    return " ".join(parts)


def _paragraph(dice: random.Random) -> str:
    return "\n".join(_words(dice) for _ in range(dice.randint(1, 4)))


def _heading(dice: random.Random) -> str:
    return f"{'#' * dice.randint(1, 6)} {_words(dice)}"


def _code(dice: random.Random) -> str:
    fence, language = dice.choice(("```", "~~~~")), dice.choice(("", "py", "src/a.py", "漢"))
    lines = [f"{' ' * dice.randint(0, 8)}§ = '{dice.choice(WORDS)}'" for _ in range(dice.randint(0, 30))]
    return "\n".join([fence + language, *lines, fence])


def _table(dice: random.Random) -> str:
    columns = dice.randint(1, 8)
    lengths = [columns, *(dice.randint(1, columns + 2) for _ in range(dice.randint(0, 20)))]
    head, *rows = ["| " + " | ".join(f"§ {dice.choice(WORDS)}" for _ in range(cells)) + " |" for cells in lengths]
    return "\n".join([head, "|" + "---|" * columns, *rows])


def _long(dice: random.Random) -> str:
    sign = dice.choice(("x", "漢", "🇮🇹", "e\u0301", "a\u0301\u0323\u0328", "&", "<", '"', "\\", "\u00a0", "‍👩", "ﷺ"))
    return "§" + sign * dice.choice((50, 500, 4_000)) + " §"


def _broken(dice: random.Random) -> str:
    return "".join(dice.choice(BROKEN) for _ in range(dice.randint(1, 60)))


def _rule(dice: random.Random) -> str:
    return dice.choice(("---", "***", "<!-- hidden -->", "[label]: https://evil.example 'a title'", "&nbsp;", "\u200b"))


def _bullets(dice: random.Random, depth: int) -> str:
    return "\n".join(_item(dice, depth, dice.choice(("- ", "- [ ] ", "- [x] "))) for _ in range(dice.randint(1, 6)))


def _numbers(dice: random.Random, depth: int) -> str:
    start = dice.choice((0, 1, 1, 7, 9_000_000))
    return "\n".join(_item(dice, depth, f"{start + n}. ") for n in range(dice.randint(1, 6)))


def _item(dice: random.Random, depth: int, mark: str) -> str:
    blocks = [
        "" if dice.random() < 0.1 else _words(dice),
        *(_block(dice, depth) for _ in range(dice.choice((0, 0, 1, 2)))),
    ]
    head, *lines = "\n\n".join(blocks).split("\n")
    indent = " " * len(mark.replace("[ ] ", "").replace("[x] ", ""))
    return "\n".join([mark + head, *(indent + line if line else "" for line in lines)])


def _quoted(dice: random.Random, depth: int) -> str:
    inner = "\n\n".join(_block(dice, depth) for _ in range(dice.randint(1, 3)))
    return "\n".join(f"> {line}" for line in inner.split("\n"))


class Hands(Plain):
    """A worker that hands in, for the task “Draft N”, the N-th of these drafts, with its file."""

    def __init__(self, bodies: list[str]) -> None:
        self.bodies = bodies

    async def work(self, given: Assignment) -> Draft:
        body = self.bodies[number_in(given.task.brief.title)]
        file = File(f"{given.task.name}-v{given.version}.md", "text/markdown", body.encode())
        return Draft(
            version=given.version,
            title=given.task.brief.title,
            summary=body[:600],
            body=body,
            made_by="made by a test",
            files=(file,),
        )


def number_in(title: str) -> int:
    """Return the number of a task “Draft N”."""
    return int(title.rpartition(" ")[2])
