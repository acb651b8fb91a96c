from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UPLOADS: dict[str, Promise] = {
    "empty": _("The file is empty."),
    "too-heavy": _("The file has %(megabytes)s MB; at most %(most)s MB are allowed."),
    "changed": _("The file is not the one that was sent. Please upload it again."),
    "no-purpose": _("Nothing is uploaded for this purpose here."),
    "no-part": _("This file has no part of that number."),
    "part-too-long": _("This part has more than the %(most)s bytes that it may have."),
    "part-cut": _("Of this part only %(came)s of %(length)s bytes have arrived. Send it once more."),
    "part-slow": _(
        "The connection is slow: of this part only %(came)s of %(length)s bytes have arrived in %(seconds)s seconds. "
        "Send it once more."
    ),
    "part-of-many": _("%(most)s parts of your files are arriving already. It goes on when one of them is here."),
    "busy": _("Many files are arriving at this moment. It goes on shortly."),
    "parts-missing": _("%(missing)s of %(parts)s parts have not arrived yet. Send them, then it is complete."),
    "wrong-length": _("What arrived has another length than was announced. Please upload it again."),
    "no-room": _("There is no room for this file at the moment. What has arrived is kept; try again later."),
    "storage-away": _("The place where files are kept does not answer. What has arrived is kept; try again shortly."),
    "over": _("This upload has ended. Choose the file again."),
    "sent-elsewhere": _("Parts of this file are sent to the storage, not to this address."),
    "plain-too-heavy": _(
        "The file has %(megabytes)s MB; sent in one piece, at most %(most)s MB are allowed. "
        "Switch JavaScript on to send more."
    ),
    "lost": _("This file could not be fetched from our storage for a day. Please upload it again."),
    "crashed": _("This file could not be read to its end, twice. Please save it anew or choose another."),
    "took-too-long": _("Reading this file took too long. Please save it anew or choose another."),
    "too-much-memory": _("Reading this file took too much memory. Please save it anew or choose another."),
}
