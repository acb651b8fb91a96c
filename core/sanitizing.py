"""Text as members may give it: no characters that hide, forge or break; and HTML that is safe to show."""

import re
import unicodedata

import nh3

# Zero-width joiners stay (Persian, Indic scripts and emoji need them); overrides, null and other controls go.
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_BLANK = re.compile(r"[\s\u200c-\u200f\u3164\u115f\u1160\uffa0\u2800]+")
_MARKS = re.compile(
    r"(\w[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)
# A spreadsheet would take such a cell for a formula. Text that looks escaped is escaped again, so nothing is lost.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
ALLOWED_TAGS = {
    "p",
    "br",
    "b",
    "strong",
    "i",
    "em",
    "a",
    "ul",
    "ol",
    "li",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "code",
    "hr",
}


def clean_line(text: str) -> str:
    """One line of plain text: controls and overrides taken out, white space folded, NFC."""
    return " ".join(clean_text(text).split())


def clean_text(text: str) -> str:
    """Plain text of several lines: controls and overrides taken out, at most one empty line in a row, NFC."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _MARKS.sub(r"\1", _HIDDEN.sub("", text))
    lines = [line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def is_blank(text: str) -> bool:
    """Whether nothing can be seen of it: spaces, zero-width characters and fillers only."""
    return not _BLANK.sub("", _HIDDEN.sub("", text))


def clean_html(html: str) -> str:
    """HTML with harmless tags only, for anything that is rendered as HTML and was not written in the admin."""
    return nh3.clean(
        html, tags=ALLOWED_TAGS, attributes={"a": {"href", "title"}}, url_schemes={"http", "https", "mailto"}
    )


def spreadsheet_safe(cell: str) -> str:
    """The cell as a spreadsheet keeps it for text: an apostrophe before what would begin a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
