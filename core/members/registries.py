"""What upper rooms tell about a member: sections of the profile, and the personal data that they hold."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from core.registry import Registry


@dataclass(frozen=True, slots=True)
class ProfileSection:
    """A part of a profile. `render(member, viewer)` gives a template and its context, or None when there is nothing
    that this viewer may see. The template is a fragment; `member`, `viewer` and `section` are added to its context."""

    key: str
    title: str | Promise
    render: Callable[[Any, Any], tuple[str, dict[str, Any]] | None]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What a room knows about one member. `export(member)` is fit for JSON; `erase(member)` takes away what is personal
    and leaves what the member gave to everyone. Both run inside the caller's transaction."""

    key: str
    export: Callable[[Any], list[Any] | dict[str, Any]]
    erase: Callable[[Any], None]


profile_sections: Registry[ProfileSection] = Registry("profile_sections")
personal_data: Registry[PersonalData] = Registry("personal_data")
