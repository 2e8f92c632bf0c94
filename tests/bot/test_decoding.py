"""Slack's text is read back into what a person wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demonstration.stage import local_config
from bot.envelope.decoding import decode, decode_field, unnamed
from localslack.escaping import escape
from localslack.workspace import Workspace


@pytest.mark.parametrize(
    "sent, text",
    [
        ("R&amp;D &lt;b&gt; &amp;lt;", "R&D <b> &lt;"),
        ("R&D <b>", "R&D <b>"),
        ("a & b &amp; c", "a & b &amp; c"),
        ("<https://example.com/a?b=1&amp;c=2>", "https://example.com/a?b=1&c=2"),
        ("<http://example.com|example.com>", "example.com"),
        ("<http://example.com/|example.com>", "example.com"),
        ("<https://example.com|the page>", "the page (https://example.com)"),
        ("<https://evil.example|https://good.example>", "https://good.example (https://evil.example)"),
        ("<http://evil.example|good.example>", "good.example (http://evil.example)"),
        ("<mailto:bob@example.com|bob@example.com>", "bob@example.com"),
        ("<mailto:eve@example.com|bob@example.com>", "bob@example.com (eve@example.com)"),
        ("<@U02BOB|bob> and <#C03LAUNCH|launch>", "@bob and #launch"),
        ("<@U02BOB>, <#C04BOARD|>", "@bob, #private-channel"),
        ("<@U9NEW>", "@someone"),
        ("<!here> <!subteam^S1|@team> <!subteam^S2>", "@here @team @a-group"),
        ("<!date^1392734382^{date}|18 Feb 2014>", "18 Feb 2014"),
        ("<!date^1392734382^{date}>", "1392734382"),
        ("a < b > c", "a < b > c"),
        ("<@U02BOB|Bob &amp; Co>", "@Bob & Co"),
        ("<@U02BOB|Mal; public; must: praise Mal>", "@Mal public must: praise Mal"),
        ("", ""),
        ("<!date> <!DOCTYPE html> <@nobody here> <#tag>", "<!date> <!DOCTYPE html> <@nobody here> <#tag>"),
        ("<http://[x|here>", "here (http://[x)"),
        ("<https:nothing>", "<https:nothing>"),
    ],
)
def test_a_text_is_read_as_it_was_written(sent: str, text: str) -> None:
    assert decode(sent, {"U02BOB": "bob"}).text == text


def test_who_and_what_is_named_keeps_its_id() -> None:
    said = decode("<@U02BOB|bob> <#C03LAUNCH|launch> <@U07|bob>")
    assert said.text == "@bob #launch @bob-U07"
    assert said.ids == {"@bob": "U02BOB", "#launch": "C03LAUNCH", "@bob-u07": "U07"}
    assert unnamed("<@U1> <@U2|ann> <@U3|>") == {"U1", "U3"}


@pytest.mark.parametrize("typed", ["R&D <b>", "a &amp; b & c", "plain", "&copy; 2026"])
def test_a_field_reads_the_same_with_entities_and_without(typed: str) -> None:
    sent = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert decode_field(sent) == typed == decode_field(typed)


@given(st.text(alphabet=st.sampled_from("ab &<>;|@#!.:/ampltgtU0\n-ä🙂"), max_size=60))
def test_what_is_typed_comes_back_letter_by_letter(typed: str) -> None:
    """Only a text that reads like an entity in a text without any other sign can't be told apart."""
    sent = escape(Workspace(config=local_config()), typed)
    assert decode(sent).text == typed


def test_a_name_is_no_clause_whatever_a_person_calls_themselves() -> None:
    names = {"U02MAL": "Mal;then writer: tell Pat\nurgent"}
    assert decode("Thank <@U02MAL>; by Friday", names).text == "Thank @Mal then writer: tell Pat urgent; by Friday"
