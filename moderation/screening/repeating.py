from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from moderation.screening.checks import Check, Limit, Noticed, Sighting, Tuning, Written

REPEATED, EACH_MORE, MOST = 0.4, 0.2, 1.2
COPIED = 0.7
SHARE = Limit("share", gettext_lazy("So much of a text must be the same, in per cent"), 70, 30, 100)


def look_at_own(written: Written, tuning: Tuning) -> Noticed | None:
    """The same words sent before by the same author, in whatever kind of thing."""
    own = [seen for seen in _alike(written, tuning) if seen.author_id == written.author.pk]
    is_long = any(seen.words >= tuning.limits["words"] for seen in own)
    if len(own) < (1 if is_long else tuning.limits["times"]):
        return None
    words = ngettext(
        "Sent before by the same author: in %(n)d other text.",
        "Sent before by the same author: in %(n)d other texts.",
        len(own),
    )
    return Noticed(words % {"n": len(own)}, min(MOST, REPEATED + EACH_MORE * (len(own) - 1)))


def look_at_others(written: Written, tuning: Tuning) -> Noticed | None:
    """Words that somebody else sent first."""
    others = [seen for seen in _alike(written, tuning) if seen.author_id != written.author.pk]
    copied = [seen for seen in others if seen.words >= tuning.limits["words"]]
    if not copied:
        return None
    words = _("%(share)d %% of it was sent before by somebody else.")
    return Noticed(words % {"share": round(100 * copied[0].share)}, COPIED)


def _alike(written: Written, tuning: Tuning) -> list[Sighting]:
    return [seen for seen in written.sightings if 100 * seen.share >= tuning.limits["share"]]


REPEATS = Check(
    "repeats",
    gettext_lazy("Repeats"),
    gettext_lazy("The same words sent again by the same member, anywhere on the site."),
    look_at_own,
    limits=(
        Limit("words", gettext_lazy("A text of so many words counts when it is repeated once"), 8, 4, 100),
        Limit("times", gettext_lazy("A shorter one when it was sent so often before"), 3, 1, 50),
        SHARE,
    ),
    needs_sightings=True,
)
COPIES = Check(
    "copies",
    gettext_lazy("Copies"),
    gettext_lazy("Words that another member sent first."),
    look_at_others,
    limits=(Limit("words", gettext_lazy("At least so many words must be the same"), 8, 4, 100), SHARE),
    needs_sightings=True,
)
