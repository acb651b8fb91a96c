from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UPLOADS: dict[str, Promise] = {
    "empty": _("The file is empty."),
    "too-heavy": _("The file has %(megabytes)s MB; at most %(most)s MB are allowed."),
    "changed": _("The file is not the one that was sent. Please upload it again."),
    "crashed": _("This file could not be read to its end, twice. Please save it anew or choose another."),
    "took-too-long": _("Reading this file took too long. Please save it anew or choose another."),
    "too-much-memory": _("Reading this file took too much memory. Please save it anew or choose another."),
}
