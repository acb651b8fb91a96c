"""What staff uploaded in former times lies in the public storage under the name that it came with. It leaves."""

import logging
from contextlib import suppress
from typing import Any

from django.db import transaction

from core.brand.cache import forget_brands
from core.brand.models import BrandDocument, BrandImage, BrandRendition
from core.brand.storages import DOCUMENTS, PICTURES, is_hidden, random_name

log = logging.getLogger(__name__)
BATCH = 100


def hide_former_files() -> int:
    """For the sweep: at most 100 files of each kind, those that are looked at most first, lie in the private storage
    under random names; how many moved. Again changes nothing."""
    moved = 0
    for model, folder in ((BrandRendition, PICTURES), (BrandImage, PICTURES), (BrandDocument, DOCUMENTS)):
        for row in model._default_manager.exclude(file__startswith=f"{folder}/").order_by("-pk")[:BATCH]:
            try:
                moved += hide(row, folder=folder)
            except Exception:  # the storage is away; what is lost is not waited for
                log.exception("The file of %s %s could not be moved.", model._meta.label, row.pk)
    if moved:
        forget_brands()  # one may be a logo
    return moved


def hide(row: Any, *, folder: str) -> bool:
    """The file of this row lies in the private storage, and once that is stored, no longer in the public one; one that
    is lost has a new name all the same. False when there was nothing to do. Raises what the storage does."""
    former = row.file.name
    if is_hidden(former):
        return False
    storage = row.file.storage
    name = random_name(folder, former)
    with suppress(FileNotFoundError), storage.open(former) as file:
        storage.save(name, file)
    with transaction.atomic():
        told = {"former_name": former} if isinstance(row, BrandRendition) else {}
        told |= {"name": row.filename} if isinstance(row, BrandDocument) else {}
        moved = type(row)._default_manager.filter(pk=row.pk, file=former).update(file=name, **told)
        transaction.on_commit(lambda: storage.delete(former if moved else name))
        if moved and isinstance(row, BrandRendition):
            transaction.on_commit(row.purge_from_cache)
    return bool(moved)
