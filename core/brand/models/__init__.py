from core.brand.models.media import BrandDocument, BrandImage, BrandRendition
from core.brand.models.settings import BrandSettings

__all__ = ["BrandDocument", "BrandImage", "BrandRendition", "BrandSettings"]
