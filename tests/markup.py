"""What a template may hold, as functions: each takes a path and its source and says what breaks the rule."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

from django.template.base import BLOCK_TAG_START, COMMENT_TAG_START, VARIABLE_TAG_START, tag_re

ROOT = Path(__file__).resolve().parent.parent
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
DRAWING = {"path", "circle", "rect", "line", "polyline", "polygon", "ellipse", "use", "stop"}
SPOKEN = {"alt", "title", "placeholder", "aria-label", "aria-description", "aria-roledescription", "aria-valuetext"}
NOT_SPOKEN = {"script", "style", "code", "pre", "kbd"}
# Names and signs that are the same in every language.
NAMES = {"Sayso", "RSS", "Atom", "JSON", "CSV", "WhatsApp"}
PAINTED = {"fill", "stroke", "stop-color", "color", "bgcolor", "background", "flood-color"}
NO_PAINT = {"none", "currentcolor", "inherit", "transparent", "0"}
HEADER = re.compile(r"\s*({%\s*extends[^%]*%}\s*)?{%\s*comment\s*%}\s*(?!{%\s*endcomment)\S")
INCLUDE = re.compile(r"{%\s*include\s+(?P<what>\S+)(?P<rest>.*?)%}", re.DOTALL)
LITERAL = re.compile(r"""(?P<key>\w+)=(?P<quote>["'])(?P<text>.*?)(?P=quote)""")
KEYS_OF_CODE = re.compile(r"(class|url|href|size|kind|id|icon|name|level|tone|place|template|rel|target)$")
PROSE = re.compile(r"^[A-Z]\w*[a-z]|\w+\s+\w+")

Rule = Callable[[str, str], list[str]]


def our_templates() -> list[str]:
    return sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "templates").rglob("*.html"))


def is_mail(path: str) -> bool:
    return "emails" in PurePosixPath(path).parts or PurePosixPath(path).name.startswith("email")


def without(source: str, block: str) -> str:
    """The source with every `{% block … %}…{% endblock … %}` blanked, lines kept."""
    whole = re.compile(rf"{{%-?\s*{block}\b.*?%}}.*?{{%\s*end{block}\s*%}}", re.DOTALL)
    return whole.sub(lambda found: "\n" * found[0].count("\n"), source)


def html_of(source: str) -> str:
    """The markup alone: comments, tags and translated blocks blanked, a variable a 0. Lines keep their numbers."""
    for block in ("comment", "verbatim", "blocktranslate", "blocktrans"):
        source = without(source, block)

    def blank(found: re.Match[str]) -> str:
        lines = "\n" * found[0].count("\n")
        return f"0{lines}" if found[0].startswith(VARIABLE_TAG_START) else lines

    return tag_re.sub(blank, source)


