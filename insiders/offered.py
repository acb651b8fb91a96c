"""What the blocks offer for choice: private files by kind, under the title of their page."""

from itertools import groupby

from insiders.models.files import FileKind, PrivateFile

Choices = list[tuple[str, list[tuple[str, str]]]]


def pictures() -> Choices:
    return _of(FileKind.PICTURE)


def films() -> Choices:
    return _of(FileKind.FILM)


def documents() -> Choices:
    return _of(FileKind.DOCUMENT)


def _of(kind: str) -> Choices:
    found = PrivateFile.objects.filter(kind=kind, early__isnull=False).select_related("early__page")
    by_page = groupby(found.order_by("early__page__title", "early", "title", "pk"), key=lambda file: file.early)
    return [(early.page.title, [(file.name, file.title) for file in files]) for early, files in by_page]
