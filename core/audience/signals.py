"""What other rooms may care about afterwards, sent when it is safely stored; and what must happen with a page in the
moment in which it is stored."""

from django.dispatch import Signal

# `membership`: the key of a Membership. It opens doors from now on.
membership_began = Signal()
# `membership`: the key of a Membership. It opens nothing any more; its `ending` says why.
membership_ended = Signal()
# The same of many at once; who listens to the one listens to the other. `memberships`: their keys.
memberships_began = Signal()
memberships_ended = Signal()
# What is closed, or to whom, may be another than before: a restriction, a ladder, a group or the tree has changed.
privacy_changed = Signal()

# These are sent within the transaction, so that a page is open at no moment. Who listens may refuse by raising
# ValidationError.
# `page`: a copy or a translation that was stored just now; `source`: the page that it is a copy of.
page_copied = Signal()
# `page`: one that somebody wants to have followed by an alias; `with_subpages`: and those below it.
alias_wanted = Signal()
# `page`: one that was an alias until now; `path`: that of the page that it followed.
alias_ended = Signal()
