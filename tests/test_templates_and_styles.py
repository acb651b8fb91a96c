"""What keeps the look whole: logical CSS, colours in one place, nothing inline, fragments that htmx can swap."""

import pytest

from tests import markup, stylesheets
from tests.markup import Rule, components, fragments, no_paint, nothing_inline, our_templates
from tests.stylesheets import colours_in_tokens, in_a_layer, logical_only, our_stylesheets

pytestmark = pytest.mark.static

# The words of templates are the business of test_translations.py.
LOOKS = [rule for rule in markup.RULES if rule is not markup.translated]


def broken(rule: Rule, paths: list[str]) -> list[str]:
    sources = ((path, (markup.ROOT / path).read_text(encoding="utf-8")) for path in paths)
    return [f"{path}: {problem}" for path, source in sources for problem in rule(path, source)]


@pytest.mark.parametrize("rule", LOOKS, ids=lambda rule: rule.__name__)
def test_every_template_keeps(rule: Rule) -> None:
    assert our_templates()
    problems = broken(rule, our_templates())
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("rule", stylesheets.RULES, ids=lambda rule: rule.__name__)
def test_every_stylesheet_keeps(rule: Rule) -> None:
    assert our_stylesheets()
    problems = broken(rule, our_stylesheets())
    assert not problems, "\n".join(problems)


FRAGMENT = "templates/ideas/fragments/vote_box.html"
PAGE = "templates/ideas/board.html"
PART = "templates/components/card.html"
HEADER = "{% comment %} Needs: nothing. {% endcomment %}"
PLANTED_MARKUP = [
    (nothing_inline, PAGE, '<p style="margin: 0">'),
    (nothing_inline, PAGE, "<style>p { margin: 0 }</style>"),
    (nothing_inline, PAGE, "<script>alert(1)</script>"),
    (nothing_inline, PAGE, '<script type="module">{% if x %}{% endif %}</script>'),
    (nothing_inline, PAGE, '<button onclick="go()">'),
    (nothing_inline, PAGE, '<form hx-on:submit="go()">'),
    (nothing_inline, PAGE, '<form hx-on--after-request="go()">'),
    (nothing_inline, PAGE, '<a href="javascript:go()">'),
    (nothing_inline, PAGE, '<a {% if x %}style="color: {{ c }}"{% endif %}>'),
    (no_paint, PAGE, '<svg><path fill="#fff"/></svg>'),
    (no_paint, PAGE, '<svg><path stroke="red"/></svg>'),
    (fragments, FRAGMENT, '<form id="a"></form>'),
    (fragments, FRAGMENT, "{% comment %}{% endcomment %}<form id='a'></form>"),
    (fragments, FRAGMENT, HEADER + '<form id="a"></form><p id="b"></p>'),
    (fragments, FRAGMENT, HEADER + "<form></form>"),
    (fragments, FRAGMENT, HEADER + "plain text"),
    (fragments, FRAGMENT, HEADER + '{% for x in y %}<li id="a"></li>{% endfor %}'),
    (fragments, FRAGMENT, HEADER + '<br id="a"><p></p>'),
    (fragments, FRAGMENT, HEADER + '{% if x %}<p id="a"></p>{% else %}<p id="b"></p>{% endif %}'),
    (fragments, FRAGMENT, HEADER + '{% include "components/no_such_thing.html" only %}'),
    (fragments, FRAGMENT, HEADER + '<p id="a"></p>{% include "components/vote_box.html" only %}'),
    (fragments, FRAGMENT, '{% extends "layouts/site.html" %}' + HEADER + '<p id="a"></p>'),
    (components, PART, "<p></p>"),
    (components, PART, HEADER + '{% include "components/avatar.html" with name=name %}'),
    (components, PAGE, '{% include "components/avatar.html" %}'),
    (components, FRAGMENT, '{% include "components/avatar.html" with text="only" %}'),
]
ALLOWED_MARKUP = [
    (
        nothing_inline,
        PAGE,
        '<script type="module" src="a.js"></script><p class="style" data-on="x">{% icon "style" %}</p>',
    ),
    (nothing_inline, PAGE, '{{ data|json_script:"words" }}{% comment %}<p style="">{% endcomment %}{# <p style=""> #}'),
    (nothing_inline, "templates/emails/layout.html", '<p style="margin: 0">'),
    (no_paint, PAGE, '<svg><path fill="none" stroke="currentColor"/></svg>'),
    (
        fragments,
        FRAGMENT,
        HEADER + '{% load i18n %}<form id="box-{{ x }}"><input><p>{% if x %}a{% endif %}</p></form>\n',
    ),
    (fragments, FRAGMENT, HEADER + '{% may "a" b as c %}{% include "components/vote_box.html" with subject=a only %}'),
    (
        fragments,
        FRAGMENT,
        HEADER + '<ul id="a">{% for x in y %}<li></li>{% include "components/x.html" only %}{% endfor %}</ul>',
    ),
    (fragments, PAGE, "<p></p><p></p>"),
    (components, PART, HEADER + '{% include "components/avatar.html" with name=name only %}'),
    (components, PAGE, '{% include "ideas/fragments/vote_box.html" %}'),
    (components, "templates/layouts/site.html", '{% include "components/colophon.html" %}'),
]


