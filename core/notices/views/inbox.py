from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from core.http import fragment_or_redirect, limited, page_or_fragment, sign_in_first, toast
from core.notices.actions.reading import mark_all_read, mark_read
from core.notices.models import Notice
from core.notices.showing import tell
from core.pagination import keyset

LIST = "notices/fragments/inbox_list.html"
ROWS = "notices/inbox_rows.html"


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Looking changes nothing: a notice is read when it is opened, or when the member says that all are."""
    after = request.GET.get("after", "")
    fragment = ROWS if after else LIST
    return page_or_fragment(request, page="notices/inbox.html", fragment=fragment, context=_rows(request, after=after))


def _rows(request: HttpRequest, *, after: str = "") -> dict[str, object]:
    mine = Notice.objects.visible_to(request.user)
    page = keyset(mine.select_related("actor"), by=("created_at", "id"), kinds=(datetime, int), after=after)
    return {
        "rows": tell(page, to=request.user),
        "more": f"{reverse('notices:inbox')}?after={page.next}" if page.next else "",
        "has_unread": any(not notice.is_read for notice in page) or mine.unread().exists(),
    }


@require_POST
@limited("notices", rate="120/m")
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark it read and go where it leads; back to the inbox when that does not exist for this person any more."""
    if not request.user.is_authenticated:
        return sign_in_first(request, back=reverse("notices:inbox"))
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    mark_read(notice, by=request.user)
    [told] = tell([notice], to=request.user)
    if told.thing is None:
        toast(request, _("What this was about is not open to you now."))
        return redirect("notices:inbox")
    return redirect(told.thing.url)


@require_POST
@limited("notices", rate="120/m")
def read_all(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return sign_in_first(request, back=reverse("notices:inbox"))
    if count := mark_all_read(by=request.user):
        said = ngettext("%(count)s notice is marked as read.", "%(count)s notices are marked as read.", count)
        toast(request, said % {"count": count})
    return fragment_or_redirect(request, LIST, _rows(request), to="notices:inbox")
