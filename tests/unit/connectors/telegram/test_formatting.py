"""HTML that Telegram takes whatever the text holds, and long texts in pieces that lose nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.telegram.formatting import (
    MAX_UNITS,
    Span,
    count_units,
    cut_pieces,
    split_spans,
    write_html,
    write_plain,
)
from tests.support import telegram_rules as rules


@pytest.mark.parametrize(("text", "html"), [
    ("**Codice**: AB", "<b>Codice</b>: AB"),
    ("- uno\n- due", "• uno\n• due"),
    ("1 < 2 & 3 > 2 «\"'»", "1 &lt; 2 &amp; 3 &gt; 2 «\"'»"),
    ("vedi [il sito](https://a.it/?x=1&y=2)", 'vedi <a href="https://a.it/?x=1&amp;y=2">il sito</a>'),
    ("[finto](javascript:alert)", "[finto](javascript:alert)"),
    ("<b>no</b>", "&lt;b&gt;no&lt;/b&gt;"),
    ("2 ** 3 ** 4", "2 <b> 3 </b> 4"),
    ("**<i>x</i>**", "<b>&lt;i&gt;x&lt;/i&gt;</b>"),
])
def test_the_subset_is_kept_and_the_rest_escaped(text: str, html: str) -> None:
    assert write_html(split_spans(text)) == html


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab *<>&[](\n-.,!😀èhttps:/\"'"), max_size=200))
def test_telegram_takes_any_text(text: str) -> None:
    assert rules.parse_html(write_html(split_spans(text))) == write_plain(split_spans(text))


def test_the_check_of_html_refuses_what_is_not_escaped() -> None:
    for wrong in ("a < b", "<b>x", "x</b>", "a & b", "<script>x</script>", "<b><i>x</b></i>", "a > b",
                  '<b class="x">y</b>'):
        with pytest.raises(rules.Bad):
            rules.parse_html(wrong)


def test_an_emoji_is_two_units() -> None:
    assert count_units("a😀è") == 4 == rules.units("a😀è")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["ciao ", "😀", "Fine. ", "\n", "\n\n", "parola" * 9, " "]), max_size=80),
       st.integers(20, 60))
def test_pieces_are_short_enough_and_lose_no_word(parts: list[str], limit: int) -> None:
    text = "".join(parts)
    found = cut_pieces([Span(text)], limit)
    assert all(count_units(write_plain(piece)) <= limit for piece in found)
    assert "".join(write_plain(piece) for piece in found).replace(" ", "").replace("\n", "") == "".join(text.split())


def test_a_long_text_is_cut_at_the_end_of_a_sentence() -> None:
    text = " ".join(f"Questa è la frase numero {number}." for number in range(400))
    found = [write_plain(piece) for piece in cut_pieces(split_spans(text))]
    assert len(found) == 3 and all(piece.endswith(".") for piece in found)
    assert " ".join(found) == text


def test_a_tag_never_crosses_a_cut() -> None:
    text = "x" * 4000 + " **" + "grassetto " * 20 + "** fine"
    found = cut_pieces(split_spans(text))
    assert len(found) == 2
    for piece in found:
        assert rules.units(rules.parse_html(write_html(piece))) <= MAX_UNITS


def test_a_word_that_is_too_long_is_cut_between_characters() -> None:
    found = [write_plain(piece) for piece in cut_pieces([Span("😀" * 3000)])]
    assert [len(piece) for piece in found] == [2048, 952]
