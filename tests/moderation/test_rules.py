"""House rules: there from the first day, public in the reader's language, never deleted once they were used."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db.models import ProtectedError

from moderation.models import Act, HouseRule, HouseRuleWords, Report
from moderation.rules import DEFAULT_RULES, ensure_rules
from tests.moderation.things import case_of, decided, make_rule, reported_idea

pytestmark = pytest.mark.django_db

LIST = "/admin/moderation/rules/"


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False


def form_of(rule: HouseRule, *, words: tuple[tuple[str, str], ...] = (), **changes: object) -> dict[str, object]:
    """What the admin's form sends for this rule, with `words` (language and name) beside those that it has."""
    there = list(rule.translations.all()) if rule.pk else []
    new = [HouseRuleWords(language=code, name=name, text="Yes.", ready_text="Yes.") for code, name in words]
    rows: dict[str, object] = {
        "translations-TOTAL_FORMS": len(there) + len(new),
        "translations-INITIAL_FORMS": len(there),
    }
    for place, said in enumerate([*there, *new]):
        fields = {name: getattr(said, name) for name in ("language", "name", "text", "ready_text")}
        fields |= {"id": said.pk or "", "ORDER": place + 1}
        rows |= {f"translations-{place}-{name}": value for name, value in fields.items()}
    return {"slug": rule.slug, "place": rule.place, **rows, **changes}


def test_a_new_site_has_rules_in_all_its_languages():
    assert [rule.slug for rule in HouseRule.objects.in_force()] == list(DEFAULT_RULES)
    for rule in HouseRule.objects.prefetch_related("translations"):
        for language, _name in settings.LANGUAGES:
            words = rule.words(language)
            assert words.language == language
            words.full_clean()


def test_the_first_rules_come_once_and_never_beside_others():
    assert ensure_rules() == []
    HouseRule.objects.all().delete()
    make_rule("our-own")
    assert ensure_rules() == []
    HouseRule.objects.all().delete()
    assert ensure_rules() == list(DEFAULT_RULES)


def test_migrating_again_leaves_what_the_administrator_changed():
    HouseRule.objects.exclude(slug="be-kind").delete()
    call_command("migrate", verbosity=0)
    assert HouseRule.objects.count() == 1


def test_moderators_read_rules_and_administrators_change_them(client, mo, bea, ada):
    rule = make_rule()
    client.force_login(mo)
    assert client.get(LIST).status_code == 200
    shown = client.get(f"{LIST}inspect/{rule.pk}/")
    assert "Argue about the matter" in shown.text
    for address in (f"{LIST}add/", f"{LIST}edit/{rule.pk}/", f"{LIST}delete/{rule.pk}/"):
        assert client.post(address, form_of(rule, place=9)).status_code == 302
    assert HouseRule.objects.get(pk=rule.pk).place == rule.place
    client.force_login(bea)
    assert client.get(LIST).status_code == 302
    client.force_login(ada)
    HouseRuleWords.objects.filter(rule=rule, language="nb").delete()
    client.post(f"{LIST}edit/{rule.pk}/", form_of(rule, place=9, words=(("nb", "Høflig"),)))
    rule = HouseRule.objects.get(pk=rule.pk)
    assert (rule.place, rule.words("nb").name) == (9, "Høflig")


def test_a_language_said_twice_is_an_error_beside_it(client, ada):
    client.force_login(ada)
    rule, twice = make_rule(), (("en", "Twice"),)
    meanwhile = form_of(HouseRule(slug="be-kind"), words=(("nb", "Once"), *twice))  # knows of no words that are there
    for form, said in ((form_of(rule, words=twice), "duplicate"), (meanwhile, "Somebody has added this language")):
        answer = client.post(f"{LIST}edit/{rule.pk}/", form)
        assert answer.status_code == 200
        assert said in answer.text
        assert "Twice" in answer.text


def test_a_rule_without_words_is_refused(client, ada):
    client.force_login(ada)
    answer = client.post(f"{LIST}add/", form_of(HouseRule(slug="empty"), words=()))
    assert answer.status_code == 200
    assert not HouseRule.objects.filter(slug="empty").exists()


@pytest.mark.parametrize("many", [False, True])
def test_a_rule_that_decisions_refer_to_can_only_be_retired(client, ada, mo, many):
    decision = decided(reported_idea(), Act.HIDE, by=mo)
    client.force_login(ada)
    address = f"{LIST}delete/{decision.rule_id}/"
    if many:
        address = f"/admin/bulk/moderation/houserule/delete/?id={decision.rule_id}&id={make_rule('spare').pk}"
    for method in (client.get, client.post):
        answer = method(address, follow=True)
        assert "“Be kind” stays, because decisions or reports refer to it." in answer.text
    assert HouseRule.objects.filter(slug__in=["be-kind", "spare"]).count() == 1 + many
    client.post(f"{LIST}edit/{decision.rule_id}/", form_of(decision.rule, is_retired="on"))
    assert decision.rule not in HouseRule.objects.in_force()


def test_a_rule_that_reports_refer_to_stays_too(client, ada, tom):
    rule, case = make_rule(), case_of(reported_idea())
    Report.objects.create(case=case, by=tom, rule=rule, version=1, snapshot={}, weight=1)
    client.force_login(ada)
    client.post(f"{LIST}delete/{rule.pk}/")
    assert HouseRule.objects.filter(pk=rule.pk).exists()
    with pytest.raises(ProtectedError):
        rule.delete()


def test_an_unused_rule_goes_one_by_one_or_in_bulk(client, ada):
    client.force_login(ada)
    one, two = HouseRule.objects.all()[:2]
    client.post(f"{LIST}delete/{one.pk}/")
    client.post(f"/admin/bulk/moderation/houserule/delete/?id={two.pk}")
    assert not HouseRule.objects.filter(pk__in=[one.pk, two.pk]).exists()


def test_what_moderators_need_can_be_given_to_a_group_in_the_admin(client, ada):
    client.force_login(ada)
    page = client.get("/admin/groups/new/")
    for codename in ("moderate", "view_case", "view_houserule"):
        permission = Permission.objects.get(content_type__app_label="moderation", codename=codename)
        assert f'name="permissions" value="{permission.pk}"' in page.text, codename
