"""The only file that plugs this room into others."""

from core.brand.actions.hiding import hide_former_files
from core.brand.models import BrandSettings
from core.brand.registries import Showing, showings
from core.commands import Chore, chores


def register() -> None:
    """Called once, by BrandConfig.ready()."""
    showings.add(Showing("logo", lambda _user, picture: BrandSettings.objects.filter(logo=picture)))
    chores.add(Chore("staff-files", hide_former_files))
