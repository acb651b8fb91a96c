"""How a contest is edited in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

CONTEST_PANELS = [
    MultiFieldPanel(
        [FieldPanel("brief"), FieldRowPanel([FieldPanel("kind"), FieldPanel("picture")]), FieldPanel("about")],
        heading=_("What it is about"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("min_seconds"), FieldPanel("max_seconds")]),
            FieldRowPanel([FieldPanel("aspect"), FieldPanel("entries_each")]),
        ],
        heading=_("Limits"),
        help_text=_("Seconds are for films, proportions for billboards."),
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
            FieldRowPanel([FieldPanel("shortlist_size"), FieldPanel("quorum")]),
            FieldPanel("tie_rule"),
        ],
        heading=_("Who decides"),
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "time_zone", help_text=_("All times below are typed and shown by this clock, wherever you are.")
            ),
            FieldRowPanel([FieldPanel("entries_from"), FieldPanel("entries_until")]),
            FieldPanel("shows_entries"),
            FieldRowPanel([FieldPanel("voting_from"), FieldPanel("voting_until")]),
            FieldRowPanel([FieldPanel("judging_from"), FieldPanel("judging_until")]),
            FieldPanel("results_from"),
            FieldPanel("schedule_note"),
        ],
        heading=_("Schedule"),
        help_text=_("Times of a phase that your way of deciding does not have can stay empty."),
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
            FieldPanel("picture"),
        ],
    ),
    MultiFieldPanel(
        [
            FieldPanel("rules_in_short", help_text=_("At most eight lines; most people read no more.")),
            FieldPanel(
                "rules",
                help_text=_("Each change is a new version; whoever has entered keeps the one they accepted."),
            ),
            FieldPanel("rights"),
            FieldRowPanel([FieldPanel("minimum_age"), FieldPanel("countries")]),
            FieldPanel("staff_excluded"),
            FieldPanel("review"),
        ],
        heading=_("Rules"),
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
            FieldPanel("realised_picture"),
            FieldRowPanel([FieldPanel("realised_place"), FieldPanel("realised_on")]),
            FieldPanel("realised_words"),
        ],
        heading=_("The winner, made real"),
        help_text=_("For afterwards: the winning work on its wall, in print or on the screen."),
        classname="collapsed",
    ),
]
