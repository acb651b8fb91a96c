"""Why a file was refused, in plain words: what was measured, what is allowed, what to do."""

from typing import Any

from django.utils.translation import gettext as _

from gallery.wording.captions import CAPTIONS
from gallery.wording.pictures import PICTURES
from gallery.wording.uploads import UPLOADS
from gallery.wording.videos import VIDEOS

SENTENCES = {**UPLOADS, **PICTURES, **VIDEOS, **CAPTIONS}


def words_of(code: str, values: dict[str, Any] | None = None) -> str:
    """In the language that is active now. A code that nobody knows, from an older release, is still an answer."""
    sentence = SENTENCES.get(code)
    if sentence is None:
        return _("This file cannot be used.")
    return str(sentence) % (values or {})
