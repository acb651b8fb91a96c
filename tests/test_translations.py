"""All that people read can be translated: whole sentences, named variables; a language that ships is complete."""

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation import templatize

from tests.architecture import called, is_migration, is_source, our_modules
from tests.markup import ROOT, our_templates, translated

pytestmark = pytest.mark.static

KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
SPOKEN_ARGUMENTS = {"label", "help_text", "verbose_name", "verbose_name_plural", "heading", "empty_label", "menu_label"}
SPEAKS_FIRST = {"Refused", "RuleBroken", "Stale", "no", "ValidationError"}
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(?:_|n?p?gettext)\({STRING}(?:,\s*{STRING})*(?:,\s*count)?\)", re.DOTALL)
UNNAMED = re.compile(r"%(?:\d+\$)?[sdr]|{\d*}")


def messages_of(path: str) -> Iterator[str]:
    """Every message of one file, as the catalogues get it. Fails where a template or a call cannot be extracted."""
    source = (ROOT / path).read_text(encoding="utf-8")
    if path.endswith((".html", ".txt")):
        # What templatize leaves is calls among filler: near enough to Python for xgettext, not for a tokenizer.
        source = "\n".join(call[0] for call in CALL.finditer(templatize(source, origin=path)))
    for _, text, _, _ in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS):
        yield from (part for part in (text if isinstance(text, tuple) else (text,)) if part)


def spoken_files() -> list[str]:
    mails = (path.relative_to(ROOT).as_posix() for path in (ROOT / "templates").rglob("*.txt"))
    modules = (path for path in our_modules() if is_source(path) and not is_migration(path))
    return sorted([*our_templates(), *mails, *modules])


def bare_words(source: str) -> list[str]:
    """Sentences that code shows to people without asking for a translation."""
    problems = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        said = [word.value for word in node.keywords if word.arg in SPOKEN_ARGUMENTS]
        said += node.args[:1] if called(node) in SPEAKS_FIRST else []
        said += node.args[1:2] if called(node) == "toast" else []
        problems += [
            f"line {node.lineno}: {called(node)}({ast.unparse(value)[:50]}) is not translated"
            for value in said
            if isinstance(value, ast.JoinedStr)
            or (
                isinstance(value, ast.Constant)
                and isinstance(value.value, str)
                and re.search(r"[A-Za-z]{2}", value.value)
            )
        ]
    return problems


def catalogues() -> list[Path]:
    return sorted(ROOT.glob("core/locale/*/LC_MESSAGES/django.po"))


def test_every_message_can_be_extracted_and_names_its_variables() -> None:
    messages = {(path, text) for path in spoken_files() for text in messages_of(path)}
    assert len(messages) > 100
    assert not sorted(f"{path}: {text!r}" for path, text in messages if UNNAMED.search(text.replace("%%", "")))


def test_templates_hold_no_untranslated_words() -> None:
    found = [
        f"{path}: {problem}"
        for path in our_templates()
        for problem in translated(path, (ROOT / path).read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


def test_code_holds_no_untranslated_words() -> None:
    modules = [path for path in spoken_files() if path.endswith(".py") and "/management/" not in path]
    found = [
        f"{path}: {problem}" for path in modules for problem in bare_words((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


def test_every_catalogue_is_complete() -> None:
    """A language that ships says everything: no message missing, none fuzzy, every named variable kept."""
    wanted = {text for path in spoken_files() for text in messages_of(path)}
    for path in catalogues():
        with path.open("rb") as file:
            entries = {message.id: message for message in read_po(file) if message.id}
        said = {text for key in entries for text in (key if isinstance(key, tuple) else (key,))}
        assert not wanted - said, f"{path.parent.parent.name} lacks {sorted(wanted - said)[:10]}"
        assert not [entry.id for entry in entries.values() if entry.fuzzy or not complete(entry)], path


def complete(entry: Message) -> bool:
    forms = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
    names = set(re.findall(r"%\(\w+\)", str(entry.id)))
    return all(forms) and all(set(re.findall(r"%\(\w+\)", form)) <= names for form in forms)


PAGE = "templates/ideas/board.html"


@pytest.mark.parametrize(
    "source",
    [
        "<p>Nothing here</p>",
        "<p>{% if x %}Nothing{% endif %}</p>",
        "<p>{{ count }} ideas</p>",
        '<img alt="A cup">',
        '<button aria-label="Close">{% icon "close" %}</button>',
        '<input type="submit" value="Send">',
        '<input placeholder="Search the ideas">',
        '{% include "components/empty_state.html" with title="No ideas yet" only %}',
        '{% include "components/notice.html" with text="Saved" only %}',
        "{% comment %} a {% endcomment %}Ideas",
    ],
)
def test_a_planted_bare_word_in_a_template_is_found(source: str) -> None:
    assert translated(PAGE, source)


@pytest.mark.parametrize(
    "source",
    [
        '<p>{% translate "Nothing here" %}</p>',
        "<p>{% blocktranslate count n=n %}<b>{{ n }}</b> idea{% plural %}{{ n }} ideas{% endblocktranslate %}</p>",
        "<p>{{ count }} · 99+ &nbsp; — Sayso</p>",
        "{% comment %} Needs: words {% endcomment %}{# more words #}",
        '<img alt="{{ picture.alt }}"><input type="hidden" value="send">',
        '<a title="{% translate "Close" %}">{{ name }}</a>',
        '{% include "components/empty_state.html" with title=_("No ideas yet") icon="idea" css_class="a b" only %}',
        "<code>manage.py sweep</code>",
    ],
)
def test_a_right_template_passes(source: str) -> None:
    assert translated(PAGE, source) == []


@pytest.mark.parametrize(
    "source",
    [
        "raise Refused('You may not.')",
        "raise RuleBroken(f'No {name}.')",
        "return no('Sign in first.', sign_in=True)",
        "toast(request, 'Saved.')",
        "title = models.CharField(verbose_name='title', max_length=200)",
        "forms.CharField(label='Your idea', help_text=_('Say it.'))",
    ],
)
def test_a_planted_bare_word_in_code_is_found(source: str) -> None:
    assert bare_words(source)


def test_translated_code_passes() -> None:
    lines = (
        "raise Refused(_('No.'))",
        "forms.CharField(label=_('Idea'), help_text='')",
        "no(reason)",
        "toast(r, _('Hi.'))",
    )
    assert bare_words("\n".join(lines)) == []


@pytest.mark.parametrize("text", ["%s ideas", "%d of %d", "{} ideas", "{0} ideas", "%1$s"])
def test_a_planted_unnamed_variable_is_found(text: str) -> None:
    assert UNNAMED.search(text)
    assert not UNNAMED.search("%(count)s of {total} ideas, 100 %")
