"""Which parts of a thing are its author's own words: in statements, on the desk, and where the checks read."""

from typing import Any

import pytest

from contests.actions.commenting import add_comment as comment_on_entry
from contests.models import Entry, EntryRevision
from core.members.actions.settling import change_settings
from core.subjects import subjects
from ideas.actions.commenting import add_comment
from ideas.actions.submitting import add_note
from ideas.models import Category, LaunchOpinion
from insiders.actions.commenting import add_comment as comment_on_early
from moderation.actions.opening import open_case
from moderation.admin.pieces import piece_of
from moderation.models import Act
from moderation.registries import moderated
from moderation.screening import pipeline
from moderation.screening.checks import Check, Written, checks
from moderation.statements import statement_of
from tests.contests.things import make_entry
from tests.factories import make_board, make_idea
from tests.gallery.things import make_captions, make_film, make_media
from tests.ideas.told import tell_story
from tests.insiders.things import make_early
from tests.moderation.things import decided, reported_idea

pytestmark = pytest.mark.django_db


@pytest.fixture
def things(tom) -> dict[str, Any]:
    """One of every kind, each of its parts with words of its own."""
    idea = make_idea(board=make_board(), by=tom, title="A bench", body="Please.", category="shops")
    entry = make_entry(title="A cup", caption="At six.", ai_note="The steam", ai_use="parts", media=False)
    tom = change_settings(tom, by=tom, display_name="Big Tom", bio="I drink coffee.", is_profile_public=True)
    return {
        "idea": idea,
        "idea-comment": add_comment(idea, by=tom, body="Yes.", tell=False),
        "idea-note": add_note(idea, by=tom, body="In the shade."),
        "media": make_media(by=tom, under=idea, widths=(), alt="A bench of oak."),
        "captions": make_captions(make_film(by=tom, under=idea, widths=(), data=b""), said="Good morning!"),
        "member": tom,
        "entry": (
            entry := make_entry(title="A cup", caption="At six.", ai_note="The steam", ai_use="parts", media=False)
        ),
        "entry-comment": comment_on_entry(entry, by=tom, body="Lovely.", tell=False),
        "entry-revision": revision_of(entry),
        "launch-opinion": (opinion := opinion_of(tom, idea)),
        "launch": opinion.page,
        "early-access": (early := make_early("Decaf No. 4")),
        "early-access-comment": comment_on_early(early, by=tom, body="Round.", tell=False),
    }


def opinion_of(member: Any, idea: Any) -> LaunchOpinion:
    return LaunchOpinion.objects.create(page=tell_story(idea), member=member, verdict="no", body="In the sun.")


def revision_of(entry: Entry) -> EntryRevision:
    said = {"title": "Two cups", "caption": "At seven.", "alt": "Two cups.", "ai_use": "parts", "ai_note": "The sky"}
    return EntryRevision.objects.create(entry=entry, version=2, **said)


WORDS = {
    "idea": ["A bench", "Please."],
    "idea-comment": ["Yes."],
    "idea-note": ["In the shade."],
    "media": ["A bench of oak."],
    "captions": ["Good morning!"],
    "member": ["Big Tom", "I drink coffee."],
    "entry": ["A cup", "The steam", "", "At six."],
    "entry-comment": ["Lovely."],
    "launch-opinion": ["In the sun."],
    "launch": ["A bench at every stop"],
    "early-access": ["Decaf No. 4"],
    "early-access-comment": ["Round."],
    "entry-revision": ["Two cups", "The sky", "Two cups.", "At seven."],
}


@pytest.mark.parametrize("kind", WORDS)
def test_every_kind_says_which_parts_are_words_and_has_them(things, kind):
    snapshot = subjects[kind].snapshot(things[kind])
    assert [snapshot[name] for name in subjects[kind].words] == WORDS[kind]


def test_no_kind_is_forgotten():
    assert {adapter.key for adapter in moderated} == set(WORDS)


@pytest.mark.parametrize("kind", WORDS)
def test_the_checks_read_all_of_the_words_and_nothing_else(things, kind, register, tom):
    read: list[Written] = []
    register(checks, Check("test-ears", "A test", "Listens.", lambda written, _tuning: read.append(written)))
    pipeline.examine(kind, things[kind], by=tom, at=things["idea"].created_at)
    assert [list(written.parts) for written in read] == [[words for words in WORDS[kind] if words]]


def test_a_statement_shows_neither_category_nor_handle_as_words(things, tom, mo):
    expected = {
        "idea": ("Please.",),  # its title is the heading
        "idea-comment": ("Yes.",),
        "idea-note": ("In the shade.",),
        "media": ("A bench of oak.",),
        "captions": ("Good morning!",),
        "member": ("Big Tom", "I drink coffee."),
        "entry": ("The steam", "At six."),
        "entry-comment": ("Lovely.",),
        "launch-opinion": ("In the sun.",),
        "early-access-comment": ("Round.",),
        "entry-revision": ("Two cups", "The sky", "Two cups.", "At seven."),
    }
    for kind, thing in things.items():
        if not moderated[kind].states:
            continue  # nobody decides on it here
        open_case(kind, thing, reason="is_reported")
        assert statement_of(decided(thing, Act.HIDE, by=mo)).said == expected[kind], kind


def test_the_page_of_a_decision_shows_no_category_among_the_words(client, tom, mo):
    board = make_board()
    Category.objects.filter(board=board, slug="shops").update(name="Shops-and-more")
    decision = decided(reported_idea(by=tom, board=board, category="shops"), Act.HIDE, by=mo)
    decision.telling.delete()
    client.force_login(tom)
    assert "Shops-and-more" not in client.get(decision.get_absolute_url()).text


def test_moderators_read_the_rest_beside_the_words(things):
    idea, comment, member = (piece_of(kind, things[kind]) for kind in ("idea", "idea-comment", "member"))
    assert (idea.title, idea.body, idea.more) == ("A bench", "Please.", ["Shops"])
    assert (comment.title, comment.body, comment.under, comment.more) == ("", "Yes.", "A bench", [])
    assert (member.title, member.body, member.more) == ("Big Tom", "I drink coffee.", ["tom"])


def test_what_has_no_words_is_shown_without(tom, mo):
    idea = reported_idea(by=tom)
    decision = decided(idea, Act.HIDE, by=mo)
    decision.snapshot = {}  # as of a member who has left
    assert statement_of(decision).said == ()
