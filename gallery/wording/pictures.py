from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PICTURES: dict[str, Promise] = {
    "no-picture": _("This file is not a picture. Accepted are %(accepted)s."),
    "wrong-format": _("This is a %(found)s file, whatever its name says. Accepted are %(accepted)s."),
    "moving": _("The picture moves: it has %(frames)s frames. Please choose a still picture."),
    "too-many-pixels": _(
        "The picture has %(width)s × %(height)s pixels, which is %(megapixels)s megapixels; at most %(most)s megapixels"
        " are allowed."
    ),
    "too-small": _(
        "The picture has %(width)s × %(height)s pixels; its longer side needs at least %(least)s. Please choose a"
        " larger one."
    ),
    "too-narrow": _("The picture has %(width)s × %(height)s pixels; it needs to be at least %(least)s pixels wide."),
    "too-stretched": _(
        "The picture has %(width)s × %(height)s pixels; the longer side may be at most %(most)s times the shorter one."
    ),
    "wrong-shape": _(
        "The picture has %(width)s × %(height)s pixels, a shape of %(found)s; it has to be one of these: %(allowed)s."
    ),
    "cut-off": _(
        "The file ends too early, as if it had not been copied whole. Please upload it again or choose another."
    ),
    "damaged": _("The file is damaged and cannot be read as %(format)s. Please save it anew or choose another."),
}
