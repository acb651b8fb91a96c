"""How things of one kind are spoken of to their authors."""

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Whole sentences for each kind: no language can put all of them together from parts.

    `name` and `named` stand within a sentence or a heading. What `has_title` is called by that instead.
    """

    name: Text  # "your comment"
    named: Text = ""  # "your comment on “%(title)s”", where its author may know that title now
    has_title: bool = False
    waiting: Text
    published: Text
    returned: Text
    rejected: Text
    hidden: Text
    restored: Text
