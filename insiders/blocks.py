"""What early-access pages are built of: the house's words and quotations, and files that only those get who may see the
page. Wagtail's pictures and documents have public addresses, so none of them is offered here."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from core.pages.blocks import BodyBlock
from insiders.offered import documents, films, pictures

WITHOUT_FILES = ["bold", "italic", "h3", "ol", "ul", "link"]
PUBLIC_FEATURES = {"image", "embed", "document-link"}
CHOOSE = _("Add it under “Private files” of this page first.")


class FileChoiceBlock(blocks.ChoiceBlock):
    """One of the files that are offered. Reading a page asks for none of them."""

    def normalize_choice(self, value: Any) -> str | None:
        return None if value is None else str(value)


class FileBlock(blocks.StructBlock):
    """`shown` in its template is the file, if it is one of the page that is drawn."""

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        return context | {"shown": (context.get("files") or {}).get(str(value.get("file") or ""))}


class PrivatePictureBlock(FileBlock):
    file = FileChoiceBlock(label=_("Picture"), choices=pictures, help_text=CHOOSE)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Private picture")
        template = "insiders/blocks/picture.html"


class PrivateFilmBlock(FileBlock):
    file = FileChoiceBlock(label=_("Film"), choices=films, help_text=CHOOSE)
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "media"
        label = _("Private film")
        template = "insiders/blocks/film.html"


class PrivateDocumentBlock(FileBlock):
    file = FileChoiceBlock(label=_("Document"), choices=documents, help_text=CHOOSE)

    class Meta:
        icon = "doc-full"
        label = _("Private document")
        template = "insiders/blocks/document.html"


class EarlyAccessBlock(BodyBlock):
    picture = None  # type: ignore[assignment]  # which is how a block is left out
    paragraph = blocks.RichTextBlock(label=_("Text"), icon="pilcrow", features=WITHOUT_FILES)
    private_picture = PrivatePictureBlock()
    private_film = PrivateFilmBlock()
    private_document = PrivateDocumentBlock()


def unguarded(block: blocks.Block, name: str = "") -> Iterator[str]:
    """Names of blocks in this one, at any depth, that take files with public addresses."""
    if isinstance(block, (ImageChooserBlock, ImageBlock, DocumentChooserBlock)):
        yield name
    elif isinstance(block, blocks.RichTextBlock):
        if block.features is None or PUBLIC_FEATURES & set(block.features):
            yield name
    elif isinstance(block, blocks.ListBlock):
        yield from unguarded(block.child_block, name)
    for child_name, child in getattr(block, "child_blocks", {}).items():
        yield from unguarded(child, f"{name}.{child_name}".strip("."))
