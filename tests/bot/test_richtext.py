"""A draft of any shape becomes rich text that Slack takes: nothing lost, nothing empty, never too large."""

import json
import re
import time
from dataclasses import replace
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.views import kit, notices
from bot.views.review import review, review_draft
from bot.views.text import richtext
from storage.rules.values.draft import File
from tests.bot.paged import LEAST, parts
from tests.bot.test_views import ALICE, NOW, WHOLE, draft, task
from tests.world import words

HOSTS = ("good.example",)
URL = "https://good.example/"
KINDS = {"rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote"}
STYLES = {"bold", "italic", "strike", "code"}


def text(content: str, **style: bool) -> Any:
    return {"type": "text", "text": content, **({"style": style} if style else {})}


def section(*content: Any) -> Any:
    return {"type": "rich_text_section", "elements": [text(c) if isinstance(c, str) else c for c in content]}


def listed(style: str, indent: int, *items: Any, **more: int) -> Any:
    sections = [section(item) if isinstance(item, str) else item for item in items]
    return {"type": "rich_text_list", "style": style, "indent": indent, "elements": sections, **more}


def code(content: str, **more: int) -> Any:
    return {"type": "rich_text_preformatted", "elements": [text(content)], **more}


def quoted(*content: Any) -> Any:
    return {"type": "rich_text_quote", "elements": [text(c) if isinstance(c, str) else c for c in content]}


CASES: dict[str, tuple[str, list[Any]]] = {
    "one list": ("- a\n- b\n- c", [listed("bullet", 0, "a", "b", "c")]),
    "numbers": ("1. a\n2. b", [listed("ordered", 0, "a", "b")]),
    "start at five": ("5. a\n6. b", [listed("ordered", 0, "a", "b", offset=4)]),
    "start at nought": ("0. a\n1. b", [section("0. ", "a"), listed("ordered", 0, "b")]),
    "nested": (
        "1. a\n   - b\n   - c\n2. d\n3. e",
        [listed("ordered", 0, "a"), listed("bullet", 1, "b", "c"), listed("ordered", 0, "d", "e", offset=1)],
    ),
    "nested numbers": (
        "1. a\n   1. b\n   2. c\n2. d",
        [listed("ordered", 0, "a"), listed("ordered", 1, "b", "c"), listed("ordered", 0, "d", offset=1)],
    ),
    "code in an item": (
        "1. a\n\n   ```\n   x = 1\n   ```\n\n   more\n2. b",
        [listed("ordered", 0, "a"), code("x = 1"), section("more", "\n"), listed("ordered", 0, "b", offset=1)],
    ),
    "code alone in an item": (
        "1. a\n2. ```\n   x\n   ```\n3. b",
        [listed("ordered", 0, "a", "–"), code("x"), listed("ordered", 0, "b", offset=2)],
    ),
    "paragraphs in an item": ("- a\n\n  b\n- c", [listed("bullet", 0, section("a", "\n", "b"), "c")]),
    "heading in an item": ("- # a", [listed("bullet", 0, section(text("a", bold=True)))]),
    "quote in an item": ("- a\n  > b\n- c", [listed("bullet", 0, "a"), quoted("b"), listed("bullet", 0, "c")]),
    "list in a quote": ("> a\n>\n> 1. b\n> 2. c", [quoted("a"), listed("ordered", 0, "b", "c", border=1)]),
    "code in a quote": ("> ```\n> x\n> ```", [code("x", border=1)]),
    "empty items": ("- a\n-\n- b", [listed("bullet", 0, "a", "b")]),
    "empty numbers": ("1. a\n2.\n3. b", [listed("ordered", 0, "a", "–", "b")]),
    "two lists": ("- a\n* b", [listed("bullet", 0, "a"), listed("bullet", 0, "b")]),
    "tasks": ("- [ ] a\n- [x] b", [listed("bullet", 0, "☐ a", "☑ b")]),
    "breaks": ("a\\\nb\nc", [section("a\nb\nc", "\n")]),
    "html": ("<b>a</b>", [section("<b>a</b>", "\n")]),
    "table": ("|a|b|\n|-|-|\n|1|2|3|\n|4|", [code("a  b\n-  -  -\n1  2  3\n4")]),
    "a table that a telephone would break": (
        "|Month|Plan|New|\n|-|-|-|\n|August|Team|14|\n|October|Business with single sign-on|\u200b|",
        [
            section(text("Month · Plan · New", bold=True)),
            listed("bullet", 0, "August · Team · 14", "October · Business with single sign-on · –"),
        ],
    ),
    "table in an item": ("- x\n\n  |a|b|\n  |-|-|\n  |1|`2`|", [listed("bullet", 0, "x"), code("a  b\n-  -\n1  2")]),
    "link": (f"[a]({URL})", [section({"type": "link", "url": URL, "text": "a"}, " (good.example)", "\n")]),
    "link without words": (f"[]({URL})", [section({"type": "link", "url": URL}, "\n")]),
    "link of joiners": (f"[\u2060&#x200d;]({URL})", [section({"type": "link", "url": URL}, "\n")]),
    "link with a title": ("[a](https://evil.example 'b')", [section("a (https://evil.example, b)", "\n")]),
    "no address": ("[a](https://[)", [section("a (https://%5B)", "\n")]),
    "definition": ("[a]: https://evil.example", [section("[a]: https://evil.example", "\n")]),
    "name of a file": ("```src/a.py\nx\n```", [section("src/a.py", "\n"), code("x")]),
    "language": ("```py\nx\n```", [code("x")]),
    "escapes": ("a\\*b `c`", [section("a*b ", text("c", code=True), "\n")]),
    "nothing to see": ("\u200b\n\n**&#x200d;**\n\n- &#xad;\n\n```\n\u2060\n```\n\n> &nbsp;", []),
    "an invisible run": ("a **&#x200d;&#xad;** b", [section("a ", " b", "\n")]),
    "an invisible code": ("`\u200b`", [section("``", "\n")]),
}


