"""What a brand may choose."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.brand.colours import HEX, LEAST, can_carry_text, nearest_that_carries_text, text_contrast


def validate_accent(value: str) -> None:
    """Refuses what is no colour, and a colour on which words cannot be read; names the nearest that works."""
    if not HEX.fullmatch(value.lower()):
        raise ValidationError(_("Write the colour as # and six digits or letters a to f, for example #b5203f."))
    if not can_carry_text(value.lower()):
        raise ValidationError(
            _("Text on %(colour)s has a contrast of %(found)s; it needs %(needed)s. The nearest that works: %(near)s.")
            % {
                "colour": value,
                "found": f"{text_contrast(value.lower()):.2f}",
                "needed": LEAST,
                "near": nearest_that_carries_text(value.lower()),
            },
            code="contrast",
        )
