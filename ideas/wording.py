"""How moderators' decisions speak of ideas, and of what is said under them, to whoever wrote them."""

from django.utils.translation import gettext_lazy as _

from moderation.wording import Wording

IDEA = Wording(
    name=_("your idea"),
    has_title=True,
    waiting=_("Your idea waits for a moderator."),
    published=_("Your idea is published now."),
    returned=_("Please change your idea and send it again. Until then only you can see it."),
    rejected=_("Your idea is not published. Only you can see it."),
    hidden=_("Your idea is hidden. Only you can see it."),
    restored=_("Your idea can be seen again."),
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
NOTE = Wording(
    name=_("your note"),
    named=_("your note on “%(title)s”"),
    waiting=_("Your note waits for a moderator."),
    published=_("Your note is published now."),
    returned=_("Please write your note anew. Only you can see this one."),
    rejected=_("Your note is not published. Only you can see it."),
    hidden=_("Your note is hidden. Only you can see it."),
    restored=_("Your note can be seen again."),
)
OPINION = Wording(
    name=_("your line"),
    named=_("your line on “%(title)s”"),
    waiting=_("Your line waits for a moderator. What you said with it counts already."),
    published=_("Your line is published now."),
    returned=_("Please change your line and send it again. Until then only you can see it."),
    rejected=_("Your line is not published. Only you can see it."),
    hidden=_("Your line is hidden. Only you can see it."),
    restored=_("Your line can be seen again."),
)
STORY = Wording(
    name=_("your launch"),
    waiting=_("The launch waits for a moderator."),
    published=_("The launch is published now."),
    returned=_("Please change the launch."),
    rejected=_("The launch is not published."),
    hidden=_("The launch is hidden."),
    restored=_("The launch can be seen again."),
)
