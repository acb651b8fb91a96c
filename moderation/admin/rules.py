"""House rules in the admin: moderators read them, administrators write them, and one that was used is never deleted."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import InspectView, SnippetViewSet

from core.brand.choosers import NoWindow
from moderation.models import HouseRule, HouseRuleWords
from moderation.rules import referred_to

SAID = ("name", "text", "ready_text")


class HouseRuleForm(WagtailAdminModelForm):
    """The formset itself sees a language that was sent twice, but not words that somebody else added meanwhile."""

    def is_valid(self) -> bool:
        return bool(super().is_valid()) and not self.collides()

    def collides(self) -> bool:
        said = self.formsets["translations"]
        known = [words.instance.pk for words in said.initial_forms]
        theirs = HouseRuleWords.objects.filter(rule=self.instance.pk).exclude(pk__in=known)
        taken = set(theirs.values_list("language", flat=True))
        double = [words for words in said.extra_forms if words.cleaned_data.get("language") in taken]
        for words in double:
            words.add_error("language", _("Somebody has added this language meanwhile."))
        return bool(double)


class HouseRuleInspectView(InspectView):
    def get_fields_context(self) -> list[dict[str, Any]]:
        """All words, language by language."""
        shown = [
            (words.get_language_display(), name, words) for words in self.object.translations.all() for name in SAID
        ]
        parts = [
            {"label": f"{language}: {words._meta.get_field(name).verbose_name}", "value": getattr(words, name)}
            for language, name, words in shown
        ]
        return [*super().get_fields_context(), *parts]


def retired(rule: HouseRule) -> str:
    return _("Retired") if rule.is_retired else ""


class HouseRuleViewSet(SnippetViewSet):
    """Below the prefix that the door opens to moderators."""

    model = HouseRule
    icon = "list-ul"
    base_url_path = "moderation/rules"
    add_to_settings_menu = True
    menu_order = 850
    copy_view_enabled = False
    chooser_viewset_class = NoWindow
    inspect_view_enabled = True
    inspect_view_class = HouseRuleInspectView
    inspect_view_fields = ("slug", "place", "is_retired")
    list_display = ("__str__", "slug", "place", Column("is_retired", label="", accessor=retired))
    list_filter = ("is_retired",)
    edit_handler = ObjectList(
        [
            FieldPanel("slug"),
            FieldPanel("place"),
            FieldPanel("is_retired"),
            InlinePanel(
                "translations",
                [FieldPanel(name) for name in ("language", *SAID)],
                heading=gettext_lazy("Words"),
                min_num=1,
            ),
        ],
        base_form_class=HouseRuleForm,
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return HouseRule.objects.prefetch_related("translations")


def keep_rules_in_use(request: HttpRequest, things: Any) -> HttpResponse | None:
    """Before snippets are deleted, one or many: a rule by which somebody decided or reported can only be retired."""
    rules = [thing for thing in things if isinstance(thing, HouseRule)]
    kept = referred_to(rules) if rules else []
    if not kept:
        return None
    words = ngettext(
        "%(names)s stays, because decisions or reports refer to it. Edit it and mark it as retired instead.",
        "%(names)s stay, because decisions or reports refer to them. Edit them and mark them as retired instead.",
        len(kept),
    )
    messages.error(request, words % {"names": ", ".join(f"“{rule}”" for rule in kept)})
    return redirect(HouseRule.snippet_viewset.get_url_name("list"))  # type: ignore[attr-defined]