@pytest.mark.parametrize("name", CASES)
def test_a_draft_has_these_elements(name: str) -> None:
    markdown, elements = CASES[name]
    blocks, complete = richtext.blocks(markdown, hosts=HOSTS)
    assert complete
    assert [element for block in blocks for element in block["elements"]] == elements


def test_slacks_own_models_take_every_case() -> None:
    for markdown, _ in CASES.values():
        for block in richtext.blocks(markdown, hosts=HOSTS)[0]:
            parsed = Block.parse(block)
            assert parsed is not None and json.loads(json.dumps(parsed.to_dict())) == block


def test_what_is_nested_too_deep_is_text() -> None:
    nested = "".join("  " * n + f"- w{n}z\n" for n in range(80)) + "- last\n\n" + "> " * 300 + "end"
    blocks, complete = richtext.blocks(nested, 100_000)
    assert complete
    assert spoken(blocks) == list(range(80)) and "last" in shown(blocks) and "> end" in shown(blocks)
    check(blocks, 100_000, one_list=False)
    assert {e["indent"] for e in blocks[0]["elements"] if "indent" in e} == set(range(9))


def shown(blocks: list[Any]) -> str:
    return "".join(map(richtext.text_of, blocks))


def spoken(blocks: list[Any]) -> list[int]:
    return [int(n) for n in re.findall(r"w(\d+)z", shown(blocks))]


def check(blocks: list[Any], most: int, one_list: bool = True) -> None:
    """Refuse what real Slack would refuse."""
    assert kit.size(blocks).characters <= most
    assert len(blocks) <= 1
    for block in blocks:
        assert block["type"] == "rich_text" and block["elements"]
        assert shown([block]).strip()
        for element in block["elements"]:
            _check_element(element)
        if one_list:
            _check_runs(block["elements"])


