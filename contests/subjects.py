"""What other rooms may know of an entry."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from contests.kinds import AiUse
from contests.models import ContestPage, Entry, EntryRevision
from contests.models.entry import KIND
from core.notices.models import Follow
from gallery.on_desk import kept_of, small_url_of

REVISION = "entry-revision"


class EntrySubject:
    key = KIND
    model = Entry
    label = _("entry")
    words = ("title", "ai_note", "alt", "caption")

    def visible_to(self, user: Any) -> QuerySet[Entry]:
        return Entry.objects.visible_to(user)

    def title(self, entry: Entry) -> str:
        return entry.title

    def url(self, entry: Entry) -> str:
        return entry.get_absolute_url()

    def author_id(self, entry: Entry) -> int | None:
        return entry.author_id

    def people(self, entry: Entry) -> dict[str, list[int]]:
        author = [entry.author_id] if entry.author_id else []
        return {"author": author, "follower": list(Follow.objects.follower_ids(KIND, entry.pk))}

    def version(self, entry: Entry) -> int:
        return entry.version

    def snapshot(self, entry: Entry) -> dict[str, Any]:
        """What moderators read beside the words: whether it came in the grace time, what was said of AI, and of its
        picture or film."""
        return {
            "title": entry.title,
            "caption": entry.caption,
            "ai_note": entry.ai_note,
            "ai": _ai_in_words(entry.ai_use),
            "late": str(_("Sent in the grace time, after entries had closed")) if entry.is_late else "",
            **kept_of(entry.items),
            "version": entry.version,
        }

    def thumbnail(self, entry: Entry) -> str | None:
        return small_url_of(entry.items)


class RevisionSubject:
    """Other words for an entry that is published. It is called as the entry is."""

    key = REVISION
    model = EntryRevision
    label = _("new words of an entry")
    words = ("title", "ai_note", "alt", "caption")

    def visible_to(self, user: Any) -> QuerySet[EntryRevision]:
        return EntryRevision.objects.visible_to(user).select_related("entry")

    def title(self, revision: EntryRevision) -> str:
        return revision.entry.title

    def url(self, revision: EntryRevision) -> str:
        return revision.get_absolute_url()

    def author_id(self, revision: EntryRevision) -> int | None:
        return revision.author_id

    def people(self, revision: EntryRevision) -> dict[str, list[int]]:
        return {"author": [revision.author_id] if revision.author_id else []}

    def version(self, revision: EntryRevision) -> int:
        return revision.version

    def snapshot(self, revision: EntryRevision) -> dict[str, Any]:
        return {
            "title": revision.title,
            "caption": revision.caption,
            "alt": revision.alt,
            "ai_note": revision.ai_note,
            "ai": _ai_in_words(revision.ai_use),
            "subject": revision.entry.title,
            "version": revision.version,
        }

    def thumbnail(self, revision: EntryRevision) -> str | None:
        return small_url_of(revision.entry.items)


def _ai_in_words(ai_use: str) -> str:
    """Empty where none was used: nothing to be looked at."""
    return str(AiUse(ai_use).label) if ai_use in AiUse.values and ai_use != AiUse.NONE else ""


class ContestSubject:
    key = "contest"
    model = ContestPage
    label = _("contest")
    words = ("title", "brief")

    def visible_to(self, user: Any) -> QuerySet[ContestPage]:
        seen: QuerySet[ContestPage] = ContestPage.objects.visible_to(user)
        return seen

    def title(self, contest: ContestPage) -> str:
        return str(contest.title)

    def url(self, contest: ContestPage) -> str:
        return contest.get_url() or "/"

    def author_id(self, contest: ContestPage) -> int | None:
        return None

    def people(self, contest: ContestPage) -> dict[str, list[int]]:
        return {"follower": list(Follow.objects.follower_ids(self.key, contest.pk))}

    def version(self, contest: ContestPage) -> int:
        return contest.latest_revision_id or 0

    def snapshot(self, contest: ContestPage) -> dict[str, Any]:
        return {"title": contest.title, "brief": contest.brief}

    def thumbnail(self, contest: ContestPage) -> str | None:
        return None
