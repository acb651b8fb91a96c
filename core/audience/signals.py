"""What other rooms may care about afterwards. Sent when it is safely stored."""

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