def _check_element(element: Any) -> None:
    assert element["type"] in KINDS and element["elements"]
    assert element.get("border", 1) == 1
    if element["type"] != "rich_text_list":
        _check_content(element["elements"])
        return
    assert element["style"] in ("bullet", "ordered") and 0 <= element["indent"] <= 8
    assert "offset" not in element or (element["style"] == "ordered" and element["offset"] > 0)
    for item in element["elements"]:
        assert item["type"] == "rich_text_section" and item["elements"]
        _check_content(item["elements"])


def _check_content(elements: list[Any]) -> None:
    for element in elements:
        _check_inline(element)


def _check_inline(element: Any) -> None:
    assert element["type"] in ("text", "link")
    assert element.get("text", "x" if element["type"] == "link" else "") != ""
    assert element["type"] == "text" or element["url"].startswith(URL)
    assert set(element.get("style", ())) <= STYLES and element.get("style", True)


def _check_runs(elements: list[Any]) -> None:
    for first, second in zip(elements, elements[1:], strict=False):
        lists = first["type"] == second["type"] == "rich_text_list"
        if lists and "border" not in first:  # a quote in a quote may end where a list of the outer one begins
            alike = [(e["style"], e["indent"], e.get("border")) for e in (first, second)]
            assert alike[0] != alike[1], "one list in two elements"


# A draft is made of templates in which each § becomes the next numbered word.
NOISE = st.text(
    st.sampled_from(
        "aé 漢字かな한국 עברית العربية देवनागरी ไทย 👩‍👩‍👧🏽🇮🇹🫨e\u0301\u0328\u200b\u200d\u202e\u2066\u00ad\u3164\ufeff.,;'\"\\t"
    ),
    max_size=40,
)
INLINE = st.one_of(
    st.just("§"),
    NOISE.map(lambda noise: f"§ {noise} §"),
    st.sampled_from(
        [
            "**§ *§* §**",
            "~~§~~ `§ <b>&amp;` §",
            f"[§ **§**]({URL}x?a=1&b=2)",
            "[§](https://evil.example/a)",
            f"[]({URL}y) §",
            "![§](https://evil.example/p.png)",
            "§ <b>§</b> & < > \\* §",
            "§\\\n§",
            "§&#x200b;&#173; **&#x200d;** §",
            "§" + "x" * 3000,
            "§" + "漢" * 500,
            "§ " + "🇮🇹" * 200 + " §",
            "§ e" + "\u0301\u0323" * 100,
            "§ " * 200,
        ]
    ),
)
LEAF = st.one_of(
    INLINE,
    st.lists(INLINE, min_size=1, max_size=4).map("\n".join),
    INLINE.filter(lambda x: "\n" not in x).map(lambda x: f"## {x}"),
    st.integers(1, 60).map(lambda n: "```py\n" + "  § = '&<>'\n" * n + "```"),
    st.just("```\n" + "§" + "y" * 4000 + "\n```"),
    st.integers(1, 20).map(lambda n: "| § | § |\n|---|---|\n" + "| § | `§` | § |\n" * n),
    st.just("| § | § |\n|---|---|\n| § |"),
    st.just("---"),
    st.just("```\n```"),
)


def _indented(block: str, first: str, rest: str) -> str:
    head, *lines = block.split("\n")
    return "\n".join([first + head, *(rest + line if line else "" for line in lines)])


def _list(items: list[list[str]], start: int) -> str:
    marks = [f"{start + n}. " if start else "- " for n in range(len(items))]
    return "\n".join(
        _indented("\n\n".join(["§", *blocks]), mark, " " * len(mark)) for mark, blocks in zip(marks, items, strict=True)
    )


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    blocks = st.lists(inner, max_size=3)
    return st.one_of(
        st.builds(_list, st.lists(blocks, min_size=1, max_size=5), st.sampled_from([0, 0, 1, 1, 5])),
        st.integers(2, 120).map(lambda n: "\n".join(["- §"] * n)),
        blocks.map(lambda some: "\n".join(f"> {line}" for line in "\n\n".join(["§", *some]).split("\n"))),
    )


