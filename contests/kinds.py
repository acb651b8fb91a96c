"""What a contest chooses from. Pure data."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    PHOTO = "photo", _("Photo")
    VIDEO = "video", _("Film")
    BILLBOARD = "billboard", _("Billboard")


class Aspect(models.TextChoices):
    """Of a billboard, width to height."""

    TWO = "2x1", _("2:1")
    FOUR = "4x1", _("4:1")


class VoteRule(models.TextChoices):
    EACH = "each", _("One vote for each entry")
    IN_ALL = "in-all", _("So many votes in all")
    A_DAY = "a-day", _("So many votes a day")


class TieRule(models.TextChoices):
    EARLIER = "earlier", _("The entry that came first goes first")
    SHARED = "shared", _("Both have the place, and both the prize")


class Award(models.TextChoices):
    """Who gives a prize."""

    WINNER = "winner", _("Whoever decides the contest")
    PEOPLE = "people", _("The public, beside the jury")


class AiUse(models.TextChoices):
    """What an entrant says about it."""

    NONE = "none", _("Made without AI")
    PARTS = "parts", _("Parts were made with AI")
    MOSTLY = "mostly", _("Mostly made with AI")


class PeopleShown(models.TextChoices):
    NONE = "none", _("Nobody can be recognised in it")
    AGREED = "agreed", _("Everybody who can be recognised has agreed")


class Standing(models.TextChoices):
    """Of a vote. Only counted ones are in the tally."""

    COUNTED = "counted", _("Counted")
    HELD = "held", _("Held")
    VOID = "void", _("Void")
    WITHDRAWN = "withdrawn", _("Withdrawn")


HOLD_FROM = 60  # so many points of risk
USING_UP = (Standing.COUNTED, Standing.HELD, Standing.VOID)  # of what one may cast: a void vote may be restored


class Act(models.TextChoices):
    """What the ledger records of a vote."""

    CAST = "cast", _("Cast")
    WITHDRAW = "withdraw", _("Withdrawn")
    HOLD = "hold", _("Held")
    RELEASE = "release", _("Released")
    VOID = "void", _("Made void")
    RESTORE = "restore", _("Restored")


LEADS_TO: Mapping[str, Standing] = {
    Act.CAST: Standing.COUNTED,
    Act.WITHDRAW: Standing.WITHDRAWN,
    Act.HOLD: Standing.HELD,
    Act.RELEASE: Standing.COUNTED,
    Act.VOID: Standing.VOID,
    Act.RESTORE: Standing.COUNTED,
}
