"""Why somebody is in, as they read it and as others do."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from core.audience.actions.groups import make_tier
from core.audience.actions.memberships import Because, admit
from core.audience.deeds import OTHER, deeds
from core.audience.groups import INSIDERS
from core.audience.models import Entrance, Membership
from core.audience.reasons import BY_ENTRANCE, reason_of, reasons_of
from core.members.actions.erasing import erase_member
from tests.cast import make_member
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea

pytestmark = pytest.mark.django_db
MARCH = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def idea(tom):
    return make_idea(board=make_board(), by=tom, title="Longer hours")


def given(member, idea, *, role="author", kind="idea", at=MARCH, **fields):
    because = Because(kind=kind, id=idea.pk if idea else 987654, role=role, at=at)
    return admit(member, make_tier("Tasters"), entrance=Entrance.GIVEN, because=because, **fields)


def test_an_author_reads_what_they_suggested_and_when(tom, idea, bea):
    membership = given(tom, idea)
    reason = reason_of(membership, to=tom)
    assert reason.text == "You are here because you suggested “Longer hours” on March 3, 2026."
    assert f'“<a href="{idea.get_absolute_url()}"><bdi>Longer hours</bdi></a>”' in reason.html
    assert reason_of(membership, to=bea).text == "They suggested “Longer hours” on March 3, 2026."


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("supporter", "You are here because you supported “Longer hours”."),
        ("commenter", "You are here because you commented on “Longer hours”."),
        ("follower", "You are here because you follow “Longer hours”."),
        ("nonsense", "You are here because of what you did for “Longer hours”."),
    ],
)
def test_every_role_has_its_sentence(ines, idea, role, said):
    assert reason_of(given(ines, idea, role=role, at=None), to=ines).text == said


def test_a_thing_that_one_may_not_see_is_not_named(tom, ines, lars, idea):
    membership = given(tom, idea)
    close(idea.board, INSIDERS)
    assert reason_of(membership, to=ines).thing is not None
    for outsider in (tom, lars):
        reason = reason_of(membership, to=outsider)
        assert "Longer" not in reason.text + reason.html
        assert "/idea/" not in reason.html
    assert (
        reason_of(membership, to=tom).text == "You are here because of something that you suggested on March 3, 2026."
    )


def test_a_thing_of_a_kind_that_nobody_registered_is_not_named(tom):
    reason = reason_of(given(tom, None, kind="poem"), to=tom)
    assert reason.text == "You are here because of something that you did on March 3, 2026."


def test_markup_and_percent_signs_in_titles_stay_words(tom):
    idea = make_idea(board=make_board(), by=tom, title="100 %(title)s <i>arabica</i>")
    reason = reason_of(given(tom, idea), to=tom)
    assert "100 %(title)s <i>" in reason.text
    assert "100 %(title)s &lt;i&gt;" in reason.html


def test_who_let_them_in_is_named_until_they_leave(tom, bea, ada):
    because = Because(kind="invitation", id=987654, at=MARCH)
    membership = admit(tom, make_tier("Tasters"), entrance=Entrance.INVITED, by=bea, because=because)
    assert reason_of(membership, to=tom).text == "You are here because Bea invited you."
    erase_member(bea, by=bea)
    membership = Membership.objects.select_related("by").get(pk=membership.pk)
    assert membership.by is None
    assert reason_of(membership, to=tom).text == "You are here because you were invited."


def test_every_sentence_fits_its_places():
    places = {"title": "x", "name": "y", "day": "z"}
    sayings = [saying for deed in (*deeds, OTHER) for saying in (deed.own, deed.theirs)]
    for saying in sayings:
        for named in (True, False):
            for dated in (True, False):
                sentence = str(saying.pick(named=named, dated=dated))
                assert ("%(title)s" in sentence, "%(day)s" in sentence) == (named, dated), sentence
    sentences = [str(sentence) % places for sentence in BY_ENTRANCE.values()]
    assert all(sentence.endswith(".") for sentence in sentences)
    assert {entrance for entrance, _own, _named in BY_ENTRANCE} == set(Entrance.values)


def test_the_day_is_said_when_it_is_read_in_the_language_and_by_the_clock_of_the_reader(tom, idea):
    late = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    reason = reason_of(given(tom, idea, at=late), to=tom)
    with translation.override("he"), timezone.override("Asia/Jerusalem"):
        assert "4 במרץ 2026" in reason.text
        assert "4 במרץ 2026" in reason.html
    with timezone.override("America/New_York"):
        assert "March 3, 2026" in reason.text


def test_many_reasons_are_a_question_a_kind(tom, idea, count_queries):
    tier = make_tier("Tasters")
    for n in range(12):
        because = Because(kind="idea", id=idea.pk, role="supporter")
        admit(make_member(f"kim{n}"), tier, entrance=Entrance.GIVEN, because=because)
    found = list(tier.memberships.select_related("by"))
    assert count_queries(lambda: reasons_of(found[:2], to=tom)) == count_queries(lambda: reasons_of(found, to=tom))
