"""Nothing that members write is published around moderation: neither by a model that it does not know, nor by a line of
code that sets the state by itself."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from core.publication import Publishable
from core.subjects import subjects
from moderation.registries import moderated
from tests.architecture import ROOT, called, is_migration, is_source, our_modules

VERBS = ("place", "place_many", "state", "approve_many", "exposure", "review", "fetched", "out_of_reach")
# Who may write `published`: the gate, what moderators do, and what brings in things that were public elsewhere.
MAY_PUBLISH = {
    "core/publication.py",
    "core/comments/actions/judging.py",
    "contests/actions/placing.py",
    "contests/canary.py",  # plants what nobody keeps
    "contests/actions/revising.py",
    "gallery/canary.py",
    "ideas/actions/judging.py",
    "ideas/actions/opinions.py",  # a verdict without words, and what moderators do
    "ideas/importing/shelves.py",
    "ideas/opinions/canary.py",
    "ideas/seeding.py",
}
ASKING = {"filter", "exclude", "get", "Q", "When", "get_object_or_404", "aggregate"}


def unmoderated(known) -> list[str]:
    """What of these models waits to be published, and moderation cannot judge."""
    problems = []
    for model in known:
        if not issubclass(model, Publishable) or model._meta.proxy:
            continue
        subject = next((subject for subject in subjects if subject.model is model), None)
        if subject is None:
            problems.append(f"{model.__name__} is no registered subject")
        elif subject.key not in moderated:
            problems.append(f"{model.__name__} ({subject.key}) has no adapter in moderated")
        else:
            missing = [verb for verb in VERBS if not callable(getattr(moderated[subject.key], verb, None))]
            problems += [f"{subject.key} cannot {verb}" for verb in missing]
    return problems


def test_every_publishable_is_moderated():
    assert unmoderated(apps.get_models()) == []
    assert {model.__name__ for model in apps.get_models() if issubclass(model, Publishable)} >= {"Idea", "IdeaComment"}


@isolate_apps()
def test_a_model_that_nobody_registered_is_found():
    class Poem(Publishable):
        words = models.TextField()

        class Meta:
            app_label = "poems"

    assert unmoderated([Poem]) == ["Poem is no registered subject"]


class PoemSubject:
    key = "poem"

    def __init__(self, model):
        self.model = model


@isolate_apps()
def test_a_subject_without_an_adapter_is_found(register):
    class Poem(Publishable):
        class Meta:
            app_label = "poems"

    register(subjects, PoemSubject(Poem))
    assert unmoderated([Poem]) == ["Poem (poem) has no adapter in moderated"]


@isolate_apps()
def test_an_adapter_that_cannot_do_everything_is_found(register):
    class Poem(Publishable):
        class Meta:
            app_label = "poems"

    class Half:
        key = "poem"

        def place(self, thing, state, **said):
            return state

    register(subjects, PoemSubject(Poem))
    register(moderated, Half())
    assert unmoderated([Poem]) == [f"poem cannot {verb}" for verb in VERBS if verb != "place"]


def publishing(source: str) -> list[int]:
    """The lines that write the state `published`, or a state of which nobody can tell."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                lines += [node.lineno for place, value in _pairs(target, node.value) if _is_state(place, value)]
        elif isinstance(node, ast.AnnAssign | ast.AugAssign) and node.value and _is_state(node.target, node.value):
            lines.append(node.lineno)
        elif isinstance(node, ast.Call) and called(node) not in ASKING:
            lines += [node.lineno for word in node.keywords if word.arg == "state" and _publishes(word.value)]
            lines += [node.lineno for _ in [node] if called(node) == "setattr" and _sets_state(node)]
        elif isinstance(node, ast.Dict):
            lines += [node.lineno for key, value in zip(node.keys, node.values, strict=True) if _entry(key, value)]
    return lines


def _pairs(target, value):
    if isinstance(target, ast.Tuple | ast.List) and isinstance(value, ast.Tuple | ast.List):
        return [pair for place, part in zip(target.elts, value.elts, strict=False) for pair in _pairs(place, part)]
    return [(target, value)]


def _is_state(place, value) -> bool:
    return isinstance(place, ast.Attribute) and place.attr == "state" and (_publishes(value) or _is_unknown(value))


def _publishes(value) -> bool:
    said = ast.unparse(value)
    return said.endswith("State.PUBLISHED") or said in ("'published'", "State('published')", "State['PUBLISHED']")


def _is_unknown(value) -> bool:
    """A variable or a choice between values: it may be anything. A constant such as State.HIDDEN is not."""
    return not isinstance(value, ast.Attribute | ast.Constant)


def _sets_state(node) -> bool:
    return len(node.args) == 3 and ast.unparse(node.args[1]) == "'state'"


def _entry(key, value) -> bool:
    return isinstance(key, ast.Constant) and key.value == "state" and _publishes(value)


def _watched(path: str) -> bool:
    parts = Path(path).parts
    return is_source(path) and not is_migration(path) and "demo" not in parts and path not in MAY_PUBLISH


def test_nothing_is_published_around_the_gate():
    found = {path: publishing((ROOT / path).read_text(encoding="utf-8")) for path in our_modules() if _watched(path)}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize("path", sorted(MAY_PUBLISH))
def test_whoever_may_publish_does(path):
    """An exception that nobody needs any more goes from the list."""
    assert publishing((ROOT / path).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "line",
    [
        "idea.state = State.PUBLISHED",
        "idea.state = publication.State.PUBLISHED",
        'idea.state = "published"',
        'idea.state = State("published")',
        "idea.state, idea.published_at = State.PUBLISHED, at",
        "idea.state = wanted",
        "idea.state = State.PUBLISHED if trusted else State.WAITING",
        "Idea.objects.filter(pk=1).update(state=State.PUBLISHED)",
        "Idea(state=State.PUBLISHED)",
        "Idea.objects.create(state='published')",
        "setattr(idea, 'state', wanted)",
        "Idea.objects.update(**{'state': State.PUBLISHED})",
    ],
)
def test_a_line_that_publishes_is_found(line):
    assert publishing(line) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "Idea.objects.filter(state=State.PUBLISHED)",
        "Q(state='published')",
        "idea.state = State.HIDDEN",
        "case.state = CaseState.DECIDED",
        "seen = idea.state == State.PUBLISHED",
        "idea.state == 'published'",
    ],
)
def test_a_line_that_only_asks_is_not(line):
    assert publishing(line) == []
