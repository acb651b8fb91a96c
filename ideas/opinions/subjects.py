"""What other rooms may know of the question whether a launch got it right, and of what was said."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.notices.kinds import NoticeKind
from ideas.models import LaunchOpinion, LaunchQuestion

ASKED = "launch-asked"
QUESTION, OPINION = "launch-question", "launch-opinion"

ASKED_KIND = NoticeKind(
    key=ASKED,
    label=_("Did we get it right? A while after something that you asked for was launched"),
    reason=_("You wrote, support or follow an idea behind this launch. You are asked once."),
)


class QuestionSubject:
    """Whoever was asked sees it, while they may see the story. It is called as the story is."""

    key = QUESTION
    model = LaunchQuestion
    label = _("question about a launch")
    words: tuple[str, ...] = ()

    def visible_to(self, user: Any) -> QuerySet[LaunchQuestion]:
        return LaunchQuestion.objects.visible_to(user).select_related("page")

    def title(self, question: LaunchQuestion) -> str:
        return str(question.page.title)

    def url(self, question: LaunchQuestion) -> str:
        return reverse("ideas:opinion", args=[question.page_id])

    def author_id(self, question: LaunchQuestion) -> int | None:
        return None

    def people(self, question: LaunchQuestion) -> dict[str, list[int]]:
        return {}

    def version(self, question: LaunchQuestion) -> int:
        return 1

    def snapshot(self, question: LaunchQuestion) -> dict[str, Any]:
        return {}

    def thumbnail(self, question: LaunchQuestion) -> str | None:
        return None


class OpinionSubject:
    """What one member said of a launch. It is called as the story is."""

    key = OPINION
    model = LaunchOpinion
    label = _("opinion of a launch")
    words = ("body",)

    def visible_to(self, user: Any) -> QuerySet[LaunchOpinion]:
        return LaunchOpinion.objects.visible_to(user).given().select_related("page")

    def title(self, opinion: LaunchOpinion) -> str:
        return str(opinion.page.title)

    def url(self, opinion: LaunchOpinion) -> str:
        return opinion.get_absolute_url()

    def author_id(self, opinion: LaunchOpinion) -> int | None:
        return opinion.member_id

    def people(self, opinion: LaunchOpinion) -> dict[str, list[int]]:
        return {"author": [opinion.member_id]}

    def version(self, opinion: LaunchOpinion) -> int:
        return opinion.version

    def snapshot(self, opinion: LaunchOpinion) -> dict[str, Any]:
        return {"body": opinion.body, "subject": str(opinion.page.title), "version": opinion.version}

    def thumbnail(self, opinion: LaunchOpinion) -> str | None:
        return None