DRAFTS = st.builds(
    lambda some, times: ("\n\n§\n\n".join(some) + "\n\n§\n\n") * times,
    st.lists(st.recursive(LEAF, _nested, max_leaves=8), min_size=1, max_size=5),
    st.sampled_from([1, 1, 1, 3, 20, 400]),
).map(lambda markdown: markdown[:60_000])


def numbered(markdown: str) -> tuple[str, int]:
    pieces = markdown.split("§")
    return pieces[0] + "".join(f"w{n}z{piece}" for n, piece in enumerate(pieces[1:])), len(pieces) - 1


@settings(deadline=None, max_examples=60)
@given(DRAFTS, st.integers(3_000, 12_000))
def test_every_draft_is_taken_whole_and_in_order(template: str, most: int) -> None:
    markdown, count = numbered(template)
    one_list = (
        re.search(r"```\s*```", markdown) is None
    )  # a block of code without any shows nothing, and parts two lists
    everything, whole = richtext.blocks(markdown, 10**9, HOSTS)
    check(everything, 10**9, one_list)
    assert whole and spoken(everything) == list(range(count))
    beginning, complete = richtext.blocks(markdown, most, HOSTS)
    check(beginning, most, one_list)
    assert complete == (beginning == everything)
    assert complete or kit.size(beginning).characters > most / 2
    if complete:
        return
    assert re.sub(r"\n$", "", shown(beginning)) == shown(everything)[: len(re.sub(r"\n$", "", shown(beginning)))]
    pages = parts(markdown, most, HOSTS)
    for page in pages:
        check(page, most, one_list)
    assert "".join(map(shown, pages)) == shown(everything)


MARKS = st.lists(
    st.sampled_from(
        [
            *"*_`~[]()<>!|#-+&\\:.\n\n\n \t=\x1b\x00\u200b\u0301\u202e\u2028👩🏽",
            "1. ",
            "- ",
            "> ",
            "    ",
            "```",
            "|-|-|\n",
        ]
        + [
            "&#x200d;",
            "&nbsp;",
            "&lt;",
            "<http://",
            f"[a]({URL})",
            f"[]({URL}",
            "[a]: b\n",
            "https://[",
            "a",
            "é",
            "漢",
        ]
    ),
    max_size=60,
).map("".join)


@settings(deadline=None, max_examples=300)
@given(st.one_of(MARKS, st.text(max_size=80)), st.sampled_from([1, 1, 1, 40, 400]))
def test_broken_markup_of_any_kind_is_taken(markdown: str, times: int) -> None:
    long = (markdown * times)[:20_000]
    everything, whole = richtext.blocks(long, 10**9, HOSTS)
    check(everything, 10**9, one_list=False)
    pages = parts(long, 3_000, HOSTS)
    for page in pages:
        assert kit.size(page).characters <= 3_000
    assert whole and "".join(map(shown, pages)) == shown(everything)
    assert set(regex.findall(r"[a-zé漢]", long)) - set(shown(everything)) <= set("abxdnhtpsl") | set(
        URL
    )  # a picture shows no address


