from core.audience.models.condition import Condition
from core.audience.models.gate import GatedPage, GatedPageManager, GatedPageQuerySet, path_on, visible_pages
from core.audience.models.membership import Ending, Entrance, Membership, MembershipEvent
from core.audience.models.routed import RoutedPage
from core.audience.models.tier import Tier, Way
from core.audience.models.window import AudienceWindow, Teaser

__all__ = [
    "AudienceWindow",
    "Condition",
    "Ending",
    "Entrance",
    "GatedPage",
    "GatedPageManager",
    "GatedPageQuerySet",
    "Membership",
    "MembershipEvent",
    "RoutedPage",
    "Teaser",
    "Tier",
    "Way",
    "path_on",
    "visible_pages",
]
