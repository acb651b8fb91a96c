"""What editors build pages of: words, pictures and quotations. Nothing is embedded, so nothing calls another site."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock


class PictureBlock(blocks.StructBlock):
    picture = ImageChooserBlock(label=_("Picture"))
    description = blocks.CharBlock(
        label=_("Description"),
        required=False,
        max_length=200,
        help_text=_("For people who cannot see the picture. Empty when the picture adds nothing to the words."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "pages/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Text"))
    who = blocks.CharBlock(label=_("Who said it"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "pages/blocks/quote.html"


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(
        label=_("Heading"), icon="title", max_length=120, form_classname="title", template="pages/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        label=_("Text"), icon="pilcrow", features=["bold", "italic", "h3", "ol", "ul", "link", "document-link"]
    )
    picture = PictureBlock()
    quote = QuoteBlock()
