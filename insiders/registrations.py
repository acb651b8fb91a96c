"""The only file that plugs this room into others."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from core.commands import Chapter, Chore, chapters, chores, counters
from core.comments.belongings import erase_comments, export_comments
from core.comments.subjects import CommentSubject
from core.members.registries import PersonalData, ProfileSection, personal_data, profile_sections
from core.subjects import subjects
from gallery.registries import Bearer, bearers
from insiders import belongings
from insiders.actions.filing import clean_files
from insiders.demo import chapter
from insiders.marks import marks_of
from insiders.models import KIND, EarlyAccessComment
from insiders.moderating import ModeratedEarlyAccess, ModeratedEarlyAccessComment
from insiders.recounting import COMMENTS
from insiders.subjects import EarlyAccessSubject
from moderation.registries import Review, moderated


def register() -> None:
    """Called once, by InsidersConfig.ready()."""
    profile_sections.add(ProfileSection("insider", _("Insider"), marks_of))
    _early_access()


def _early_access() -> None:
    subjects.add(EarlyAccessSubject())
    subjects.add(CommentSubject(EarlyAccessComment))
    moderated.add(ModeratedEarlyAccess())
    moderated.add(ModeratedEarlyAccessComment())
    bearers.add(Bearer(KIND, Review.NOTHING, exhibits=False, is_private=True))
    chores.add(Chore("private-files", clean_files))
    counters.add(COMMENTS)
    chapters.add(Chapter("insiders", chapter.write, chapter.erase))
    personal_data.add(PersonalData("feedback", belongings.export, belongings.erase))
    personal_data.add(
        PersonalData(
            "early-access-comments",
            partial(export_comments, model=EarlyAccessComment),
            partial(erase_comments, model=EarlyAccessComment),
        )
    )