@pytest.mark.parametrize(
    "markdown",
    [
        "x" * 100_000,
        "word " * 20_000,
        "- item\n" * 15_000,
        "1. item\n" * 12_000,
        "1. " * 30_000,
        "- " + "word " * 20_000,
        "```\n" + "x = '<a>' & 1\n" * 7_000 + "```",
        "```\n" + "x" * 100_000 + "\n```",
        "> " + "漢" * 100_000,
        "👩‍👩‍👧‍👦" * 10_000,
        "🇮🇹" * 50_000,
        "e" + "\u0301\u0323" * 50_000,
        "|a|b|\n|-|-|\n" + "|1|2|\n" * 15_000,
        "**a** b " * 12_000,
    ],
    ids=lambda markdown: repr(markdown[:12]),
)
def test_a_long_draft_shows_a_beginning_that_fills_the_room(markdown: str) -> None:
    for most in (3_000, 10_000):
        blocks, complete = richtext.blocks(markdown, most)
        check(blocks, most, one_list=not markdown.startswith("1. 1."))
        assert not complete and kit.size(blocks).characters > most * 0.9


def test_a_cut_falls_between_items_lines_words_and_signs() -> None:
    for markdown, last in (
        ("- an item of a list\n" * 900, "an item of a list"),
        ("```\n" + "one line\n" * 2_000 + "```", "one line\n"),
        ("many words " * 2_000, " "),
        ("👩‍👩‍👧‍👦" * 3_000, "👩‍👩‍👧‍👦"),
        ("🇮🇹" * 6_000, "🇮🇹"),
    ):
        beginning = shown(richtext.blocks(markdown)[0])
        assert beginning.endswith(last)
        assert len(beginning) % len(last) == 0 or last == " "


def test_a_list_goes_on_with_its_numbers_on_the_next_page() -> None:
    pages = parts("".join(f"{n}. w{n}z\n" for n in range(1, 400)), 3_000)
    assert len(pages) > 2
    for page in pages:
        (element,) = page[0]["elements"]
        assert element.get("offset", 0) + 1 == spoken(page)[0]


def test_an_item_that_is_cut_is_counted_once() -> None:
    pages = parts("1. " + "word " * 1_000 + "\n2. w2z", 3_000)
    assert pages[1][0]["elements"][0]["type"] == "rich_text_section"
    assert pages[-1][0]["elements"][-1] == listed("ordered", 0, "w2z", offset=1)


def test_a_part_has_room_for_what_cannot_be_cut() -> None:
    address = f"{URL}?{'a&' * 900}"
    for page in parts(f"[w]({address}) " * 5, LEAST, HOSTS):
        check(page, LEAST)


SHAPES = {
    "stars": "**a",
    "brackets": "](",
    "open": "[",
    "pictures": "![",
    "links": "[a](",
    "items": "- a\n",
    "numbers": "1. one\n",
    "nested": "".join("  " * n + "- a\n" for n in range(50)),
    "deep": "> - " * 20 + "a\n",
    "table": "|a|b|\n|-|-|\n" + "|1|2|\n" * 200,
    "wide": "|a" * 300 + "\n" + "|-" * 300 + "\n" + "|\n" * 50 + "\n",
    "long cell": "|a|b|\n|-|-|\n|" + "x" * 5000 + "|1|\n" + "|1|2|\n" * 200 + "\n",
    "lines": "a\n",
    "ticks": "`a ``b ",
    "flags": "🇮🇹",
    "marks": "\u0301\u0323",
    "entities": "&#x301;&#x323;",
    "spaces": " \t",
}


def seconds(markdown: str) -> float:
    """Return the time of the faster of two readings, beginning and all of it."""
    times = []
    for _ in range(2):
        start = time.thread_time()
        richtext.blocks(markdown)
        parts(markdown)
        times.append(time.thread_time() - start)
    return min(times) / 2


