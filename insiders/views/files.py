"""Private files: given out to whoever may see their page, and looked after by who edits it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import Refused, RuleBroken
from core.http import form_status, limited, toast
from core.serving import private_answer
from gallery.addresses import captioning_url
from gallery.posting import chosen
from gallery.purposes import PURPOSES as UPLOADS
from insiders.actions.early import early_access_of
from insiders.actions.filing import PDF_KIND, PURPOSES, add_file, describe_file, remove_file, used_in
from insiders.forms import FileForm
from insiders.models import EarlyAccess, EarlyAccessPage, PrivateFile
from insiders.models.files import FileKind
from insiders.policies.early_access import may_look_after
from insiders.views.early_access import files_of


@require_safe
def document(request: HttpRequest, token: UUID) -> HttpResponseBase:
    """A document to whoever may see its page now, or looks after it; to be kept, under its title."""
    file = get_object_or_404(PrivateFile.objects.filter(early__isnull=False).exclude(key=""), token=token)
    if not EarlyAccess.objects.visible_to(request.user).filter(files=file).exists():
        _looked_after(request, file.early.page_id)  # type: ignore[union-attr]
    return private_answer(request, file.key, PDF_KIND, attachment=f"{file.title}.pdf")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("private-file", rate="60/h")
def manage(request: HttpRequest, page_pk: int) -> HttpResponse:
    """All files of a page, and the form for one more of the kind that `kind` names."""
    page = _looked_after(request, page_pk)
    early = early_access_of(page)
    asked = request.POST.get("kind") or request.GET.get("kind") or ""
    kind = FileKind(asked) if asked in FileKind.values else FileKind.PICTURE
    form = FileForm(request.POST or None, described=kind != FileKind.DOCUMENT)
    token = request.POST.get("upload", "")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            add_file(early, by=request.user, kind=kind, upload=request.FILES.get("file"), token=token, **said)
        except (RuleBroken, Refused) as trouble:
            form.add_error(None, getattr(trouble, "messages", None) or str(trouble))
        else:
            toast(request, _("It is added. Choose it in a block of the page."))
            return redirect(f"{request.path}?kind={kind}")
    context = _listing(page, early) | {
        "form": form,
        "kind": kind,
        "kinds": FileKind,
        "purpose": UPLOADS[PURPOSES[kind]] if kind in PURPOSES else None,
        "chosen": chosen([token], by=request.user),
    }
    return render(request, "insiders/files.html", context, status=form_status(request) if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, page_pk: int, file_pk: int) -> HttpResponse:
    """Its title and description are changed."""
    page = _looked_after(request, page_pk)
    file = _file(page, file_pk)
    initial = {"title": file.title, "alt": file.item.alt if file.item else ""}
    form = FileForm(request.POST or None, initial=initial, described=file.item_id is not None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        describe_file(file, by=request.user, title=said["title"], alt=said.get("alt", ""))
        toast(request, _("It is changed."))
        return redirect("insiders:files", page.pk)
    context = {"page": page, "file": file, "form": form}
    return render(request, "insiders/file.html", context, status=form_status(request) if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, page_pk: int, file_pk: int) -> HttpResponse:
    """Asks once; then it is gone with its bytes."""
    page = _looked_after(request, page_pk)
    file = _file(page, file_pk)
    if request.method == "POST":
        remove_file(file, by=request.user)
        toast(request, _("It is deleted."))
        return redirect("insiders:files", page.pk)
    context = {"page": page, "file": file, "is_used": file.name in _used(page)}
    return render(request, "insiders/file_remove.html", context)


def _looked_after(request: HttpRequest, page_pk: int) -> EarlyAccessPage:
    """Raises Http404 for who does not look after it: they do not learn that it is there."""
    page = EarlyAccessPage.objects.filter(pk=page_pk).first()
    if page is None or not may_look_after(request.user, page):
        raise Http404
    return page


def _file(page: EarlyAccessPage, file_pk: int) -> PrivateFile:
    return get_object_or_404(PrivateFile.objects.select_related("early__page", "item"), early__page=page, pk=file_pk)


def _listing(page: EarlyAccessPage, early: EarlyAccess) -> dict[str, Any]:
    used, files = _used(page), files_of(early)
    rows = [(file, file.name in used, _captions(file)) for file in files]
    return {"page": page, "rows": rows}


def _captions(file: PrivateFile) -> str:
    return captioning_url(file.item) if file.item and file.kind == FileKind.FILM else ""


def _used(page: EarlyAccessPage) -> set[str]:
    """Names of files that the page shows, as it is read or as its draft is."""
    return {*used_in(page.body), *used_in(page.get_latest_revision_as_object().body)}
