"""What stands beside an early-access page."""

from insiders.models import EarlyAccess, EarlyAccessPage


def early_access_of(page: EarlyAccessPage) -> EarlyAccess:
    """The one row of this page, made when it is first asked for."""
    early, _is_new = EarlyAccess.objects.get_or_create(page=page)
    early.page = page
    return early
