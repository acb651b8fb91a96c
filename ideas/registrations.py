"""The only file that plugs this room into others."""

from functools import partial

from django.contrib.auth.signals import user_logged_in
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.audience.deeds import deeds
from core.audience.grounds import Ground, grounds, paths_of
from core.audience.groups import EDITORS, Grant, grants
from core.audience.measures import measures
from core.brand.registries import Showing, showings
from core.commands import Chapter, Chore, Surface, chapters, chores, counters, surfaces
from core.comments.belongings import erase_comments, export_comments
from core.comments.subjects import CommentSubject
from core.members.registries import PersonalData, ProfileSection, personal_data, profile_sections
from core.notices.kinds import notice_kinds
from core.pages.registries import Feed, HomeSection, SearchSource, feeds, home_sections, search_sources
from core.policies import Policy, policies
from core.searching import search_indexes
from core.subjects import subjects
from gallery.registries import Bearer, bearers
from ideas import belongings, canary, news, recounting, showing
from ideas.actions.asking import ask_about_launches
from ideas.actions.comparing import compare_ideas
from ideas.actions.digesting import send_digests
from ideas.actions.launch_telling import tell_untold
from ideas.actions.mending import mend_launches
from ideas.actions.promising import look_after_promises
from ideas.deeds import DEEDS
from ideas.demo import chapter, moderating, promises
from ideas.demo import impact as impact_chapter
from ideas.demo import launches as launch_chapter
from ideas.launches import canary as launch_canary
from ideas.launches import drafts, stories
from ideas.launches import news as launch_news
from ideas.launches.elsewhere import launched_of
from ideas.launches.films import stories_made_by
from ideas.launches.subjects import ModeratedStory, StorySubject
from ideas.measuring import MEASURES
from ideas.models import Idea, IdeaBoardPage, IdeaComment, LaunchOpinion, LaunchPage, LaunchQuestion
from ideas.models.launching import STORY
from ideas.moderating import ModeratedIdea, ModeratedIdeaComment, ModeratedIdeaNote
from ideas.opinions import belongings as opinion_belongings
from ideas.opinions import canary as opinion_canary
from ideas.opinions.moderating import ModeratedOpinion
from ideas.opinions.subjects import ASKED_KIND, OPINION, QUESTION, OpinionSubject, QuestionSubject
from ideas.policies import may_vote
from ideas.promises import COUNTERS
from ideas.searching import INDEX
from ideas.subjects import IdeaSubject, NoteSubject, WaitingListSubject
from ideas.views.voting import after_sign_in
from moderation.registries import Review, moderated


def register() -> None:
    """Called once, by IdeasConfig.ready()."""
    chapters.add(Chapter("ideas", chapter.write, chapter.erase))
    surfaces.add(Surface("board", canary.plant))
    chores.add(Chore("twins", compare_ideas))
    chapters.add(Chapter("moderation", moderating.write, moderating.erase))
    for kind_of_words in (ModeratedIdea(), ModeratedIdeaComment(), ModeratedIdeaNote()):
        moderated.add(kind_of_words)
    subjects.add(IdeaSubject())
    subjects.add(CommentSubject(IdeaComment))
    subjects.add(NoteSubject())
    bearers.add(Bearer(IdeaSubject.key, mended_at=lambda idea: f"{idea.get_absolute_url()}#pictures"))
    policies.add(Policy("ideas.vote", may_vote))
    showings.add(Showing("evidence", showing.answers_with))
    for kind in news.KINDS:
        notice_kinds.add(kind)
    personal_data.add(PersonalData("ideas", belongings.export, belongings.erase))
    personal_data.add(
        PersonalData(
            "idea-comments", partial(export_comments, model=IdeaComment), partial(erase_comments, model=IdeaComment)
        )
    )
    search_indexes.add(INDEX)
    for counter in recounting.all_counters():
        counters.add(counter)
    user_logged_in.connect(after_sign_in, dispatch_uid="ideas.pending-vote")
    _show_elsewhere()
    _wind_the_clock()
    _join_the_audience()
    _tell_of_launches()
    _ask_about_launches()


