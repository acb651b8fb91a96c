"""What a member has entered, and begun to: everything of theirs, in every contest."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contests.models import ContestPage, Entry, EntryDraft, EntryRevision
from contests.policies.entries import may_still_edit, may_withdraw
from contests.progress import attach_progress
from contests.subjects import REVISION
from contests.works import attach_works
from moderation.standing import attach_standing

MOST = 200  # a contest lets one enter a few


@login_required
@require_safe
def my_entries(request: HttpRequest) -> HttpResponse:
    """Drafts first, then entries, the newest first, with the words for their state that moderators use."""
    user = request.user
    seen = (
        Entry.objects.visible_to(user)
        .of(user)
        .select_related("contest__register__pause", "author")
        .prefetch_related("revisions")
    )
    entries = list(seen.order_by("-created_at", "-pk")[:MOST])
    attach_works(entries, to=user)
    attach_progress(entries, to=user)
    revisions = list(EntryRevision.objects.visible_to(user).open().filter(entry__in=[entry.pk for entry in entries]))
    attach_standing(REVISION, revisions, to=user)
    proposed = {revision.entry_id: revision for revision in revisions}
    rows = [
        {
            "entry": entry,
            "revision": proposed.get(entry.pk),
            "may_edit": bool(may_still_edit(user, entry)),
            "may_withdraw": bool(may_withdraw(user, entry)),
        }
        for entry in entries
    ]
    contests = ContestPage.objects.visible_to(user)
    drafts = EntryDraft.objects.filter(author=user.pk, contest__in=contests).select_related("contest").order_by("-at")
    return render(request, "contests/my_entries.html", {"rows": rows, "drafts": drafts})
