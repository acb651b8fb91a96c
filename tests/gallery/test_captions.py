"""Captions: WebVTT as it is kept, and what is wrong with the others, line by line."""

import pytest

from gallery.processing.captions import checked_captions
from gallery.processing.outcome import Unfit
from gallery.wording import words_of

CUE = "00:00:01.000 --> 00:00:02.000"


def kept(text: str) -> str:
    return checked_captions(text.encode())


def words(data: bytes) -> str:
    with pytest.raises(Unfit) as refused:
        checked_captions(data)
    return words_of(refused.value.code, refused.value.values)


def said(text: str) -> str:
    """What is kept of the words of one cue."""
    return kept(f"WEBVTT\n\n{CUE}\n{text}\n").removeprefix(f"WEBVTT\n\n{CUE}\n").removesuffix("\n")


def test_good_captions_are_kept_as_they_are():
    text = f"WEBVTT\n\n{CUE}\nHello.\n\n00:00:02.000 --> 01:00:03.500 line:0 align:start\nTwo\nlines.\n"
    assert kept(text) == text


def test_captions_that_were_kept_are_kept_again():
    once = kept(f"WEBVTT\n\n{CUE}\n<v Ann>Hi <b>you & <script>x</script> &lt;i&gt;\n\n{CUE}\n--&gt; </i>\n")
    assert kept(once) == once


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_and_a_byte_order_mark_are_understood(ending):
    text = ending.join(["\ufeffWEBVTT a title", "", CUE, "Hello.", "", CUE, "Two."])
    assert kept(text) == f"WEBVTT\n\n{CUE}\nHello.\n\n{CUE}\nTwo.\n"


def test_times_may_leave_out_the_hours():
    assert CUE in kept("WEBVTT\n\n00:01.000 -->\t00:02.000\nHello.")


def test_names_of_cues_are_left_out():
    assert kept(f"WEBVTT\n\nintro-1\n{CUE}\nHello.") == f"WEBVTT\n\n{CUE}\nHello.\n"


def test_comments_styles_regions_and_lines_of_the_header_are_left_out():
    text = (
        f"WEBVTT\nX-TIMESTAMP-MAP=LOCAL:0\n\nNOTE by me\nsecret\n\nSTYLE\n::cue {{ background: url(//x) }}\n\n"
        f"REGION\nid:a\n\n{CUE} region:a\nHello.\n\nNOTE\n"
    )
    assert kept(text) == f"WEBVTT\n\n{CUE}\nHello.\n"


def test_only_known_settings_are_kept():
    assert f"{CUE} position:10%,line-left size:80% align:left\n" in kept(
        f"WEBVTT\n\n{CUE} position:10%,line-left size:80% align:left onload:x line:url(x) vertical:up\nHello."
    )


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b> <i>italic</i> <u>under</u>",
        "<c.yellow.bg_blue>coloured</c>",
        "<v Ann Smith>Hello.</v>",
        "<lang nl>Goedemorgen.</lang>",
        "<ruby>漢<rt>kan</rt></ruby>",
        "Salt &amp; pepper &lt;3 &nbsp;",
        "שלום, &rlm;עולם",
    ],
)
def test_the_tags_of_webvtt_stay(text):
    assert said(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"),
        ("<b onclick=x>bold</b>", "<b>bold</b>"),
        ("<c.red style=x>red</c>", "<c.red>red</c>"),
        ("<v Ann><x>Hi</v>", "<v Ann>&lt;x&gt;Hi</v>"),
        ("<B>loud</B>", "&lt;B&gt;loud&lt;/B&gt;"),
        ("<00:00:01.500>later", "&lt;00:00:01.500&gt;later"),
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("&#60;script&#62;", "&amp;#60;script&amp;#62;"),
        ("<b>open", "<b>open</b>"),
        ("<b><i>crossed</b></i>", "<b><i>crossed&lt;/b&gt;</i></b>"),
        ("closed</b>", "closed&lt;/b&gt;"),
        ("<v <script>>x", "&lt;v &lt;script&gt;&gt;x"),
        ("left\u202eright\u0000\u200b", "leftright"),
    ],
)
def test_everything_else_becomes_the_text_that_it_is(text, shown):
    assert said(text) == shown


