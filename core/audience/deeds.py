"""What members do to things of a room, for which they are let into tiers. Rooms add theirs, with the words for it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.registry import Registry

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Saying:
    """Whole sentences that say what somebody did: with %(title)s where the thing may be named, with %(day)s where it is
    known on which day."""

    named_on: Text
    named: Text
    unnamed_on: Text
    unnamed: Text

    def pick(self, *, named: bool, dated: bool) -> Text:
        if named:
            return self.named_on if dated else self.named
        return self.unnamed_on if dated else self.unnamed


@dataclass(frozen=True, slots=True)
class Deed:
    """What makes members people of one kind of thing. `key` is the kind of the subject and the role in its `people`, as
    "idea:supporter"; `label` names it where one chooses whom to let in. `own` says it to themself, `theirs` to others.
    """

    key: str
    label: Text
    own: Saying
    theirs: Saying


deeds: Registry[Deed] = Registry("deeds")

OTHER = Deed(
    "",
    pgettext_lazy("role", "Did something for it"),
    own=Saying(
        _("You are here because of what you did for “%(title)s” on %(day)s."),
        _("You are here because of what you did for “%(title)s”."),
        _("You are here because of something that you did on %(day)s."),
        _("You are here because of something that you did."),
    ),
    theirs=Saying(
        _("They did something for “%(title)s” on %(day)s."),
        _("They did something for “%(title)s”."),
        _("They did something that counts on %(day)s."),
        _("They did something that counts."),
    ),
)


def deed_of(kind: str, role: str) -> Deed:
    """The one that a room added, else one that says as much as is known."""
    return deeds.get(f"{kind}:{role}") or OTHER