class Reader(HTMLParser):
    """Walks the markup once and notes what the rules ask about."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.roots: list[tuple[str, dict[str, str]]] = []
        self.elements: list[tuple[int, str, dict[str, str]]] = []
        self.texts: list[tuple[int, str, str]] = []
        self.feed(html_of(source))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if not self.open:
            self.roots.append((tag, named))
        self.elements.append((self.getpos()[0], tag, named))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self.getpos()[0], self.open[-1] if self.open else "", data))


def nothing_inline(path: str, source: str) -> list[str]:
    """The policy of the public site refuses what is inline; mail readers know nothing else."""
    if is_mail(path):
        return []
    page = Reader(source)
    problems = [f"line {line}: inline <{inside}>" for line, inside, _ in page.texts if inside in {"script", "style"}]
    for line, tag, attributes in page.elements:
        if tag == "style" or (tag == "script" and not {"src", "id"} & set(attributes)):
            problems.append(f"line {line}: inline <{tag}>")
        for name, value in attributes.items():
            handler = re.match(r"on\w|hx-on|data-hx-on", name) or re.match(r"\s*(javascript|js):", value)
            if name == "style" or handler:
                problems.append(f"line {line}: inline {name}")
    return problems


def no_paint(path: str, source: str) -> list[str]:
    """A colour in markup would not follow the brand, nor the dark scheme."""
    if is_mail(path):
        return []
    return [
        f"line {line}: {name}={value}"
        for line, _, attributes in Reader(source).elements
        for name, value in attributes.items()
        if name in PAINTED and value.lower() not in NO_PAINT
    ]


def fragments(path: str, source: str) -> list[str]:
    """A fragment is one element with an id, says what it needs, and stands on no layout."""
    if PurePosixPath(path).parent.name != "fragments":
        return []
    problems = [] if HEADER.match(source) else ["no header comment that says what it needs"]
    if re.search(r"{%\s*extends\b", source):
        problems.append("a fragment extends nothing")
    page = Reader(source)
    included = roots_included(source)
    ids = [attributes.get("id", "") for _, attributes in page.roots] + included
    if len(ids) != 1:
        problems.append(f"{len(ids)} root elements, exactly one is needed")
    elif not ids[0]:
        problems.append("the root element has no id")
    return problems


VOTE_BOX = re.compile(r"{%\s*vote_box\b.*?%}")  # the one element that a tag draws whole


def roots_included(source: str) -> list[str]:
    """The ids of root elements that come from includes at the top level of this template, loops counted twice."""
    marked = INCLUDE.sub(
        lambda found: f'<included name="{found["what"].strip(chr(34))}"></included>', strip_blocks(source)
    )
    marked = re.sub(r"{%\s*for\b.*?%}", "<looped></looped><looped></looped>", marked)
    ids: list[str] = []
    for tag, attributes in Reader(marked).roots:
        if tag == "looped":
            ids.append("")
        elif tag == "included":
            inner = ROOT / "templates" / attributes["name"]
            text = (
                VOTE_BOX.sub('<form id="vote-box"></form>', inner.read_text(encoding="utf-8"))
                if inner.is_file()
                else ""
            )
            ids += [root.get("id", "") for _, root in Reader(text).roots] + roots_included(text) if text else [""]
    return ids


def strip_blocks(source: str) -> str:
    return without(without(source, "comment"), "blocktranslate")


def components(path: str, source: str) -> list[str]:
    """A component says what it needs, and takes a small shape: whoever includes one passes it and adds `only`."""
    problems = []
    if path.startswith("templates/components/") and not HEADER.match(source):
        problems.append("no header comment that says what it needs")
    if path.startswith("templates/layouts/"):
        return problems  # the frame of a page takes the whole context
    shown = strip_blocks(source)
    for found in INCLUDE.finditer(shown):
        if found["what"].strip("\"'").startswith("components/") and not re.search(r"\bonly\s*$", found["rest"]):
            problems.append(f"line {line_of(shown, found.start())}: include {found['what']} without only")
    return problems


def translated(path: str, source: str) -> list[str]:
    """No word for people outside a translate tag: as text, in an attribute that is read out, handed to an include."""
    page, shown = Reader(source), strip_blocks(source)
    problems = [
        f"line {line}: untranslated text {text.strip()[:40]!r}"
        for line, inside, text in page.texts
        if inside not in NOT_SPOKEN and has_words(text)
    ]
    for line, tag, attributes in page.elements:
        spoken = SPOKEN | ({"value"} if tag == "input" and attributes.get("type") in {"submit", "button"} else set())
        problems += [
            f"line {line}: untranslated {name}={attributes[name]!r}"
            for name in spoken & set(attributes)
            if has_words(attributes[name])
        ]
    return problems + [
        f"line {line_of(shown, found.start())}: untranslated {literal['key']}={literal['text']!r}"
        for found in INCLUDE.finditer(shown)
        for literal in LITERAL.finditer(found["rest"])
        if PROSE.search(literal["text"]) and not KEYS_OF_CODE.search(literal["key"])
    ]


def has_words(text: str) -> bool:
    words = re.findall(r"[^\W\d_]{2,}", text)
    return bool(set(words) - NAMES)


def line_of(source: str, position: int) -> int:
    return source[:position].count("\n") + 1


RULES: tuple[Rule, ...] = (nothing_inline, no_paint, fragments, components, translated)
assert (BLOCK_TAG_START, COMMENT_TAG_START) == ("{%", "{#")  # what the expressions above are written for