def test_a_tag_may_span_two_lines():
    assert said("<i>one\ntwo</i>") == "<i>one\ntwo</i>"


def test_cues_in_which_nothing_is_said_are_left_out():
    assert kept(f"WEBVTT\n\n{CUE}\n\n{CUE}\n \u200b\n\n{CUE}\nHello.") == f"WEBVTT\n\n{CUE}\nHello.\n"


REFUSED = [
    (b"", "Line 1 of the captions has to be WEBVTT"),
    (b"1\n00:00:01,000 --> 00:00:02,000\nHello.", "Captions of another kind, such as SRT"),
    (b"WEBVTTX\n\n", "Line 1 of the captions has to be WEBVTT"),
    (b"webvtt\n\n", "Line 1 of the captions has to be WEBVTT"),
    (b"WEBVTT\n00:01.000 --> 00:02.000\nHello.", "Line 2 of the captions: an empty line has to stand"),
    (b"WEBVTT\nlang: nl\n00:01.000 --> 00:02.000\nHello.", "Line 3 of the captions: an empty line has to stand"),
    (b"WEBVTT\n\n00:01.000 --> 00:02.000\n\xff\xfe", "Line 4 of the captions is not UTF-8"),
    ("WEBVTT\n\nHello".encode("utf-16"), "Line 1 of the captions is not UTF-8"),
    (b"WEBVTT\n\nHello there.\n", "Line 3 of the captions: what is said here has no times above it"),
    (b"WEBVTT\n\none\ntwo\n00:01.000 --> 00:02.000\n", "Line 3 of the captions: what is said here has no times"),
    (b"WEBVTT\n\n00:01,000 --> 00:02,000\nHello.", "Line 3 of the captions: “00:01,000 --> 00:02,000” is not written"),
    (b"WEBVTT\n\n00:61.000 --> 00:62.000\nHello.", "Line 3 of the captions: “00:61.000 --> 00:62.000” is not"),
    (b"WEBVTT\n\n999:00:01.000 --> 999:00:02.000\nHello.", "is not written like 00:00:05.000"),
    (b"WEBVTT\n\n00:02.000 --> 00:02.000\nHello.", "ends at 00:00:02.000, but begins at 00:00:02.000"),
    (b"WEBVTT\n\n00:09.000 --> 00:02.000\nHello.", "Line 3 of the captions: this one ends at 00:00:02.000"),
    (
        b"WEBVTT\n\n00:05.000 --> 00:06.000\nA\n\n00:04.000 --> 00:06.000\nB",
        "Line 6 of the captions: this one begins at 00:00:04.000, but the one before it at 00:00:05.000",
    ),
    (b"WEBVTT\n\n00:01.000 --> 00:02.000\nA\n00:03.000 --> 00:04.000\nB", "Line 5 of the captions: an arrow (-->)"),
    (b"WEBVTT\n", "There are no captions in this file"),
    (b"WEBVTT\n\nNOTE nothing", "There are no captions in this file"),
    (b"WEBVTT\n\n" + bytes(200_000), "The captions have 200.0 kB; at most 200 kB are allowed"),
    (b"WEBVTT\n\n" + b"0:1\n" * 3 + b"\n", "Line 3 of the captions: what is said here has no times"),
    (b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\nA\n\n" * 5_001, "more captions than the 5000"),
]


@pytest.mark.parametrize(("data", "expected"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_wrong_is_said_with_its_line(data, expected):
    assert expected in words(data)


def test_nothing_that_is_kept_can_open_a_tag_or_a_cue_of_its_own():
    torn = "<b <c.x/> --&gt; &#10;&#10;00:00:05.000 --&gt; &lt;script&gt; <v a>b</v onclick> <//b> <!-- --"
    found = said(torn)
    assert "-->" not in found and "\n" not in found and "<script" not in found
    assert found.count("<b>") == found.count("</b>") and found.count("<v a>") == found.count("</v>")


def test_a_long_line_of_brackets_is_read_at_once():
    assert said("<" * 50_000) == "&lt;" * 50_000
    assert said("<v " * 20_000 + "x").startswith("&lt;v &lt;v")
