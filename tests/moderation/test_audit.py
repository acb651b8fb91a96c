"""Who decided what, when, from which version: in Wagtail's log."""

import pytest
from wagtail.models import ModelLogEntry

from moderation.actions.bulk import approve_in_bulk
from moderation.actions.deciding import reverse, undo
from moderation.models import Act
from tests.moderation.things import case_of, decided, reported_idea, waiting_idea

pytestmark = pytest.mark.django_db

LOG = "/admin/reports/site-history/"


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False


def entries() -> list[tuple]:
    return list(ModelLogEntry.objects.filter(action__startswith="moderation.").values_list("action", "user", "label"))


def test_every_act_stands_in_the_log_without_a_title(mo):
    idea = reported_idea(title="Zanzibar")
    made = decided(idea, Act.HIDE, by=mo)
    undo(made, by=mo)
    decided(idea, Act.WARN, by=mo)
    reverse(decided(idea, Act.HIDE, by=mo), by=mo, text="That was wrong.")
    said = ["moderation.hide", "moderation.undo", "moderation.warn", "moderation.hide", "moderation.reverse"]
    assert sorted(entries()) == sorted((action, mo.pk, f"idea {idea.pk}") for action in said)
    entry = ModelLogEntry.objects.filter(action="moderation.hide").earliest("pk")
    assert entry.data == {"decision": made.pk, "version": 1, "rule": "be-kind", "takes_back": None}
    assert entry.message == "Hidden, by the rule be-kind"
    assert entry.comment == f"Decision {made.pk}, about version 1"


def test_many_at_once_are_logged_in_one_query(mo, count_queries):
    ideas = [waiting_idea() for _ in range(4)]
    cases = [case_of(idea) for idea in ideas]
    few = count_queries(lambda: approve_in_bulk([cases[0].pk], by=mo, versions={cases[0].pk: 1}))
    rest = [case.pk for case in cases[1:]]
    assert count_queries(lambda: approve_in_bulk(rest, by=mo, versions=dict.fromkeys(rest, 1))) <= few + 2
    assert sorted(label for _action, _user, label in entries()) == sorted(f"idea {idea.pk}" for idea in ideas)


def test_administrators_read_it_in_wagtails_log_and_editors_do_not(client, ada, bea, mo):
    idea = reported_idea()
    decided(idea, Act.HIDE, by=mo)
    client.force_login(ada)
    page = client.get(LOG, {"action": "moderation.hide"})
    assert f"idea {idea.pk}" in page.text
    assert "Hidden, by the rule be-kind" in page.text
    client.force_login(bea)
    assert f"idea {idea.pk}" not in client.get(LOG).text
