"""How moderators' decisions speak of entries, and of what is said under them, to whoever sent them."""

from django.utils.translation import gettext_lazy as _

from moderation.wording import Wording

ENTRY = Wording(
    name=_("your entry"),
    has_title=True,
    waiting=_("Your entry waits for a moderator."),
    published=_("Your entry is in the contest now."),
    returned=_("Please change your entry and send it again. Until then only you can see it."),
    rejected=_("Your entry is not in the contest. Only you can see it."),
    hidden=_("Your entry is hidden. Only you can see it."),
    restored=_("Your entry can be seen again."),
)
