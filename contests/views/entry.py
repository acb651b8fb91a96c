"""One entry: its page, its receipt, and what its entrant may still do with it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from contests.actions.entering import edit_entry, withdraw_entry
from contests.actions.receipts import replaced_at
from contests.actions.revising import current_version, open_revision, proposed_words
from contests.actions.seeing import order_kept, order_so_far
from contests.forms import EditEntryForm, initial_of
from contests.models import Entry
from contests.models.entry import KIND
from contests.phases import Ability
from contests.policies.entries import keeps_file, may_edit, may_withdraw
from contests.progress import attach_progress
from contests.showing import Gallery
from contests.subjects import REVISION
from contests.views.comments import TALK
from contests.views.entries import cookie_of
from core.errors import Refused, RuleBroken, Stale
from core.http import form_status, limited, toast
from core.policies import ensure
from gallery.actions.attaching import items_of
from gallery.models import MediaItem
from gallery.posting import chosen, with_plain_files
from moderation.standing import attach_standing


@require_safe
def short_address(request: HttpRequest, pk: int) -> HttpResponse:
    return redirect(get_object_or_404(Entry.objects.visible_to(request.user), pk=pk), permanent=False)


@require_safe
def show(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The page of one entry. An old or wrong slug leads to the right address."""
    entry = _visible(request, pk)
    if slug != entry.slug:
        return redirect(entry)
    return render(request, "contests/entry.html", page_context(request, entry))


def page_context(request: HttpRequest, entry: Entry) -> dict[str, Any]:
    """What the page of an entry needs."""
    user = request.user
    is_mine = user.is_authenticated and entry.author_id == user.pk
    works = list(MediaItem.objects.under(entry, kind=KIND, to=user).with_renditions())
    entry.work = works[0] if works else None  # type: ignore[attr-defined]
    attach_progress([entry], to=user)
    revision = open_revision(entry) if is_mine else None
    if revision:
        attach_standing(REVISION, [revision], to=user)
    return {
        "entry": entry,
        "entry_url": request.build_absolute_uri(entry.get_absolute_url()),
        "contest": entry.contest,
        "turn": _turn(request, entry) if entry.is_published and not entry.disqualified_at else None,
        "works": works,
        "is_mine": is_mine,
        "shows_votes": entry.is_published and _is_voted_on(entry),
        "revision": revision,
        "disqualification": entry.disqualifications.prefetch_related("reinstatements").last(),
        "edit_verdict": may_edit(user, entry),
        "withdraw_verdict": may_withdraw(user, entry),
        **TALK.context(request, entry),
    }


def _turn(request: HttpRequest, entry: Entry) -> dict[str, Any] | None:
    """Where one can go from here: to all entries, and to the next ones for whoever has met them in an order."""
    contest = entry.contest
    if Ability.SEE_ENTRIES not in contest.abilities_at():
        return None
    kept = order_kept(contest, request.COOKIES.get(cookie_of(contest.pk), ""))
    order = order_so_far(contest, by=request.user, kept=kept)
    before, after = Gallery(contest, request.user, order, key="").beside(entry) if order else (None, None)
    return {"before": before, "after": after, "entries_url": contest.get_url_of("entries", request)}


def _is_voted_on(entry: Entry) -> bool:
    """Or was."""
    begins = entry.contest.voting_from
    return begins is not None and begins <= timezone.now()


def _visible(request: HttpRequest, pk: int) -> Entry:
    seen = Entry.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("contest__register__pause", "author", "rules"), pk=pk)


def _own(request: HttpRequest, pk: int) -> Entry:
    seen = Entry.objects.visible_to(request.user).of(request.user)
    return get_object_or_404(seen.select_related("contest__register__pause", "author", "rules"), pk=pk)


