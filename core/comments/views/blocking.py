"""By whom one does not want to be mentioned: one member at a time, and all of them with the way back."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.comments.actions.blocking import allow_mentions, block_mentions
from core.comments.models import MentionBlock
from core.comments.news import BESIDE_A_MENTION
from core.comments.policies import may_block_mentions
from core.http import limited, page_or_fragment, toast
from core.members.models import User
from core.notices.kinds import notice_kinds
from core.notices.models import Notice
from core.pagination import keyset
from core.policies import ensure

ROWS = "comments/blocked_rows.html"
LIST = "comments/fragments/blocked_list.html"


@login_required
@require_safe
def blocked(request: HttpRequest) -> HttpResponse:
    """Everybody by whom this person does not want to be mentioned, the newest first."""
    after = request.GET.get("after", "")
    mine = MentionBlock.objects.by(request.user).select_related("blocked")
    page = keyset(mine, by=("created_at", "id"), kinds=(datetime, int), after=after)
    more = f"{reverse('comments:blocked')}?after={page.next}" if page.next else ""
    context = {"rows": page, "more": more}
    return page_or_fragment(request, page="comments/blocked.html", fragment=ROWS if after else LIST, context=context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("mention-block", rate="60/m")
def block(request: HttpRequest, pk: int) -> HttpResponse:
    """Says how it stands with one member; POST `mentions` is `off` or `on`, anything else changes nothing."""
    member = get_object_or_404(_known_to(request.user), pk=pk)
    match request.POST.get("mentions", ""):
        case "off":
            block_mentions(member, by=request.user)
            words = _("You are not told any more when %(name)s mentions you. They are not told of it.")
        case "on":
            allow_mentions(member, by=request.user)
            words = _("You are told again when %(name)s mentions you.")
        case _anything_else:
            ensure(may_block_mentions(request.user, member))
            is_blocked = MentionBlock.objects.by(request.user).filter(blocked=member.pk).exists()
            return render(request, "comments/block.html", {"member": member, "is_blocked": is_blocked})
    toast(request, words % {"name": member.shown_name})
    return redirect("comments:blocked")


def _known_to(user: Any) -> Any:
    """Members whose profile this person may see, and those who hide it but mentioned them, or are blocked already. Of
    anybody else not even the name is told."""
    mentions = [kind.key for kind in notice_kinds if kind.beside == BESIDE_A_MENTION]
    mentioned_them = Notice.objects.visible_to(user).filter(kind__in=mentions, actor__isnull=False).values("actor")
    blocked = MentionBlock.objects.by(user).values("blocked")
    known = User.objects.filter(Q(pk__in=mentioned_them) | Q(pk__in=blocked), erased_at=None)
    return User.objects.visible_to(user) | known
