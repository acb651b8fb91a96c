"""How a contest is edited in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from core.brand.choosers import PictureChooser


class OncePublished(FieldPanel):
    """A field that says nothing of a contest which was never public."""

    class BoundPanel(FieldPanel.BoundPanel):  # type: ignore[misc]
        def is_shown(self) -> bool:
            return bool(self.instance.first_published_at) and super().is_shown()


CONTEST_PANELS = [
    MultiFieldPanel(
        [
            FieldPanel("brief"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("picture", widget=PictureChooser)]),
            FieldPanel("about"),
        ],
        heading=_("What it is about"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("min_seconds"), FieldPanel("max_seconds")]),
            FieldRowPanel([FieldPanel("aspect"), FieldPanel("entries_each")]),
        ],
        heading=_("Limits"),
        help_text=_("Seconds are for films: 60 to 90 when left empty. Proportions are for billboards."),
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "decides",
                help_text=_(
                    "A jury needs criteria, below. This and the votes stay as they are once there are entries."
                ),
            ),
            FieldRowPanel([FieldPanel("vote_rule"), FieldPanel("vote_limit")]),
        ],
        heading=_("Who decides"),
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "time_zone", help_text=_("All times below are typed and shown by this clock, wherever you are.")
            ),
            FieldRowPanel([FieldPanel("entries_from"), FieldPanel("entries_until")]),
            FieldRowPanel([FieldPanel("voting_from"), FieldPanel("voting_until")]),
            FieldRowPanel([FieldPanel("judging_from"), FieldPanel("judging_until")]),
            FieldPanel("results_from"),
            OncePublished("schedule_note"),
        ],
        heading=_("Schedule"),
        help_text=_(
            "Say when entries open and save: all other times are proposed from it. Times of a phase that your way of "
            "deciding does not have can stay empty."
        ),
    ),
    InlinePanel(
        "prizes",
        heading=_("Prizes"),
        label=_("Prize"),
        help_text=_("The first place first, none left out. The public gives one of its own only beside a jury."),
        panels=[
            FieldRowPanel([FieldPanel("rank"), FieldPanel("award")]),
            FieldPanel("name"),
            FieldPanel("text"),
            FieldPanel("picture", widget=PictureChooser),
        ],
    ),
    InlinePanel(
        "criteria",
        heading=_("What the jury looks at"),
        label=_("Criterion"),
        help_text=_("Only where a jury decides. A weight of 2 counts twice as much as one of 1."),
        panels=[FieldRowPanel([FieldPanel("name"), FieldPanel("weight")]), FieldPanel("question")],
    ),
    MultiFieldPanel(
        [
            FieldPanel("rules_in_short", help_text=_("At most eight lines; most people read no more.")),
            FieldPanel(
                "rules",
                help_text=_(
                    "A beginning, not advice: have them read by somebody who knows the law where you are. Each change "
                    "is a new version; whoever has entered keeps the one they accepted."
                ),
            ),
            FieldPanel("rights"),
            FieldRowPanel([FieldPanel("minimum_age"), FieldPanel("countries")]),
        ],
        heading=_("Rules"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("shows_entries"),
            FieldPanel("staff_excluded"),
            FieldPanel("review"),
            FieldPanel("tie_rule"),
            FieldRowPanel([FieldPanel("shortlist_size"), FieldPanel("quorum")]),
        ],
        heading=_("Fine points"),
        help_text=_("All of this has been chosen as most contests have it."),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [
            OncePublished("realised_picture"),
            FieldRowPanel([OncePublished("realised_place"), OncePublished("realised_on")]),
            OncePublished("realised_words"),
        ],
        heading=_("The winner, made real"),
        help_text=_("For afterwards: the winning work on its wall, in print or on the screen."),
        classname="collapsed",
    ),
]