def _show_elsewhere() -> None:
    """On pages of others: the home page, the site's search, feeds, profiles."""
    home_sections.add(HomeSection("launched-ideas", _("It happened"), showing.launched_ideas, order=10))
    home_sections.add(HomeSection("hot-ideas", _("Hot now"), showing.hot_ideas, order=30, ask=showing.ask_place))
    search_sources.add(
        SearchSource(
            "ideas", _("Ideas"), showing.search, "ideas/fragments/found_idea.html", order=10, sitemap=showing.sitemap
        )
    )
    feeds.add(Feed("ideas", _("New ideas"), showing.board_feeds))
    profile_sections.add(ProfileSection("launched", _("Launched"), launched_of))
    profile_sections.add(ProfileSection("ideas", _("Ideas"), showing.ideas_of))
    profile_sections.add(ProfileSection("supports", _("Supports"), showing.supported_by))


def _ask_about_launches() -> None:
    """“Did we get it right?”: who is asked, by whom it is judged, and what of it is somebody's own."""
    chapters.add(Chapter("impact", impact_chapter.write, impact_chapter.erase))
    chores.add(Chore("launch-questions", ask_about_launches))
    subjects.add(QuestionSubject())
    subjects.add(OpinionSubject())
    notice_kinds.add(ASKED_KIND)
    grounds.add(Ground(QUESTION, partial(paths_of, LaunchQuestion, "page__path")))
    grounds.add(Ground(OPINION, partial(paths_of, LaunchOpinion, "page__path")))
    moderated.add(ModeratedOpinion())
    surfaces.add(Surface("opinions", opinion_canary.plant))
    personal_data.add(PersonalData("launch-opinions", opinion_belongings.export, opinion_belongings.erase))


def _tell_of_launches() -> None:
    """Stories of what became of ideas, and the news of them."""
    chapters.add(Chapter("launches", launch_chapter.write, launch_chapter.erase))
    surfaces.add(Surface("launch", launch_canary.plant))
    for kind in (*launch_news.KINDS, drafts.KIND):
        notice_kinds.add(kind)
    subjects.add(StorySubject())
    subjects.add(drafts.SUBJECT)  # after the story's own kind: `subject_of` a story takes the first
    moderated.add(ModeratedStory())
    bearers.add(
        Bearer(
            STORY,
            Review.NOTHING,
            exhibits=False,
            mended_at=lambda story: reverse("ideas:films", args=[story.pk]),
            made_by=stories_made_by,
        )
    )
    grounds.add(Ground(STORY, partial(paths_of, LaunchPage, "path")))
    grounds.add(Ground(drafts.DRAFT, partial(paths_of, LaunchPage, "path")))
    chores.add(Chore("launches-held-back", drafts.tell_of_held_back))
    chores.add(Chore("launches", mend_launches))
    chores.add(Chore("launches-untold", tell_untold))
    feeds.add(Feed("launches", _("Launches"), stories.launch_feeds))
    found = "ideas/fragments/found_launch.html"
    search_sources.add(SearchSource("launches", _("Launches"), stories.search, found, order=11, pages=LaunchPage))


def _wind_the_clock() -> None:
    """What is promised: kept, told to owners, and shown in the demo."""
    chapters.add(Chapter("promises", promises.write, promises.erase))
    subjects.add(WaitingListSubject())
    grounds.add(Ground(WaitingListSubject.key, partial(paths_of, IdeaBoardPage, "path")))
    for counter in COUNTERS:
        counters.add(counter)
    chores.add(Chore("promises", look_after_promises))
    chores.add(Chore("owners-digest", send_digests))


def _join_the_audience() -> None:
    """Who may do what, who is told of what, and what members do that lets them into tiers."""
    grants.add(Grant("ideas", EDITORS, ("ideas.answer_idea", "ideas.view_idea")))
    grounds.add(Ground(IdeaSubject.key, partial(paths_of, Idea, "board__path")))
    for deed in DEEDS:
        deeds.add(deed)
    for measure in MEASURES:
        measures.add(measure)
