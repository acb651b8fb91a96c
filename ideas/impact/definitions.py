"""How each figure is counted, as the page says it: anchor, name, words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

COUNTED_SO: tuple[tuple[str, str | Promise, str | Promise], ...] = (
    (
        "came-in",
        gettext_lazy("Ideas"),
        gettext_lazy(
            "Ideas that were published in the period and that you can read. What waits, what a moderator hides and "
            "what its author withdrew is not counted; an idea that was merged into another is counted there, once."
        ),
    ),
    (
        "answered",
        gettext_lazy("Answered"),
        gettext_lazy(
            "Of the ideas that came in within the period, those that had a public answer of the brand’s team before it "
            "ended, whatever the answer says."
        ),
    ),
    (
        "in-time",
        gettext_lazy("Answered within the promise"),
        gettext_lazy(
            "Of the ideas that came in within the period and whose promised time had run out before it ended, those "
            "that had an answer in that time. Each board has its own promise."
        ),
    ),
    (
        "credit",
        pgettext_lazy("of launched ideas", "Credit"),
        gettext_lazy(
            "Of the ideas whose timeline says that they were launched in the period and that are still launched, what "
            "their launch story says about whose idea it was. Where you can read no such story, it says so."
        ),
    ),
    (
        "first-answer",
        gettext_lazy("Time to the first answer"),
        gettext_lazy(
            "The median: from the hour at which an idea was published to its first answer, of all first answers given "
            "in the period. Nights and weekends are counted."
        ),
    ),
    (
        "to-launch",
        gettext_lazy("Time to launch"),
        gettext_lazy(
            "The median: from the hour at which an idea was published to the entry of its timeline that launched it, "
            "of all ideas launched in the period."
        ),
    ),
    (
        "few",
        gettext_lazy("Too few"),
        gettext_lazy(
            "Of fewer than 20 no rate and no median is shown, because it would mean nothing. A rate is rounded down."
        ),
    ),
    (
        "before",
        gettext_lazy("The period before"),
        gettext_lazy(
            "As many days, right before. For a year the year before; for the year that is not over as much of the year "
            "before as there has been of this one. Figures are counted anew every few minutes."
        ),
    ),
)
