from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

T = TypeVar("T")


def in_language(said: Mapping[str, T], language: str | None = None) -> T | None:
    """In that language, else in the site's own, else in whichever there is."""
    wanted = (language or get_language() or "", settings.LANGUAGE_CODE)
    found = next((said[code] for code in wanted if code in said), None)
    return found or next(iter(said.values()), None)


class HouseRuleQuerySet(models.QuerySet["HouseRule"]):
    def in_force(self) -> Self:
        return self.filter(is_retired=False)

    def names(self) -> dict[str, str]:
        """By slug what each is called in the active language. In one query."""
        said: dict[str, dict[str, str]] = defaultdict(dict)
        words = self.order_by("place", "slug", "translations__pk")
        for slug, language, name in words.values_list("slug", "translations__language", "translations__name"):
            said[slug][language] = name
        return {slug: in_language(names) or slug for slug, names in said.items()}


class HouseRule(ClusterableModel):
    """What may not be said or shown here. One that decisions refer to is retired, never deleted."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True, help_text=_("Stands in lists and exports."))
    place = models.PositiveSmallIntegerField(
        _("place"), default=0, help_text=_("The digit that picks it in the queue.")
    )
    is_retired = models.BooleanField(_("retired"), default=False, help_text=_("No longer to be chosen."))

    objects = HouseRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("house rule")
        verbose_name_plural = _("house rules")
        ordering = ["place", "slug"]

    def __str__(self) -> str:
        return self.words().name or self.slug

    def words(self, language: str | None = None) -> "HouseRuleWords":
        """In that language, else in the site's own, else in whichever there is; an empty one when there is none."""
        said = {words.language: words for words in self.translations.all()}
        return in_language(said, language) or HouseRuleWords(rule=self, name=self.slug)


class HouseRuleWords(models.Model):
    """A rule in one language: its name, what everybody may read of it, and the text that authors get by default."""

    rule: Any = ParentalKey(HouseRule, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    name = models.CharField(_("name"), max_length=80)
    text = models.TextField(_("public text"), max_length=600)
    ready_text = models.TextField(
        _("text to the author"),
        max_length=1_000,
        help_text=_("Stands ready when the rule is picked, and can be edited."),
    )

    class Meta:
        verbose_name = _("words of a house rule")
        constraints = [models.UniqueConstraint(fields=["rule", "language"], name="rule_said_once_a_language")]

    def __str__(self) -> str:
        return self.name
