import pytest

from core.sanitizing import clean_html, clean_line, clean_text, is_blank


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\x00b", "ab"),
        ("pay\u202egnp.exe", "paygnp.exe"),
        ("\u2066hidden\u2069", "hidden"),
        ("\ufeffBOM", "BOM"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("e\u0301", "é"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("שָׁלוֹם", "שָׁלוֹם"),
    ],
)
def test_text_keeps_what_people_write_and_loses_what_hides(given, kept):
    assert clean_text(given) == kept


def test_towers_of_marks_are_cut_down():
    tower = "Z" + "\u0301\u0302\u0303\u0304\u0305" * 50
    assert len(clean_text(tower)) < 10


def test_a_line_is_one_line():
    assert clean_line(" one \n two\tthree ") == "one two three"


@pytest.mark.parametrize("text", ["", "  \n", "\u200b\u200c\u200d", "\u3164\u3164", "\u2800", "\u200e\u200f"])
def test_what_cannot_be_seen_is_blank(text):
    assert is_blank(text)


def test_a_single_emoji_is_not_blank():
    assert not is_blank("☕")


def test_html_keeps_harmless_tags_only():
    given = '<p onclick="a()">Hi <a href="javascript:a()">x</a><script>a()</script><svg onload=a()></p>'
    kept = clean_html(given)
    assert "<p>" in kept
    assert "script" not in kept
    assert "onclick" not in kept
    assert "svg" not in kept
