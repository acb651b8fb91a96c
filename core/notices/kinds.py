"""The kinds of notice that rooms send. A room adds its own in its `registrations.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from core.registry import Registry

if TYPE_CHECKING:
    from core.notices.models import Notice

Facts = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind of news. `label` names it in the preferences; `reason` is the sentence that ends each e-mail and says
    why it was sent. Templates, by the kind's key with underscores for hyphens: `notices/kinds/<name>.html` is the
    inbox sentence; `emails/<name>.subject.txt`, `.txt` and `.html` (which extend `layouts/email.*`) are the e-mail.

    `facts(notices)` gives, by notice id, what the templates show beside the subject's title: it is asked in one go, at
    the moment of showing, and only for notices whose subject the reader may see. A notice that it leaves out has
    nothing to say any more: it is not sent, and the inbox shows it without words.

    `beside` is a template that stands below the inbox sentence while the notice has something to say: what else its
    reader can do. `is_for(member)` says whom the preferences ask about this kind; without it, everybody.

    `may_wait` is False for what is of no use a day later, or has a term that begins when it is told: it comes at once
    or not at all, and stands in no digest. `notices/lines/<name>.html` is what a digest says of it below the title of
    its subject; without it, that is the inbox sentence.
    """

    key: str
    label: str | Promise
    reason: str | Promise
    facts: Callable[[Sequence["Notice"]], Facts] | None = None
    by_email: bool = True
    is_for: Callable[[Any], object] | None = None
    beside: str = ""
    may_wait: bool = True

    @property
    def proposed_by_email(self) -> str:
        """What holds for a member who chose nothing: an answer of `Preference.by_email`."""
        return "at-once" if self.by_email else "never"

    def offers(self, by_email: str) -> bool:
        """Whether this answer of `Preference.by_email` can be chosen for this kind."""
        return self.may_wait or by_email in ("at-once", "never")

    @property
    def template(self) -> str:
        return self.key.replace("-", "_")


notice_kinds: Registry[NoticeKind] = Registry("notice kinds")
