"""Stages are code, statuses are data of a board: what a new board starts with, and the reasons for a decline."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    OPEN = "open", _("Open")
    PLANNED = "planned", _("Planned")
    LAUNCHED = "launched", _("Launched")
    DECLINED = "declined", _("Not planned")


FINAL = frozenset({Stage.LAUNCHED, Stage.DECLINED})
# Within how many days there is news of an idea, where its status does not say otherwise; a final one promises none.
UPDATE_DAYS = {Stage.OPEN: 30, Stage.PLANNED: 60, Stage.LAUNCHED: 30, Stage.DECLINED: 30}

LEAST_NOTE = 20  # characters of what the brand says in public of an idea, so that it says why

# slug, name, public meaning, stage, open to votes: what a new board starts with; its own rows rule afterwards
DEFAULT_STATUSES = (
    ("new", _("New"), _("Nobody has answered yet."), Stage.OPEN, True),
    ("under-review", _("Under review"), _("We are looking into it."), Stage.OPEN, True),
    ("planned", _("Planned"), _("We will do it."), Stage.PLANNED, True),
    ("in-the-works", _("In the works"), _("We are doing it."), Stage.PLANNED, True),
    ("launched", _("Launched"), _("You can have it now."), Stage.LAUNCHED, False),
    ("not-planned", _("Not planned"), _("We will not do it, and say why."), Stage.DECLINED, False),
)


class DeclineReason(models.TextChoices):
    COST = "cost", _("It costs more than it brings")
    SAFETY = "safety", _("It would not be safe")
    LAW = "law", _("The law does not allow it")
    NOT_US = "not-us", _("It is not what we do")
    DONE = "done", _("It exists already")
    UNCLEAR = "unclear", _("We could not tell what is meant")
    OTHER = "other", _("Another reason, given in the note")


class Pace(models.TextChoices):
    """How fast a board takes new ideas, so that a team that falls behind says so instead of falling silent."""

    OPEN = "open", _("Open")
    SLOWED = "slowed", _("One idea a week from each member")
    PAUSED = "paused", _("No new ideas for a while")


class Credit(models.TextChoices):
    """What a launch owes to an idea, said honestly."""

    YOURS = "yours", _("Your idea")
    PUSHED = "pushed", _("You pushed it up our list")
    PLANNED = "planned", _("Already in our plans")
    PARTLY = "partly", _("Partly")


class GotItRight(models.TextChoices):
    """What somebody says of a launch when they are asked whether the brand got it right."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")
