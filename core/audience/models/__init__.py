from core.audience.models.gate import GatedPage, GatedPageManager, GatedPageQuerySet, path_on, visible_pages
from core.audience.models.tier import Tier

__all__ = ["GatedPage", "GatedPageManager", "GatedPageQuerySet", "Tier", "path_on", "visible_pages"]
