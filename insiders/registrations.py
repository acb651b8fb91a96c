"""The only file that plugs this room into others."""

from django.utils.translation import gettext_lazy as _

from core.members.registries import ProfileSection, profile_sections
from insiders.marks import marks_of


def register() -> None:
    """Called once, by InsidersConfig.ready()."""
    profile_sections.add(ProfileSection("insider", _("Insider"), marks_of))
