"""Feedback is given and taken back. Nobody but its author and the team reads it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import RuleBroken
from core.http import form_status, fragment_or_redirect, limited, sign_in_first, toast, wants_fragment
from core.policies import ensure
from insiders.actions.advising import give_feedback, take_feedback_back
from insiders.forms import FeedbackForm
from insiders.models import EarlyAccess
from insiders.policies.early_access import may_give_feedback
from insiders.views.early_access import address_of, answer, feedback_context

FRAGMENT = "insiders/fragments/feedback.html"


@require_POST
@limited("feedback", rate="30/h")
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """What the member thinks now, or the form again with what is wrong."""
    early = _visible(request, pk)
    verdict = may_give_feedback(request.user, early)
    if verdict.sign_in:
        return sign_in_first(request, back=address_of(request, early.page))
    ensure(verdict)
    form = FeedbackForm(request.POST, auto_id="feedback-%s")
    if form.is_valid():
        try:
            give_feedback(early, form.advice, by=request.user)
        except RuleBroken as broken:
            form.add_error(None, broken)
        else:
            return _done(request, early, _("Thank you. The team reads it."))
    if wants_fragment(request):
        context = feedback_context(request, early, form=form)
        return fragment_or_redirect(request, FRAGMENT, context, to=early, status=form_status(request))
    return answer(request, early.page, form=form)


@require_POST
@limited("feedback", rate="30/h")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    early = _visible(request, pk)
    if not request.user.is_authenticated:
        return sign_in_first(request, back=address_of(request, early.page))
    take_feedback_back(early, by=request.user)
    return _done(request, early, _("Your feedback is taken back."))


def _visible(request: HttpRequest, pk: int) -> EarlyAccess:
    return get_object_or_404(EarlyAccess.objects.visible_to(request.user), pk=pk)


def _done(request: HttpRequest, early: EarlyAccess, words: str) -> HttpResponse:
    if not wants_fragment(request):
        toast(request, words)
        return redirect(f"{address_of(request, early.page)}#feedback")
    context = feedback_context(request, early) | {"happened": words}
    return fragment_or_redirect(request, FRAGMENT, context, to=early)
