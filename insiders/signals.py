"""What happens to pages of this room in the models, for its own verbs."""

from django.dispatch import Signal

# `source`, `copy`: early-access pages. Sent within the transaction that writes the copy, so that both stand or neither.
page_copied = Signal()
