"""What the people of an idea did, as it is said to those who are let into a tier for it. Data alone."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.audience.deeds import Deed, Saying

DEEDS = (
    Deed(
        "idea:author",
        pgettext_lazy("role", "Wrote it"),
        own=Saying(
            _("You are here because you suggested “%(title)s” on %(day)s."),
            _("You are here because you suggested “%(title)s”."),
            _("You are here because of something that you suggested on %(day)s."),
            _("You are here because of something that you suggested."),
        ),
        theirs=Saying(
            _("They suggested “%(title)s” on %(day)s."),
            _("They suggested “%(title)s”."),
            _("They suggested something on %(day)s."),
            _("They suggested something."),
        ),
    ),
    Deed(
        "idea:supporter",
        pgettext_lazy("role", "Supported it"),
        own=Saying(
            _("You are here because you supported “%(title)s” on %(day)s."),
            _("You are here because you supported “%(title)s”."),
            _("You are here because of something that you supported on %(day)s."),
            _("You are here because of something that you supported."),
        ),
        theirs=Saying(
            _("They supported “%(title)s” on %(day)s."),
            _("They supported “%(title)s”."),
            _("They supported something on %(day)s."),
            _("They supported something."),
        ),
    ),
    Deed(
        "idea:commenter",
        pgettext_lazy("role", "Said something about it"),
        own=Saying(
            _("You are here because you commented on “%(title)s” on %(day)s."),
            _("You are here because you commented on “%(title)s”."),
            _("You are here because of a comment that you wrote on %(day)s."),
            _("You are here because of a comment that you wrote."),
        ),
        theirs=Saying(
            _("They commented on “%(title)s” on %(day)s."),
            _("They commented on “%(title)s”."),
            _("They wrote a comment on %(day)s."),
            _("They wrote a comment."),
        ),
    ),
    Deed(
        "idea:follower",
        pgettext_lazy("role", "Followed it"),
        own=Saying(
            _("You are here because you have followed “%(title)s” since %(day)s."),
            _("You are here because you follow “%(title)s”."),
            _("You are here because of something that you have followed since %(day)s."),
            _("You are here because of something that you follow."),
        ),
        theirs=Saying(
            _("They have followed “%(title)s” since %(day)s."),
            _("They follow “%(title)s”."),
            _("They have followed something since %(day)s."),
            _("They follow something."),
        ),
    ),
)
