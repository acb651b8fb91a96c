from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VIDEOS: dict[str, Promise] = {
    "film-no-format": _("This file is no film that is known here. Accepted are %(formats)s."),
    "film-other-format": _("This is a file of the kind %(found)s. Accepted are %(formats)s."),
    "film-unreadable": _(
        "This film cannot be opened: it is cut off or damaged. Please upload it again from its source."
    ),
    "film-undecodable": _("No picture of this film can be read: it is damaged. Please save it anew or choose another."),
    "film-no-picture": _("This file has no moving picture. A film needs one; sound is not needed."),
    "film-several-pictures": _(
        "This file has %(count)s moving pictures side by side; a film has one. Please save it anew with one of them."
    ),
    "film-codec": _("The picture of this film is coded as %(found)s. Accepted are %(accepted)s."),
    "film-sound-codec": _(
        "The sound of this film is coded as %(found)s. Accepted are %(accepted)s, or a film without sound."
    ),
    "film-frame-large": _(
        "The picture has %(width)s × %(height)s pixels; at most %(long)s × %(short)s are allowed, upright or across."
    ),
    "film-frame-small": _("The picture has %(width)s × %(height)s pixels; its shorter side needs at least %(least)s."),
    "film-too-long": _("The film lasts %(seconds)s seconds; at most %(most)s are allowed."),
    "film-longer-than": _("The film lasts longer than the %(most)s seconds that are allowed."),
    "film-too-short": _("The film lasts %(seconds)s seconds; at least %(least)s are needed."),
    "film-too-many-frames": _(
        "The film has more than %(count)s pictures for its length; at most %(rate)s a second are allowed."
    ),
    "film-rate": _(
        "The film has %(rate)s pictures a second; between %(least)s and %(most)s are allowed. "
        "Please save it anew at 25 or 30."
    ),
    "film-cut": _(
        "The film says that it lasts %(said)s seconds, but %(seconds)s seconds are in it: it is cut off or damaged. "
        "Please upload it again from its source."
    ),
    "film-damaged": _(
        "After %(seconds)s of the %(said)s seconds of this film too much of it cannot be read: it is damaged. "
        "Please save it anew or choose another."
    ),
}