@never_cache
@login_required
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """What was received, and when by the server's clock: for whoever entered it."""
    entry = _own(request, pk)
    item = MediaItem.objects.under(entry, kind=KIND, to=request.user).first()
    entry.work = item  # type: ignore[attr-defined]
    attach_progress([entry], to=request.user)
    context = {"entry": entry, "contest": entry.contest, "item": item, "replaced_at": replaced_at(entry)}
    return render(request, "contests/receipt.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("entry-edit", rate="30/h")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever entered it changes the words, and the file while nobody else sees it; an old version is shown beside the
    new one."""
    entry, at = _visible(request, pk), timezone.now()
    if request.method != "POST" or entry.author_id != request.user.pk:
        ensure(may_edit(request.user, entry, at))
        return _edit_form(request, entry, _form_of(entry))
    posted, problems = with_plain_files(request, purpose=entry.contest.purpose.key)
    if request.FILES and (tokens := posted.getlist("uploads")):
        posted.setlist("uploads", tokens[-1:])
    form = EditEntryForm(posted, words_only=_keeps_file(entry))
    if form.is_valid() and not problems:
        return _save(request, entry, form)
    if problems:
        form.add_error("uploads" if "uploads" in form.fields else None, problems)  # type: ignore[arg-type]
    return _edit_form(request, entry, form, status=form_status(request))


def _form_of(entry: Entry) -> EditEntryForm:
    tokens = MediaItem.objects.of(entry, kind=KIND).values_list("token", flat=True)
    initial = {**initial_of(proposed_words(entry)), "version": current_version(entry)}
    initial["people_shown"] = entry.people_shown
    return EditEntryForm(initial={**initial, "uploads": list(map(str, tokens))}, words_only=_keeps_file(entry))


def _keeps_file(entry: Entry) -> bool:
    """Everybody sees it."""
    return entry.is_published and keeps_file(MediaItem.objects.of(entry, kind=KIND).first())


def _save(request: HttpRequest, entry: Entry, form: EditEntryForm) -> HttpResponse:
    try:
        item = _item_of(request, entry, form)
        entry = edit_entry(
            entry,
            by=request.user,
            words=form.words(),
            version=form.cleaned_data["version"],
            item=item,
            people_shown=form.cleaned_data.get("people_shown", ""),
        )
    except RuleBroken as broken:
        form.add_error(None, broken)
        return _edit_form(request, entry, form, status=form_status(request))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _edit_form(request, entry, form, status=403)
    except Stale as stale:
        form.with_version(current_version(entry))
        return _edit_form(request, entry, form, status=409, conflict=str(stale), now=proposed_words(entry))
    toast(request, _saved(entry))
    return redirect(entry)


def _item_of(request: HttpRequest, entry: Entry, form: EditEntryForm) -> MediaItem | None:
    """None when it stays the one that is there. One with files of its own is known by where it stands."""
    tokens = form.cleaned_data.get("uploads") or []
    stands = set(map(str, MediaItem.objects.of(entry, kind=KIND).values_list("token", flat=True)))
    if not tokens or set(tokens) <= stands:
        return None
    return items_of(tokens, by=request.user, purpose=entry.contest.purpose.key, most=1)[0]


def _saved(entry: Entry) -> str:
    if entry.is_preparing:
        return _("Your changes are saved. Your file is being prepared.")
    if entry.is_published and open_revision(entry):
        return _("Your changes are saved. Until a moderator has read them, everybody sees the former words.")
    if entry.is_waiting:
        return _("Your changes are saved. A moderator looks at them before everybody can.")
    return _("Your changes are saved.")


def _edit_form(
    request: HttpRequest, entry: Entry, form: EditEntryForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    context |= {"entry": entry, "contest": entry.contest, "form": form, "purpose": entry.contest.purpose}
    if "uploads" in form.fields:
        context["chosen"] = chosen(form["uploads"].value(), by=request.user)
    return render(request, "contests/entry_edit.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("entry-withdraw", rate="20/h")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once, then takes the entry from all lists."""
    entry = _visible(request, pk)
    if request.method == "POST":
        withdraw_entry(entry, by=request.user)
        toast(request, _("Your entry is withdrawn. Nobody but you can see it."))
        return redirect("contests:mine")
    ensure(may_withdraw(request.user, entry))
    return render(request, "contests/entry_withdraw.html", {"entry": entry, "contest": entry.contest})
