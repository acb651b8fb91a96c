"""What other rooms may know of an entry."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from contests.models import ContestPage, Entry
from contests.models.entry import KIND
from core.notices.models import Follow


class EntrySubject:
    key = KIND
    model = Entry
    label = _("entry")
    words = ("title", "caption")

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
        return {"title": entry.title, "caption": entry.caption, "version": entry.version}

    def thumbnail(self, entry: Entry) -> str | None:
        return None


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
