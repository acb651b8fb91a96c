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
REVISION = Wording(
    name=_("your new words"),
    named=_("your new words for “%(title)s”"),
    waiting=_("Your new words wait for a moderator. Until then everybody reads the former ones."),
    published=_("Your new words stand with your entry now."),
    returned=_("Please change your new words and send them again. Until then everybody reads the former ones."),
    rejected=_("Your new words are not published. Everybody reads the former ones."),
    hidden=_("Your new words are hidden. Everybody reads the former ones."),
    restored=_("Your new words can be read again."),
)
COMMENT = Wording(
    name=_("your comment"),
    named=_("your comment on “%(title)s”"),
    waiting=_("Your comment waits for a moderator."),
    published=_("Your comment is published now."),
    returned=_("Please change your comment and send it again. Until then only you can see it."),
    rejected=_("Your comment is not published. Only you can see it."),
    hidden=_("Your comment is hidden. Only you can see it."),
    restored=_("Your comment can be seen again."),
)
