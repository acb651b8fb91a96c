"""How the checks are set: by whom, with what effect, and what is refused. The screens in the admin."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from core.errors import Refused, RuleBroken
from moderation.actions.tuning import reset, tune
from moderation.models import Act, Case, Decision, Finding, ScreeningCheck
from moderation.screening import contacts, links, repeating, shouting, terms
from moderation.screening.checks import checks, terms_in, tunings
from moderation.screening.policies import may_tune
from moderation.screening.record import Record, records
from tests.cast import make_member
from tests.factories import make_idea

pytestmark = pytest.mark.django_db
INDEX = "/admin/moderation/screening/"
LOUD = "WHY IS THE DECAF ALWAYS SOLD OUT IN YOUR SHOPS"


@pytest.fixture(autouse=True)
def _no_second_factor(settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False


@pytest.fixture
def author(db):
    return make_member("olga", date_joined=timezone.now() - timedelta(days=400))


def as_delivered(check, **changed):
    delivered = check.as_delivered
    wanted = {"is_on": True, "factor": 1.0, "limits": dict(delivered.limits), "terms": "\n".join(delivered.terms)}
    return {**wanted, **changed}


def typed(check, **changed):
    """What the form of a check sends."""
    wanted = as_delivered(check)
    limits = wanted.pop("limits")
    return {**wanted, **limits, "is_on": "on", **changed}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_without_a_row_every_check_runs_as_it_was_delivered():
    assert {key: tuning.is_on for key, tuning in tunings().items()} == dict.fromkeys(
        ("links", "terms", "contacts", "repeats", "copies", "shouting", "newcomers"), True
    )


def test_a_check_that_is_switched_off_says_nothing(ada, author):
    tune(shouting.CHECK, by=ada, **as_delivered(shouting.CHECK, is_on=False))
    make_idea(by=author, body=LOUD)
    assert not Case.objects.exists()


def test_a_limit_holds_at_once(ada, author):
    tune(
        shouting.CHECK,
        by=ada,
        **as_delivered(shouting.CHECK, limits={**shouting.CHECK.as_delivered.limits, "signs": 4}),
    )
    make_idea(by=author, body="Sooooo good")
    assert Finding.objects.get().words == "One sign 5 times in a row."


def test_a_factor_changes_what_a_finding_weighs(ada, author):
    make_idea(by=author, body=LOUD)
    tune(shouting.CHECK, by=ada, **as_delivered(shouting.CHECK, factor=2.0))
    make_idea(by=author, body=LOUD)
    weights = Finding.objects.filter(check_key="shouting").order_by("pk").values_list("weight", flat=True)
    first, second = weights
    assert second == pytest.approx(2 * first)


def test_the_list_of_words_is_the_administrators(ada, author):
    tune(terms.CHECK, by=ada, **as_delivered(terms.CHECK, terms="decaf*\nБурда\nzero sugar"))
    make_idea(by=author, body="You idiot")
    assert not Finding.objects.exists()
    for words in ("Decaffeinated!", "Это бурда", "z3ro-sug@r please"):
        make_idea(by=author, body=words)
    assert Finding.objects.filter(check_key="terms").count() == 3


def test_own_sites_and_own_addresses_are_let_through(ada, author):
    tune(links.CHECK, by=ada, **as_delivered(links.CHECK, terms="kaffa.example"))
    tune(contacts.CHECK, by=ada, **as_delivered(contacts.CHECK, terms="@kaffa.example\n+47 912 34 567"))
    make_idea(by=author, body="https://kaffa.example/a https://shop.kaffa.example/b https://kaffa.example/c")
    make_idea(by=author, body="Write to jobs@kaffa.example or ring +47 91234567")
    assert not Finding.objects.exists()


def test_setting_it_the_same_again_changes_nothing_and_logs_nothing(ada):
    tune(links.CHECK, by=ada, **as_delivered(links.CHECK, factor=1.5))
    tune(links.CHECK, by=ada, **as_delivered(links.CHECK, factor=1.5))
    assert ScreeningCheck.objects.count() == 1
    assert ModelLogEntry.objects.filter(action="wagtail.edit", user=ada, label="links").count() == 1


def test_a_check_is_set_back_to_how_it_was_delivered(ada):
    tune(links.CHECK, by=ada, **as_delivered(links.CHECK, is_on=False))
    reset(links.CHECK, by=ada)
    reset(links.CHECK, by=ada)
    assert tunings()["links"].is_on
    assert ModelLogEntry.objects.filter(label="links").count() == 2


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"factor": 0.0}, "factor"),
        ({"factor": 99.0}, "factor"),
        ({"factor": float("nan")}, "factor"),
        ({"limits": {"links": -1, "days": 3}}, "links"),
        ({"limits": {"links": 2}}, "days"),
        ({"terms": "\n".join(str(number) for number in range(1_001))}, "terms"),
        ({"terms": "x" * 101}, "terms"),
    ],
)
def test_what_a_check_cannot_be_set_to(ada, changed, field):
    with pytest.raises(RuleBroken) as broken:
        tune(links.CHECK, by=ada, **as_delivered(links.CHECK, **changed))
    assert field in broken.value.message_dict
    assert not ScreeningCheck.objects.exists()


def test_only_administrators_set_the_checks(vera, tom, ines, lars, mo, bea, ada):
    assert [bool(may_tune(user)) for user in (vera, tom, ines, lars, mo, bea, ada)] == [False] * 6 + [True]
    with pytest.raises(Refused, match="Administrators"):
        tune(links.CHECK, by=mo, **as_delivered(links.CHECK))
    with pytest.raises(Refused):
        reset(links.CHECK, by=bea)


def test_a_moderator_may_be_given_the_permission(mo):
    mo.user_permissions.add(Permission.objects.get(codename="change_screeningcheck"))
    assert may_tune(type(mo).objects.get(pk=mo.pk))


def test_a_stored_limit_that_no_longer_fits_falls_back(ada):
    ScreeningCheck.objects.create(key="links", limits={"links": 10_000, "days": "many", "gone": 3})
    assert dict(tunings()["links"].limits) == {"links": 2, "days": 3}


def test_settings_cost_one_query(max_queries):
    ScreeningCheck.objects.bulk_create(ScreeningCheck(key=check.key) for check in checks)
    with max_queries(1):
        tunings()


def test_lines_are_cleaned():
    assert terms_in(" a \n\n b  c\r\na\n") == ("a", "b c")


# The screens


def test_a_moderator_reads_how_the_checks_are_set(mo):
    answer = signed_in(mo).get(INDEX)
    assert answer.status_code == 200
    assert "Blocked words" in answer.text and "idiot" in answer.text and "An account is new" in answer.text
    assert "Administrators set the checks" in answer.text
    assert reverse("moderation_screening:check", args=["links"]) not in answer.text


def test_an_administrator_sets_a_check_on_its_screen(ada, author):
    client = signed_in(ada)
    address = reverse("moderation_screening:check", args=["terms"])
    assert address in client.get(INDEX).text
    answer = client.post(address, typed(terms.CHECK, terms="lukewarm\n*dishwater*"), follow=True)
    assert "is set. It holds for everything" in answer.text
    assert "lukewarm" in answer.text
    make_idea(by=author, body="This is dishwaterish.")
    assert Finding.objects.get().words == "A word of the list: *dishwater*."


def test_a_moderator_cannot_set_one_by_post(mo):
    answer = signed_in(mo).post(reverse("moderation_screening:check", args=["links"]), typed(links.CHECK, factor="2"))
    assert answer.status_code == 403
    assert "Administrators set the checks" in answer.text
    assert not ScreeningCheck.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("factor", "much", "Enter a number."),
        ("factor", "7", "Between 0.1 and 3.0."),
        ("factor", "nan", "Enter a number."),
        ("signs", "", "This field is required."),
        ("signs", "3", "Between 4 and 200."),
        ("signs", "9" * 30, "Between 4 and 200."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_kept(ada, field, value, words):
    address = reverse("moderation_screening:check", args=["shouting"])
    answer = signed_in(ada).post(address, typed(shouting.CHECK, **{field: value}, sample="Keep me"))
    assert answer.status_code == 200
    assert words in answer.text and "Nothing was changed yet" in answer.text
    assert f'value="{value}"' in answer.text or not value
    assert "Keep me" in answer.text
    assert not ScreeningCheck.objects.exists()


def test_a_sample_is_tried_without_keeping_anything(ada):
    address = reverse("moderation_screening:check", args=["shouting"])
    tried = typed(shouting.CHECK, signs="4", do="try", sample="Sooooo <b>good</b>")
    answer = signed_in(ada).post(address, tried)
    assert "One sign 5 times in a row." in answer.text
    assert "<b>good</b>" not in answer.text
    assert not ScreeningCheck.objects.exists()
    assert "Left alone." in signed_in(ada).post(address, {**tried, "sample": "Good"}).text


def test_words_of_the_list_are_shown_as_text(ada):
    tune(terms.CHECK, by=ada, **as_delivered(terms.CHECK, terms="<script>alert(1)</script>"))
    client = signed_in(ada)
    assert "<script>alert(1)" not in client.get(INDEX).text
    assert "<script>alert(1)" not in client.get(reverse("moderation_screening:check", args=["terms"])).text


def test_as_it_was_delivered(ada):
    tune(links.CHECK, by=ada, **as_delivered(links.CHECK, is_on=False))
    signed_in(ada).post(reverse("moderation_screening:check", args=["links"]), {"do": "reset"})
    assert not ScreeningCheck.objects.exists()


def test_repeats_have_nothing_to_try(ada):
    """One text alone repeats nothing."""
    assert 'name="sample"' not in signed_in(ada).get(reverse("moderation_screening:check", args=["repeats"])).text
    assert repeating.COPIES.needs_sightings


def test_the_list_of_checks_has_a_ceiling(ada, max_queries):
    client = signed_in(ada)
    client.get(INDEX)
    ScreeningCheck.objects.bulk_create(ScreeningCheck(key=check.key) for check in checks)
    with max_queries(20) as seen:
        client.get(INDEX)
    assert sum("moderation_" in query["sql"] for query in seen.captured_queries) <= 3


# How right they were


def decide(case: Case, act: Act, **fields) -> Decision:
    facts = {
        "kind": case.kind,
        "subject_id": case.subject_id,
        "version": 1,
        "snapshot": {},
        "state_before": "published",
    }
    return Decision.objects.create(case=case, act=act, **facts, **fields)


def test_a_check_is_shown_with_how_right_it_was(author, mo):
    cases = []
    for _number in range(4):
        idea = make_idea(by=author, body=LOUD)
        cases.append(Case.objects.get(subject_id=idea.pk))
    decide(cases[0], Act.HIDE)
    decide(cases[1], Act.APPROVE)
    mistaken = decide(cases[2], Act.REJECT)
    decide(cases[2], Act.REVERSE, takes_back=mistaken)
    assert records()["shouting"] == Record(cases=4, settled=2, agreed=1)
    assert "4 cases in the last 30 days; of 2 decided, 1 ended against" in signed_in(mo).get(INDEX).text


def test_what_is_older_than_the_period_does_not_count(author):
    make_idea(by=author, body=LOUD)
    assert records(at=timezone.now() + timedelta(days=31)) == {}
