from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from core.http import HtmxHttpRequest, error_answer, fragment_or_redirect, limited, sign_in_first
from ideas.actions.following import follow_idea, unfollow_idea
from ideas.forms import SwitchForm
from ideas.models import Idea


@require_POST
@limited("follow", rate="60/m")
def follow(request: HtmxHttpRequest, pk: int) -> HttpResponse:
    """The wanted state is set, `follow=on` or `off`."""
    idea = get_object_or_404(Idea.objects.visible_to(request.user), pk=pk)
    form = SwitchForm({"wanted": request.POST.get("follow")})
    if not form.is_valid():
        return error_answer(request, status=422, reasons=form.errors["wanted"])
    if not request.user.is_authenticated:
        return sign_in_first(request, back=idea.get_absolute_url())
    wanted = form.cleaned_data["wanted"] == "on"
    if wanted:
        follow_idea(idea, by=request.user)
    else:
        unfollow_idea(idea, by=request.user)
    context = {"idea": idea, "is_following": wanted}
    return fragment_or_redirect(request, "ideas/fragments/follow_button.html", context, to=idea)