@pytest.mark.parametrize("name", SHAPES)
def test_twice_the_draft_takes_no_more_than_twice_the_time(name: str) -> None:
    shape = "a" + SHAPES[name] * (16_000 // len(SHAPES[name]))
    assert seconds(shape * 2) < max(1.0, 2.6 * seconds(shape))


HOSTILE = SHAPES | {"stars": " **a", "tildes": "~~a ", "openings": "[a](", "quotes": "> ", "items": "- ", "both": "*_"}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_longest_draft_is_drawn_while_nobody_waits(name: str) -> None:
    body = (HOSTILE[name] * 200_000)[:200_000]
    began = time.thread_time()
    richtext.blocks(body)
    assert time.thread_time() - began < 2.0


def test_a_paragraph_that_is_parsed_in_portions_loses_nothing() -> None:
    body = " ".join(f"word{n} *not* **at** all" for n in range(3_000))
    said = "".join(richtext.text_of(block) for block in richtext.blocks(body, 10_000_000)[0])
    assert said.replace("*", "").split() == body.replace("*", "").split()


@pytest.mark.parametrize("most", range(1, 120))
def test_escaped_text_is_never_cut_inside_an_entity_or_a_token(most: int) -> None:
    pieces = [
        "a ",
        "&amp;",
        "&lt;",
        "<@U01ALICE>",
        "<#C01GEN>",
        "<!date^1^{date}|some day>",
        f"<{URL}|two words>",
        "👩‍👩‍👧‍👦",
        "🇮🇹",
    ]
    full = "".join(pieces * 2)
    clipped = kit.clip(full, most)
    assert len(clipped) <= most
    assert clipped == full or clipped.endswith("…")
    left = clipped.removesuffix("…")
    for piece in pieces * 2:
        left = left.removeprefix(piece)
    assert left in ("", "a"), clipped


def test_a_section_and_a_context_hold_three_thousand_characters() -> None:
    for block in (kit.section("&amp;" * 900)["text"], kit.context("&amp;" * 900)["elements"][0]):
        assert block["text"] == "&amp;" * 599 + "…"
    assert kit.section("a" * 3_000)["text"]["text"] == "a" * 3_000


@pytest.mark.parametrize("invisible", ["", " ", "\u200b", "\u200d\u00ad", "\u202e\ufeff\u3164", "\x00\x1b[0m"])
def test_no_block_is_empty_whatever_its_text(invisible: str) -> None:
    for text_object in (
        kit.plain(invisible),
        kit.header(invisible)["text"],
        kit.section(invisible)["text"],
        kit.context(invisible)["elements"][0],
        kit.quote(invisible)["elements"][0],
    ):
        assert text_object["text"] == kit.NOTHING
    assert kit.run(invisible)["text"] and kit.words()["elements"] and kit.rich()["elements"]


def test_a_title_of_new_emoji_alone_is_shown() -> None:
    assert kit.header("🫩🪾")["text"]["text"] == "🫩🪾"


def test_a_long_row_of_flags_is_cut_at_once() -> None:
    start = time.thread_time()
    assert kit.cut("🇮🇹" * 50_000, 2_900) == "🇮🇹" * 1_449 + "…"
    assert time.thread_time() - start < 1


LONG_DRAFTS = ["- & <item>\n" * 3_000, "word & " * 9_000, "x" * 100_000, '"' * 60_000, "1. a\n   - b\n" * 3_000]


@pytest.mark.parametrize("body", LONG_DRAFTS, ids=lambda body: repr(body[:8]))
def test_a_delivery_with_its_small_print_is_taken_and_is_full(body: str) -> None:
    message = notices.delivery(task(), draft(body=body), ALICE, ())
    assert isinstance(message, kit.Message)
    assert 10_000 < kit.size(message.blocks).characters < 12_000
    assert "Shown to its limit" in words(list(message.blocks))


@pytest.mark.parametrize("times", [10, 100, 140, 190, 2_000])
def test_what_a_modal_does_not_show_is_attached(times: int) -> None:
    made = draft(body=f"- an [item]({URL}) of a list\n" * times, files=(File("memo.md", "text/markdown", b""),))
    whole = replace(WHOLE, draft=made)
    for hosts in ((), HOSTS):
        view = review.whole(whole, ALICE, NOW, hosts)
        cut = "shown to its limit" in words(view["blocks"])
        assert bool(review_draft.attached(whole, first=False, hosts=hosts)) == cut
