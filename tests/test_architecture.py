"""The walls of the house: every rule holds for every module, and every rule was seen to fail."""

import ast
from pathlib import PurePosixPath

import pytest

from tests.architecture import (
    LONGEST_FILE,
    LONGEST_FUNCTION,
    RANK,
    ROOT,
    RULES,
    Rule,
    closed_list,
    fetched_through_the_gate,
    honest_tests,
    imports_on_top,
    lengths,
    no_signals_on_models,
    one_gate,
    our_modules,
    verbs,
    verdicts,
    walls,
)

pytestmark = pytest.mark.static


FOLDERS = sorted({PurePosixPath(path).parts[0] for path in our_modules()})


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_rule_holds_in(folder: str) -> None:
    broken = [
        f"{path}: {rule.__name__}: {problem}"
        for path in our_modules()
        if PurePosixPath(path).parts[0] == folder
        for source in [(ROOT / path).read_text(encoding="utf-8")]
        for rule in RULES
        for problem in rule(path, source)
    ]
    assert not broken, "\n".join(broken)


def test_the_rules_see_the_product() -> None:
    assert {"core", "ideas", "tests"} <= set(FOLDERS)


def test_every_top_folder_with_an_app_is_a_room() -> None:
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert apps <= set(RANK)


def test_no_migration_of_the_members_depends_on_wagtail() -> None:
    for path in (ROOT / "core" / "members" / "migrations").glob("*.py"):
        names = [node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)]
        assert not [name for name in names if str(name).startswith("wagtail")], path.name


MEMBERS = "core/members/actions/joining.py"
PLANTED = [
    # rule, file, source: each of these must be refused
    (walls, MEMBERS, "import ideas.models"),
    (walls, MEMBERS, "from ideas.models import Idea"),
    (walls, MEMBERS, "from core import notices"),
    (walls, MEMBERS, "from core.brand import colours"),
    (walls, MEMBERS, "from ...brand import colours"),
    (walls, MEMBERS, "from ... import notices"),
    (walls, MEMBERS, "def late():\n    from core.notices.actions import telling"),
    (walls, MEMBERS, "if TYPE_CHECKING:\n    from ideas.models import Idea"),
    (walls, "core/policies.py", "from .members.models import User"),
    (walls, "core/members/__init__.py", "from ..audience import models"),
    (walls, "ideas/models/idea.py", "from contests.models import Contest"),
    (walls, "gallery/models.py", "idea = models.ForeignKey('ideas.Idea', models.CASCADE)"),
    (walls, "core/brand/models/image.py", "owner = models.OneToOneField(to='members.User', on_delete=models.CASCADE)"),
    (walls, "core/pages/models.py", "ideas = ParentalManyToManyField('ideas.Idea')"),
    (walls, "core/audience/models.py", "x = models.ManyToManyField(User, through='notices.Following')"),
    (walls, "core/audience/migrations/0001_initial.py", "f = models.ForeignKey(to='ideas.idea', on_delete=X)"),
    (walls, MEMBERS, "Idea = apps.get_model('ideas', 'Idea')"),
    (walls, MEMBERS, "Idea = apps.get_model('ideas.Idea')"),
    (walls, MEMBERS, "voting = importlib.import_module('ideas')"),
    (walls, MEMBERS, "cast = import_string('ideas.actions.voting.cast_vote')"),
    (walls, "core/commands.py", "CHAPTERS = ['ideas.actions.demo']"),
    (closed_list, "core/tools.py", ""),
    (closed_list, "ideas/utils.py", ""),
    (closed_list, "ideas/helpers/text.py", ""),
    (closed_list, "core/voting/models.py", ""),
    (lengths, "ideas/views.py", "\n" * (LONGEST_FILE + 1)),
    (lengths, "ideas/views.py", "def long():\n" + "    x = 1\n" * LONGEST_FUNCTION),
    (lengths, "ideas/views.py", "class A:\n  async def long():\n" + "    x = 1\n" * LONGEST_FUNCTION),
    (imports_on_top, "ideas/views.py", "def view():\n    import json"),
    (
        imports_on_top,
        "ideas/views.py",
        "class A:\n    def view(self):\n        if x:\n            from json import loads",
    ),
    (one_gate, "ideas/views.py", "pages = BoardPage.objects.live()"),
    (one_gate, "core/pages/feeds.py", "def items(self):\n    return Page.objects.live().public().order_by('title')"),
    (one_gate, "ideas/views.py", "for page in Page.objects.live():\n    show(page.visible_to(user))"),
    (fetched_through_the_gate, "ideas/views/voting.py", "idea = get_object_or_404(Idea, pk=pk)"),
    (fetched_through_the_gate, "ideas/views/voting.py", "idea = get_object_or_404(Idea.objects, pk=pk)"),
    (
        fetched_through_the_gate,
        "ideas/views/voting.py",
        "idea = shortcuts.get_object_or_404(models.Idea.objects, pk=pk)",
    ),
    (no_signals_on_models, "ideas/listeners.py", "from django.db.models.signals import post_save"),
    (no_signals_on_models, "core/notices/apps.py", "from django.db.models.signals import m2m_changed, post_migrate"),
    (verbs, "ideas/actions/voting.py", "def cast_vote(idea, by): ..."),
    (verbs, "ideas/actions/voting.py", "def cast_vote(idea, at=None, *, by): ..."),
    (verbs, "ideas/actions/voting.py", "def cast_vote(request, *, by): ..."),
    (verbs, "ideas/actions.py", "from django.shortcuts import render"),
    (verbs, "ideas/actions/voting.py", "from django.http import HttpRequest"),
    (verdicts, "ideas/policies.py", "def may_vote(user, idea): ..."),
    (verdicts, "ideas/policies.py", "def may_vote(user, idea) -> bool: ..."),
    (verdicts, "ideas/views/voting.py", "def may_vote(user, idea) -> Verdict: ..."),
    (honest_tests, "tests/ideas/test_voting.py", "from unittest.mock import patch"),
    (honest_tests, "tests/ideas/test_voting.py", "from unittest import mock"),
    (honest_tests, "tests/ideas/test_voting.py", "monkeypatch.setattr(voting, 'cast_vote', print)"),
    (honest_tests, "tests/ideas/test_voting.py", "time.sleep(1)"),
]


