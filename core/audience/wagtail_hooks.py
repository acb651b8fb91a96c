"""The gate where Wagtail serves pages and documents, and what staff may not do to members in its screens."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from core.audience import page_admin, pages_in_admin
from core.audience.admin.viewset import TiersViewSet, menu_item
from core.audience.doors import answer_door, met_at
from core.audience.legal_screens import LegalTextViewSet, legal_texts
from core.audience.policies import may_enter_page, may_have_document
from core.brand.models import BrandDocument

Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponse]


@hooks.register("register_admin_viewset")
def register_legal_texts() -> LegalTextViewSet:
    return legal_texts


@hooks.register("on_serve_page", order=-100)
def gate_page(serve: Serve) -> Serve:
    """Outermost, so that nothing answers before it. What is not yours to see does not exist: no log-in, no redirect.
    At the address of a closed page its teaser may stand, which is no part of it."""

    def gated(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        if may_enter_page(request.user, page):
            return serve(page, request, args, kwargs)
        if door := met_at(page, request):
            return answer_door(request, door)
        raise Http404

    return gated


@hooks.register("before_serve_page", order=-100)
def gate_method(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Wagtail answers OPTIONS, and refuses methods, before it serves: both would say that the page is there."""
    if not may_enter_page(request.user, page) and met_at(page, request) is None:
        raise Http404


@hooks.register("before_serve_document", order=-100)
def gate_document(document: BrandDocument, request: HttpRequest) -> None:
    """Before Wagtail's own check, which would lead to the log-in and print the file's name in the address."""
    if not may_have_document(request.user, document):
        raise Http404


@hooks.register("register_admin_viewset")
def tiers() -> TiersViewSet:
    return TiersViewSet()


hooks.register("register_admin_menu_item", menu_item)


@hooks.register("register_permissions")
def offer_looking_after_tiers() -> QuerySet[Permission]:
    """So that it can be ticked for a group in the admin."""
    return Permission.objects.filter(content_type__app_label="audience", codename="manage_tiers")


@hooks.register("before_bulk_action")
def keep_members(request: HttpRequest, action: str, objects: Any, view: Any) -> HttpResponse | None:
    """Deleting many at once would skip the verb that keeps what former members gave to everyone."""
    if action != "delete" or get_user_model() not in view.models:
        return None
    messages.error(request, _("Members are deleted one by one, so that each is told what stays."))
    return redirect("wagtailusers_users:index")


@hooks.register("insert_editor_js")
def watch_the_ladder() -> str:
    return format_html('<script type="module" src="{}"></script>', static("core/js/admin-audience.js"))


@hooks.register("insert_global_admin_css")
def style_the_audience() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("core/css/admin-audience.css"))


hooks.register("construct_page_chooser_queryset", pages_in_admin.only_known)
hooks.register("before_copy_page", page_admin.tell_before_copy)
hooks.register("after_copy_page", page_admin.tell_after_copy)
hooks.register("before_convert_alias_page", page_admin.tell_before_parting)
hooks.register("after_convert_alias_page", page_admin.tell_after_parting)
hooks.register("before_move_page", page_admin.tell_before_move)
hooks.register("after_move_page", page_admin.tell_after_move)
hooks.register("after_bulk_action", page_admin.tell_after_moving_many)
