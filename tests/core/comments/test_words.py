"""The filter that shows members' plain text."""

import pytest

from core.templatetags.words import handles_in, voice


def test_paragraphs_and_lines():
    assert voice("One\ntwo\n\n\nthree") == "<p>One<br>\ntwo</p>\n<p>three</p>"


@pytest.mark.parametrize("text", ["", None, "  \n\n "])
def test_nothing_is_nothing(text):
    assert voice(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        'https://a.example/"onmouseover="alert(1)',
        "a & <b>",
    ],
)
def test_markup_of_members_is_shown_not_obeyed(text):
    shown = voice(text)
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<b>" not in shown
    assert '"onmouseover' not in shown


def test_an_address_can_be_followed_and_passes_no_credit():
    shown = voice("See https://example.com/a?b=1&c=2.")
    assert '<a href="https://example.com/a?b=1&amp;c=2" rel="nofollow ugc noopener" dir="ltr">' in shown
    assert shown.endswith("</a>.</p>")


def test_brackets_around_an_address_stay_outside_and_inside_stay_inside():
    assert 'href="https://example.com/a_(b)"' in voice("(https://example.com/a_(b))")


@pytest.mark.parametrize("text", ["javascript:alert(1)", "data:text/html,x", "ftp://example.com"])
def test_only_the_web_is_linked(text):
    assert "<a " not in voice(text)


def test_a_mention_leads_to_the_profile():
    assert '<a class="mention" href="/members/tom/"><bdi>@Tom</bdi></a>' in voice("Ask @Tom, please")


@pytest.mark.parametrize(
    "text", ["tom@example.com", "@tom@example.com", "@tom.berg", "@-tom", "@" + "a" * 40, "a/@tom"]
)
def test_what_only_looks_like_a_mention(text):
    assert 'class="mention"' not in voice(text)
    assert handles_in(text) == []


def test_only_known_handles_are_links_when_we_know():
    shown = voice("@tom and @nobody", {"tom"})
    assert shown.count('class="mention"') == 1
    assert "@nobody" in shown


def test_handles_are_found_once_in_order():
    assert handles_in("@bea @Tom and @BEA. (@ines)") == ["bea", "tom", "ines"]


@pytest.mark.parametrize("text", ["`@tom`", "see `a @tom b`", "https://example.com/@tom", "https://a.example/?to=@tom"])
def test_nobody_is_mentioned_in_code_or_in_an_address(text):
    assert handles_in(text) == []
    assert 'class="mention"' not in voice(text)


@pytest.mark.parametrize("text", ["`@tom", "שאלו את @tom.", "(@tom)", "«@tom»"])
def test_beside_signs_and_other_scripts_it_is_one(text):
    assert handles_in(text) == ["tom"]


def test_what_stands_in_code_is_shown_not_obeyed():
    assert voice("`<b>@tom</b>`") == "<p>`&lt;b&gt;@tom&lt;/b&gt;`</p>"


@pytest.mark.parametrize(
    "text",
    ["@" * 200_000, "`" * 200_000, "`a" * 100_000, "https://" + ")" * 200_000, "@a-" * 70_000, "https://" * 25_000],
)
def test_a_long_text_costs_its_length(text):
    assert len(voice(text)) > len(text)  # a walk that goes back and forth would not come to its end