@pytest.mark.parametrize(("rule", "path", "source"), PLANTED)
def test_a_planted_breach_is_found(rule: Rule, path: str, source: str) -> None:
    assert rule(path, source)


ALLOWED = [
    # the nearest thing that must pass
    (
        walls,
        "ideas/views/voting.py",
        "from core.members.models import User\nfrom core import policies\nimport ideas.models",
    ),
    (walls, "ideas/models/idea.py", "author = models.ForeignKey('members.User', models.PROTECT)"),
    (walls, "ideas/models/idea.py", "from .vote import Vote\nfrom ..statuses import Stage"),
    (walls, "core/settings.py", "INSTALLED_APPS = ['ideas.apps.IdeasConfig']"),
    (walls, MEMBERS, "template = 'members.html'\nmodel = settings.AUTH_USER_MODEL\nfrom django.contrib import admin"),
    (walls, "tests/ideas/test_voting.py", "from contests.models import Contest"),
    (closed_list, "core/policies.py", ""),
    (closed_list, "core/management/commands/demo.py", ""),
    (closed_list, "ideas/ranking.py", ""),
    (lengths, "ideas/views.py", "def short():\n" + "    x = 1\n" * (LONGEST_FUNCTION - 1)),
    (lengths, "ideas/migrations/0001_initial.py", "\n" * (LONGEST_FILE + 1)),
    (imports_on_top, "ideas/views.py", "import json\nif TYPE_CHECKING:\n    from json import loads"),
    (one_gate, "ideas/views.py", "pages = BoardPage.objects.live().visible_to(user)"),
    (one_gate, "ideas/models/board.py", "pages = self.live()"),
    (
        fetched_through_the_gate,
        "ideas/views/voting.py",
        "get_object_or_404(Idea.objects.visible_to(request.user), pk=pk)",
    ),
    (no_signals_on_models, "core/audience/listeners.py", "from django.db.models.signals import post_save"),
    (no_signals_on_models, "ideas/apps.py", "from django.db.models.signals import post_migrate"),
    (verbs, "ideas/actions/voting.py", "def cast_vote(idea, *, by, at=None): ..."),
    (verdicts, "ideas/policies.py", "def may_vote(user, idea) -> Verdict: ..."),
    (honest_tests, "tests/ideas/test_voting.py", "from ideas.actions import voting"),
]


@pytest.mark.parametrize(("rule", "path", "source"), ALLOWED)
def test_what_is_right_passes(rule: Rule, path: str, source: str) -> None:
    assert rule(path, source) == []
