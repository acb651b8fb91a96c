"""A launch story in Wagtail’s page editor: the checklist, what is refused beside a field, leaving with a reason."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Workflow, WorkflowPage

from core.errors import RuleBroken
from core.notices.models import Notice
from core.notices.showing import tell
from core.pages.actions.scheduled import publish_due
from core.publication import State
from ideas.actions.launching import launch
from ideas.actions.voting import cast_vote
from ideas.completeness import reasons_against
from ideas.launches.drafts import tell_of_held_back
from ideas.models import Act, Idea, Launch, Launching, LaunchPage, StatusChange
from ideas.models.launch import HELD_BACK
from ideas.statuses import Credit, Stage
from tests.core.audience.trees import close, make_page
from tests.factories import make_board, make_idea
from tests.gallery.things import make_film
from tests.ideas.launching import NOTE, a_picture, close_but_for, draft_story, fresh, launches_page, make_story, named
from tests.ideas.test_launch_telling import crowd
from tests.page_editor import form_of, problems, rows

pytestmark = pytest.mark.django_db
PAST = timezone.now() - timedelta(minutes=1)


@pytest.fixture
def editor(client, bea):
    client.force_login(bea)
    return client


def edit_url(story):
    return reverse("wagtailadmin_pages:edit", args=[story.pk])


def send(client, story, *, publish=True, **changes):
    sent = {**filled(client.get(edit_url(story))), **changes}
    return client.post(edit_url(story), {**sent, **({"action-publish": "1"} if publish else {})})


def filled(response):
    """The form as a browser sends it: the number of blocks is drawn by script."""
    return {**form_of(response), "body-count": "0"}


def said_to(response):
    return " ".join(str(message) for message in response.context["messages"])


def is_launched(idea):
    return Idea.objects.get(pk=idea.pk).status.stage == Stage.LAUNCHED


def test_an_editor_publishes_a_story_from_its_form(editor, bea, tom):
    idea = make_idea(by=tom)
    url = reverse("wagtailadmin_pages:add", args=["ideas", "launchpage", launches_page().pk])
    words = {"title": "A rail of cups", "slug": "rail", "introduction": "Take one.", "thanks": "Thank you, Tom."}
    day = str(timezone.localdate())
    ideas = rows("launched_ideas", {"idea": idea.pk, "credit": "yours", "credit_date": "", "note": NOTE})
    sent = {**filled(editor.get(url)), **words, "launched_on": day, "evidence_url": "https://example.com/", **ideas}
    saved = editor.post(url, sent)
    assert saved.status_code == 302, problems(saved)
    story = LaunchPage.objects.get(slug="rail")
    assert (story.live, is_launched(idea)) == (False, False)
    response = send(editor, story, signed_by=bea.pk, signed_face=a_picture().pk)
    assert response.status_code == 302, problems(response)
    assert is_launched(idea)
    assert StatusChange.objects.get(idea=idea).by == bea


def test_a_draft_may_lack_anything_and_publishing_says_what(editor, bea):
    lacking = {"introduction": "", "launched_on": None, "evidence_url": "", "thanks": "", "signed_by": None}
    story = draft_story(make_idea(), by=bea, **lacking)
    assert send(editor, story, publish=False, title="Other words").status_code == 302
    said = problems(send(editor, story))
    assert said == {
        "introduction": "Say in a sentence what there is now.",
        "launched_on": "Say since when people can have it.",
        "evidence_picture": "Show that it is true: a photo, a film, or a link to a report.",
        "thanks": "Thank the people who said so.",
        "signed_by": "Somebody of the team signs with their name.",
    }
    assert not fresh(story).live


def test_a_story_without_ideas_is_told_so(editor, bea):
    story = draft_story(by=bea)
    assert problems(send(editor, story))[""] == "Name at least one idea that it goes back to."


def test_what_is_wrong_with_an_idea_stands_beside_it(editor, bea):
    hidden, other = make_idea(), make_idea(title="Another")
    story = draft_story(named(hidden, ""), named(other, Credit.PLANNED, note="Done."), named(other), by=bea)
    Idea.objects.filter(pk=hidden.pk).update(state=State.HIDDEN)
    said = problems(send(editor, story))
    assert {field: words[:30] for field, words in said.items()} == {
        "launched_ideas-0-idea": "Nobody but its author can read",
        "launched_ideas-0-credit": "Give credit, honestly.",
        "launched_ideas-1-credit_date": "Say the day of the plan: that ",
        "launched_ideas-1-note": "Say what became of it in at le",
        "launched_ideas-2-idea": "This story names it already.",
    }


def test_the_checklist_says_what_is_missing_and_how_many_are_told(editor, bea, tom, lars):
    idea = make_idea(by=tom)
    cast_vote(idea, by=lars)
    story = draft_story(idea, by=bea, thanks="")
    said = editor.get(edit_url(story)).content.decode()
    assert "2 people are told once when you publish it." in said
    assert "Thank the people who said so." in said
    assert said.count("still missing") == 1


def test_of_what_is_launched_nobody_is_told_again(editor, bea):
    story = make_story(make_idea(), by=bea)
    assert "publishing it again tells nobody" in editor.get(edit_url(story)).content.decode()


def test_ideas_are_chosen_by_words_among_the_boards_one_works_on(editor, bea, tom):
    make_idea(title="A cup with a handle")
    make_idea(title="A bench")
    closed = make_board()
    hidden = make_idea(board=closed, title="A cup for few")
    close_but_for(closed, tom)
    found = editor.get(reverse("idea_chooser:choose_results"), {"q": "cup"}).content.decode()
    assert "A cup with a handle" in found and "A bench" not in found and "A cup for few" not in found
    assert editor.get(reverse("idea_chooser:chosen", args=[hidden.pk])).status_code == 404
    assert editor.get(reverse("idea_chooser:chosen", args=["9" * 30])).status_code == 404
    assert editor.get(reverse("idea_chooser:chosen_multiple"), {"id": ["x", "9" * 30]}).status_code == 200
    story = draft_story(make_idea(title="Open"), by=bea)
    for wrong in (hidden.pk, "x", "9" * 30):
        response = send(editor, story, **{"launched_ideas-0-idea": wrong})
        assert problems(response)["launched_ideas-0-idea"] == "Choose an idea of a board that you work on."


def test_a_closed_idea_has_no_title_for_who_edits_the_story(editor, bea, tom):
    closed = make_board()
    story = draft_story(make_idea(board=closed, title="A secret cup"), by=bea)
    close_but_for(closed, tom)
    assert "A secret cup" not in editor.get(edit_url(story)).content.decode()


def test_a_hidden_idea_of_their_board_has_its_title_for_who_edits_the_story(editor, bea, tom):
    idea = make_idea(by=tom, title="A hidden cup")
    story = draft_story(idea, by=bea)
    Idea.objects.filter(pk=idea.pk).update(state=State.HIDDEN)
    said = editor.get(edit_url(story)).content.decode()
    assert "“A hidden cup”: Nobody but its author can read this idea" in said
    assert said.count("A hidden cup") > 1


def test_titles_of_the_ideas_of_a_story_are_looked_up_together(editor, bea, count_queries):
    """Wagtail reads each row, its page and its idea."""
    stories = [draft_story(*(make_idea() for _ in range(number)), by=bea) for number in (1, 4)]
    for story in stories:
        editor.get(edit_url(story))
    asked = [count_queries(lambda story=story: editor.get(edit_url(story))) for story in stories]
    assert asked[1] - asked[0] <= 3 * 3


def test_members_choose_no_ideas(client, tom):
    client.force_login(tom)
    for name in ("choose", "choose_results"):
        assert client.get(reverse(f"idea_chooser:{name}")).status_code in (302, 403)


def unpublish(client, story, **sent):
    return client.post(reverse("wagtailadmin_pages:unpublish", args=[story.pk]), sent, follow=True)


def test_unpublishing_asks_why_and_everybody_reads_it(editor, bea):
    idea = make_idea(status="planned")
    story = make_story(idea, by=bea)
    asked = editor.get(reverse("wagtailadmin_pages:unpublish", args=[story.pk])).content.decode()
    assert 'name="taken_back_because"' in asked and "It has launched 1 idea." in asked
    assert "Say why it is taken back" in said_to(unpublish(editor, story))
    assert fresh(story).live
    unpublish(editor, story, taken_back_because="The cups did not come home.")
    assert not fresh(story).live
    entry = StatusChange.objects.get(idea=idea, launching__act=Act.TAKEN_BACK)
    assert (entry.note, entry.by, entry.new.slug) == ("The cups did not come home.", bea, "planned")


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_what_has_launched_ideas_leaves_by_itself_and_with_a_reason(editor, bea, action):
    story = make_story(make_idea(), by=bea)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    for pk in (story.pk, story.get_parent().pk):
        response = editor.post(f"{url}?id={pk}", {"include_descendants": "on"}, follow=True)
        assert "Unpublish it by itself, and say why." in said_to(response)
    assert fresh(story).live
    response = editor.post(reverse("wagtailadmin_pages:delete", args=[story.pk]), follow=True)
    assert "Unpublish it by itself, and say why." in said_to(response)
    assert fresh(story).live


def test_one_that_was_taken_back_can_be_deleted(editor, bea):
    story = make_story(make_idea(), by=bea)
    unpublish(editor, story, taken_back_because="It broke.")
    editor.post(reverse("wagtailadmin_pages:delete", args=[story.pk]))
    assert not LaunchPage.objects.exists()
    assert Launching.objects.count() == 2


def test_many_at_once_are_launched_or_refused_in_words(editor, bea):
    whole, idea = draft_story(make_idea(), by=bea), make_idea(title="Another")
    broken = draft_story(idea, by=bea, thanks="")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    response = editor.post(f"{url}?id={whole.pk}&id={broken.pk}", follow=True)
    assert "Thank the people who said so." in said_to(response)
    assert not LaunchPage.objects.filter(live=True).exists()
    editor.post(f"{url}?id={whole.pk}")
    assert fresh(whole).live
    assert Launching.objects.standing().get().page == whole


def test_what_is_missing_is_said_without_the_title_of_an_idea_that_the_editor_may_not_see(editor, bea, tom):
    idea = make_idea(board=make_board(), title="Zanzibar")
    story = draft_story(idea, by=bea)
    Idea.objects.filter(pk=idea.pk).update(state=State.WITHDRAWN)
    close_but_for(idea.board, tom)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    said = said_to(editor.post(f"{url}?id={story.pk}", follow=True))
    assert "Its author withdrew this idea." in said and "Zanzibar" not in said
    with pytest.raises(RuleBroken) as refused:
        story.get_latest_revision().publish(user=bea)
    assert refused.value.messages == ["Its author withdrew this idea."]


def test_one_that_is_scheduled_is_launched_at_its_hour_by_who_wrote_it(bea):
    idea = make_idea()
    story = draft_story(idea, by=bea)
    story.go_live_at = timezone.now() + timedelta(hours=1)
    story.save_revision(user=bea).publish(user=bea)
    assert not is_launched(idea)
    LaunchPage.objects.filter(pk=story.pk).update(go_live_at=PAST)
    revision = fresh(story).get_latest_revision()
    revision.content["go_live_at"] = PAST.isoformat()
    revision.approved_go_live_at = PAST
    revision.save()
    publish_due()
    assert is_launched(idea)
    assert StatusChange.objects.get().by == bea


def test_one_that_cannot_be_published_at_its_hour_is_held_back_and_its_editor_told(bea):
    idea = make_idea()
    story = draft_story(idea, by=bea)
    story.get_latest_revision()
    revision = story.save_revision(user=bea, approved_go_live_at=PAST)
    Idea.objects.filter(pk=idea.pk).update(state=State.HIDDEN)
    call_command("publish_scheduled")
    assert not fresh(story).live
    assert PageLogEntry.objects.get(page=story.pk, action=HELD_BACK).revision == revision
    assert tell_of_held_back() == 1
    assert tell_of_held_back() == 0
    assert Notice.objects.get().recipient == bea


def test_what_is_missing_of_an_idea_is_told_without_its_title_to_who_may_not_see_it(bea, tom):
    idea = make_idea(board=make_board(), title="Zanzibar")
    story = draft_story(idea, by=bea)
    story.save_revision(user=bea, approved_go_live_at=PAST)
    Idea.objects.filter(pk=idea.pk).update(state=State.WITHDRAWN)
    call_command("publish_scheduled")
    tell_of_held_back()

    def told():
        [notice] = tell(list(Notice.objects.all()), to=bea)
        return notice.facts["missing"]

    assert told() == ["“Zanzibar”: Its author withdrew this idea."]
    close_but_for(idea.board, tom)
    assert told() == ["Its author withdrew this idea."]


def test_one_that_expires_is_taken_back_with_words_of_its_own(bea):
    idea = make_idea()
    story = make_story(idea, by=bea)
    LaunchPage.objects.filter(pk=story.pk).update(expire_at=PAST)
    publish_due()
    assert not is_launched(idea)
    assert StatusChange.objects.order_by("-pk").first().note == "We have taken back that this is launched."


def test_an_approval_launches(client, bea, ada):
    idea = make_idea()
    story = draft_story(idea, by=bea)
    workflow = Workflow.objects.get(name="Moderators approval")
    WorkflowPage.objects.get_or_create(page=Page.objects.get(depth=1), defaults={"workflow": workflow})
    workflow.start(story, bea)
    client.force_login(ada)
    state = fresh(story).current_workflow_task_state
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[story.pk, "approve", state.pk]), {"comment": ""})
    assert is_launched(idea)
    assert StatusChange.objects.get().by == bea


def test_an_old_version_that_would_take_an_idea_out_needs_a_reason(bea):
    first, second = make_idea(), make_idea(title="A second one")
    story = make_story(first, by=bea)
    old = fresh(story).get_latest_revision()
    again = fresh(story)
    again.launched_ideas.add(named(second))
    again.save_revision(user=bea).publish(user=bea)
    with pytest.raises(RuleBroken, match="Say what was wrong"):
        old.publish(user=bea)
    assert (is_launched(first), is_launched(second)) == (True, True)
    old.content["correction_note"] = "It is not there yet."
    old.publish(user=bea)
    assert (is_launched(first), is_launched(second)) == (True, False)


def test_a_copy_is_a_draft(editor, bea):
    idea = make_idea()
    story = make_story(idea, by=bea)
    url = reverse("wagtailadmin_pages:copy", args=[story.pk])
    asked = editor.get(url).content.decode()
    assert 'name="publish_copies"' not in asked and 'name="alias"' not in asked
    editor.post(url, {"new_title": "Copy", "new_slug": "copy", "new_parent_page": story.get_parent().pk})
    copy = LaunchPage.objects.get(slug="copy")
    assert (copy.live, Launch.objects.count()) == (False, 1)
    assert "has launched it already" in editor.get(edit_url(copy)).content.decode()


def test_a_closed_story_is_published_like_any_other(editor, bea):
    idea = make_idea()
    story = draft_story(idea, by=bea)
    close(story, "Editors")
    assert send(editor, story).status_code == 302
    assert is_launched(idea)


def asked_by_publishing(editor, story, count_queries):
    sent = {**filled(editor.get(edit_url(story))), "action-publish": "1"}
    editor.get(edit_url(story))
    return count_queries(lambda: editor.post(edit_url(story), sent))


def test_publishing_five_ideas_asks_as_often_however_many_stand_behind_them(editor, bea, count_queries, kept_tasks):
    """Beside what Wagtail asks for a page of five rows (two saves and two reads of each)."""
    bare = make_page("Plain", live=False)
    bare.save_revision()
    of_wagtail = asked_by_publishing(editor, bare, count_queries)
    few, many = ([make_idea(title=f"{crowd} {n}") for n in range(5)] for crowd in ("few", "many"))
    for idea in many:
        crowd(idea, 20)
    asked = [asked_by_publishing(editor, draft_story(*ideas, by=bea), count_queries) for ideas in (few, many)]
    assert all(map(is_launched, [*few, *many]))
    assert asked[0] == asked[1] <= of_wagtail + 85


def test_the_rule_and_the_launch_of_five_ideas_ask_little(bea, max_queries):
    story = draft_story(*(make_idea(title=f"Number {n}") for n in range(5)), by=bea)
    LaunchPage.objects.filter(pk=story.pk).update(live=True)
    story = fresh(story)
    with max_queries(22):
        assert reasons_against(story) == []
        assert launch(story, by=bea)


def test_the_film_of_a_story_is_chosen_among_those_that_one_may_see(editor, bea, tom):
    story = draft_story(make_idea(), by=bea, evidence_url="")
    mine, theirs = make_film(by=bea, under=story, alt="A bench", measured={"sound": "AAC"}), make_film(by=tom)
    offered = editor.get(reverse("film_chooser:choose")).json()["html"]
    assert "A bench" in offered and theirs.name not in offered
    for wrong in (theirs.pk, "x", "9" * 30):
        assert "evidence_film" in problems(send(editor, story, publish=False, evidence_film=wrong))
    for words, is_found in (("bench", True), (mine.name, True), ("Bea", True), ("Drip", False)):
        found = editor.get(reverse("film_chooser:choose_results"), {"q": words}).text
        assert ("A bench" in found) is is_found, words
    assert editor.get(reverse("film_chooser:chosen", args=[theirs.pk])).status_code == 404
    assert editor.get(reverse("film_chooser:chosen", args=[mine.pk])).json()["result"]["title"] == "A bench"
    assert send(editor, story, evidence_film=mine.pk).status_code == 302
    assert fresh(story).live and fresh(story).evidence_film == mine
    said = editor.get(edit_url(story)).content.decode()
    assert "The film has no captions" in said and reverse("ideas:films", args=[story.pk]) in said
