from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from core.audience.signals import page_copied
from ideas.actions.boards import follow_statuses
from ideas.actions.promising import follow_board
from ideas.admin import launch_hooks
from ideas.admin.bulk import BulkAnswer
from ideas.admin.dashboard import WaitingPanel
from ideas.admin.film_chooser import VIEWSET as FILM_CHOOSER
from ideas.admin.idea_chooser import VIEWSET as IDEA_CHOOSER
from ideas.admin.opinions import offer_in_header, offer_in_listing, offer_opinions
from ideas.launches import drafts
from ideas.models import IdeaBoardPage, LaunchPage
from ideas.policies import may_answer
from ideas.viewsets import IdeaAnswersViewSet, IdeasMenuItem


@hooks.register("register_admin_viewset")
def register_desk() -> ViewSet:
    return IdeaAnswersViewSet()


@hooks.register("register_admin_menu_item")
def show_waiting_list() -> MenuItem:
    url = reverse("idea_answers:waiting")
    return IdeasMenuItem(gettext_lazy("Waiting list"), url, name="waiting-list", icon_name="history", order=111)


@hooks.register("register_permissions")
def offer_permission() -> QuerySet[Permission]:
    """So that "Can answer ideas" can be ticked for a group in the admin."""
    return Permission.objects.filter(content_type__app_label="ideas", codename="answer_idea")


@hooks.register("construct_homepage_panels")
def show_waiting(request: HttpRequest, panels: list[Component]) -> None:
    if may_answer(request.user):
        panels.append(WaitingPanel(request))


@hooks.register("before_publish_page")
def warn_of_recount(request: HttpRequest, page: Any) -> None:
    """Ranks are stored, so a new half-life reaches the votes of yesterday only by a recount."""
    if not isinstance(page, IdeaBoardPage):
        return
    before = IdeaBoardPage.objects.half_life_of(page.pk)
    if before != page.half_life_days and page.ideas.exists():
        messages.warning(
            request,
            _("The half-life has changed. Earlier votes keep their old weight until `manage.py recount` has run."),
        )


@receiver(page_published, sender=IdeaBoardPage)
def carry_statuses_over(instance: IdeaBoardPage, **kwargs: Any) -> None:
    """By the signal, not the editor's hook: a publication that was scheduled has no editor."""
    follow_statuses(instance)
    follow_board(instance)


@hooks.register("before_delete_page")
def keep_board(request: HttpRequest, page: Page) -> HttpResponse | None:
    return _refusal(request, [page])


@hooks.register("before_bulk_action")
def keep_boards(request: HttpRequest, action: str, objects: Any, view: Any) -> HttpResponse | None:
    pages = [thing for thing in objects if isinstance(thing, Page)] if action == "delete" else []
    return _refusal(request, pages)


def _refusal(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    """What members wrote does not go with a page: a board with ideas is unpublished, never deleted."""
    for page in pages:
        board = IdeaBoardPage.objects.descendant_of(page, inclusive=True).filter(ideas__isnull=False).first()
        if board:
            words = _("“%(board)s” stays, because members’ ideas stand on it. Unpublish it instead.")
            messages.error(request, words % {"board": board.title})
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


hooks.register("register_bulk_action", BulkAnswer)
hooks.register("register_admin_urls", offer_opinions)
hooks.register("register_page_header_buttons", offer_in_header)
hooks.register("register_page_listing_more_buttons", offer_in_listing)

hooks.register("register_admin_viewset", lambda: IDEA_CHOOSER)
hooks.register("register_admin_viewset", lambda: FILM_CHOOSER)
hooks.register("register_log_actions", drafts.register_acts)
page_published.connect(launch_hooks.follow_publication, sender=LaunchPage, dispatch_uid="ideas.launch")
page_unpublished.connect(launch_hooks.follow_leaving, sender=LaunchPage, dispatch_uid="ideas.take-back")
page_copied.connect(launch_hooks.follow_copy, sender=LaunchPage, dispatch_uid="ideas.copied")
hooks.register("before_unpublish_page", launch_hooks.ask_why)
hooks.register("before_delete_page", launch_hooks.keep_story)
hooks.register("before_bulk_action", launch_hooks.keep_stories)


@hooks.register("insert_global_admin_css")
def style_the_checklist() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("core/css/admin-launches.css"))