@pytest.mark.parametrize(("rule", "path", "source"), PLANTED_MARKUP)
def test_a_planted_breach_in_a_template_is_found(rule: Rule, path: str, source: str) -> None:
    assert rule(path, source)


@pytest.mark.parametrize(("rule", "path", "source"), ALLOWED_MARKUP)
def test_a_right_template_passes(rule: Rule, path: str, source: str) -> None:
    assert rule(path, source) == []


CSS = "core/static/core/css/components/card.css"
PLANTED_CSS = [
    *((logical_only, f".a {{ {side} }}") for side in (
        "margin-left: 1rem", "padding-right: 0", "border-left-width: 1px", "border-right: 0", "left: 0", "right: auto",
        "top: 0", "bottom: 0", "margin-top: 0", "text-align: left", "text-align: right", "float: left", "clear: right",
        "border-top-left-radius: 0", "background-position: right center", "margin: 0 1px 0 2px", "inset: 0 0 0 auto",
        "background: linear-gradient(to right, var(--a), var(--b))", "color: var(--ink); scroll-margin-left: 0",
    )),
    *((colours_in_tokens, f".a {{ {paint} }}") for paint in (
        "color: #fff", "color: #A1B2C3D4", "background: rgb(0 0 0)", "color: hsl(0 0% 0%)", "color: red",
        "border: 1px solid oklch(0.5 0 0)", "border-color: var(--a) white", "box-shadow: 0 0 1px black",
        "--mine: tomato", "color: var(--a, #000)",
        "color: light-dark(var(--a), var(--b))", "background: color-mix(in oklch, var(--a), white)",
    )),
    (in_a_layer, ".a { margin: 0 }"),
    (in_a_layer, "@media (width > 10em) { .a { margin: 0 } }"),
    (in_a_layer, "@layer overrides { .a { margin: 0 } }"),
]  # fmt: skip
ALLOWED_CSS = [
    *((logical_only, f".a {{ {side} }}") for side in (
        "margin-inline-start: 1rem", "inset-inline-end: 0", "text-align: start", "margin: 0 1px 0 1px", "inset: 0",
        "transition: left 1s", "grid-area: left", "border-start-start-radius: 0", "padding: calc(1px + 2px) 0",
    )),
    (logical_only, "/* left: 0 */ .left { --left: 1px; content: 'left: 0; right: 1'; }\n.is-left:hover { inset: 0 }"),
    *((colours_in_tokens, f".a {{ {paint} }}") for paint in (
        "color: var(--red)", "color: currentColor", "background: transparent", "color: CanvasText", "font-family: tan",
        "background: color-mix(in oklch, var(--ink) 10%, transparent)", "mask: url(#red) no-repeat", "border: 0 solid",
    )),
    (colours_in_tokens, "#add { margin: 0 } .red { margin: 0 }"),
    (in_a_layer, "/* why */\n@layer components { .a { margin: 0 } }"),
    (in_a_layer, '@layer reset, tokens;\n@import url("a.css");'),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "source"), PLANTED_CSS)
def test_a_planted_breach_in_a_stylesheet_is_found(rule: Rule, source: str) -> None:
    assert rule(CSS, source)


@pytest.mark.parametrize(("rule", "source"), ALLOWED_CSS)
def test_a_right_stylesheet_passes(rule: Rule, source: str) -> None:
    assert rule(CSS, source) == []


@pytest.mark.parametrize("name", ["tokens.css", "components/tone.css"])
def test_colours_may_stand_in_the_tokens_and_the_tones(name: str) -> None:
    assert colours_in_tokens(f"core/static/core/css/{name}", ":root { --ink: #111 }") == []


def test_every_stylesheet_is_reached_from_the_one_that_pages_load() -> None:
    """A file that nothing imports looks done and changes nothing."""
    site = markup.ROOT / "core/static/core/css/site.css"
    imported = {part.split('"')[1] for part in site.read_text(encoding="utf-8").split("@import url(")[1:]}
    there = {path.relative_to(site.parent).as_posix() for path in site.parent.rglob("*.css")} - {"site.css"}
    assert {name for name in there if not stylesheets.is_for_the_admin(name)} == imported
