"""What nobody types by accident, sent to every address of a contest: never an error of ours, on either database."""

from types import SimpleNamespace

import pytest

from contests.actions.allotting import allot
from contests.actions.commenting import add_comment
from contests.actions.drafting import LONGEST, TOKEN_LENGTH
from contests.phases import Phase
from contests.views.entering import UNSENT
from core.pages.actions import demo_home
from tests.contests.juries import judged_contest, make_judge, on_top
from tests.contests.things import make_contest, make_entry
from tests.test_hostile_input import BAD, SAID, VALUES, browser, encoded, faults, faulty_forms

pytestmark = pytest.mark.django_db
FORM = "application/x-www-form-urlencoded"

READ = {
    "/contests/": ("x",),
    "/contests/hall-of-fame/": ("page",),
    "/contests/cup/": ("x",),
    "/contests/cup/entries/": ("show", "q", "after"),
    "/contests/cup/rules/": ("version",),
    "/contests/cup/enter/": ("x",),
    "/contests/cup/votes/": ("x",),
    "/contests/cup/ledger/": ("x",),
    "/contests/cup/results/": ("number", "award", "page"),
    "/contests/cup/feed/": ("x",),
    "/contests/cup/card/": ("x",),
    "/contests/judged/jury/": ("x",),
    "/entry/{pk}/": ("x",),
    "/entry/{pk}-steam/": ("after", "reply"),
    "/entry/{pk}/card.jpg": ("x",),
    "/entry/{pk}/edit/": ("x",),
    "/entry/{pk}/receipt/": ("x",),
    "/me/entries/": ("x",),
}
PATHS = (
    "/contests/{bad}/",
    "/contests/cup/{bad}/",
    "/contests/cup/entries/{bad}/",
    "/contests/judged/jury/{bad}/",
    "/entry/{bad}/",
    "/entry/{bad}-steam/",
    "/entry/{pk}-{bad}/",
    "/entry/{bad}/vote/",
    "/entry/{bad}/seen/",
    "/entry/{bad}/card.jpg",
    "/entry/{pk}/scene/{bad}.jpg",
    "/entry/{bad}/receipt/",
    "/entry/{bad}/edit/",
    "/entry/{bad}/withdraw/",
    "/entry/{bad}/report/",
    "/entry/{pk}/comments/{bad}/",
    "/jury/{bad}/",
)
ENTERED = ("title", "caption", "alt", "ai_use", "ai_note", "people_shown", "country", "birth_year", "had_birthday")
ENTERED += ("rules", "key", "uploads", "is_own", "accepts_rules", "step")
FORMS = {
    "/contests/cup/enter/": ENTERED,
    "/entry/{pk}/edit/": ("title", "caption", "alt", "ai_use", "ai_note", "version", "uploads", "people_shown"),
    "/entry/{pk}/vote/": ("vote", "day", "size"),
    "/entry/{pk}/seen/": ("also",),
    "/entry/{pk}/comments/": ("body", "parent", "key"),
    "/entry/{pk}/comments/{comment}/edit/": ("body",),
    "/entry/{pk}/report/": ("reason", "note"),
    "/contests/judged/jury/{on_desk}/": ("do", "words", "after", "is_quotable", "criterion-1"),
    "/jury/{token}/": ("answer",),
}
OF_STAFF = {
    "/admin/contests/{cup}/run/": ("do", "pause-note", "extend-longer", "extend-unit", "extend-note"),
    "/admin/contests/{cup}/results/": ("do", "results-how", "disqualify-entry", "disqualify-reason", "news-title"),
    "/admin/contest-votes/{cup}/": ("act", "group", "reason", "until"),
    "/admin/juries/{judged}/": ("name", "email", "about", "message"),
}


@pytest.fixture
def world(tom) -> SimpleNamespace:
    demo_home()
    cup = make_contest(Phase.VOTING, slug="cup", minimum_age=18, countries="NO SE")
    entry = make_entry(cup, by=tom, media=False)
    judged = judged_contest(slug="judged", entries=1, quorum=1)
    judge = make_judge(judged, tom)
    allot(judged)
    comment = add_comment(entry, by=tom, body="Yes please.")
    return SimpleNamespace(
        pk=entry.pk, comment=comment.pk, cup=cup.pk, judged=judged.pk, token=judge.token, on_desk=on_top(judge).entry_id
    )


@pytest.fixture
def contest():
    return make_contest(Phase.ENTRIES, slug="open")


def filled(address: str, world: SimpleNamespace, bad: str = "") -> str:
    return address.format(**vars(world), bad=bad)


@pytest.mark.parametrize("address", READ)
def test_no_word_in_a_query_is_an_error_of_ours(address, world, tom):
    asked = [f"{filled(address, world)}?{name}={value}" for name in (*READ[address], "%ff%00") for value in VALUES]
    assert faults(browser(), asked) == []
    assert faults(browser(tom), asked) == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_path_is_an_error_of_ours(method, world, tom):
    asked = [filled(path, world, bad) for path in PATHS for bad in BAD]
    assert faults(browser(tom), asked, method=method) == []


@pytest.mark.parametrize("method", ["head", "options", "put", "patch", "delete", "trace"])
def test_no_method_is_an_error_of_ours(method, world, tom):
    asked = [filled(path, world) for path in {**READ, **FORMS}]
    assert faults(browser(tom), asked, method=method) == []
    assert faults(browser(), asked, method=method) == []


@pytest.mark.parametrize("address", FORMS)
def test_no_word_in_a_form_is_an_error_of_ours(address, world, tom):
    assert list(faulty_forms(browser(tom), filled(address, world), FORMS[address])) == []


@pytest.mark.parametrize("step", ["draft", "preview", "edit", "send", "forget"])
def test_no_word_of_an_entry_is_an_error_at_any_step(step, tom):
    make_contest(Phase.ENTRIES, slug="open", minimum_age=18, countries="NO SE")
    for who in (tom, None):
        for said in SAID:
            form = encoded(dict.fromkeys(ENTERED, said) | {"step": step})
            answer = browser(who).post("/contests/open/enter/", form, content_type=FORM)
            assert answer.status_code < 500, said[:20]


def test_what_a_visitor_posts_is_kept_no_longer_than_words_are(client, contest):
    client.post(f"{contest.url}enter/", {"title": "t" * 9_000, "uploads": "u" * 900_000})
    kept = client.session[UNSENT]
    assert (len(kept["words"]["title"]), len(kept["uploads"][0])) == (LONGEST, TOKEN_LENGTH)


@pytest.mark.parametrize("address", OF_STAFF)
def test_no_word_of_staff_is_an_error_of_ours(address, world, ada, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    assert list(faulty_forms(browser(ada), filled(address, world), OF_STAFF[address])) == []
