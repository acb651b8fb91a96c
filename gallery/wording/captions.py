from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CAPTIONS: dict[str, Promise] = {
    "captions-too-heavy": _("The captions have %(kilobytes)s kB; at most %(most)s kB are allowed."),
    "captions-too-many": _("There are more captions than the %(most)s that are allowed."),
    "captions-too-long": _(
        "The captions say %(characters)s characters; at most %(most)s are allowed, which is more than a film holds."
    ),
    "captions-not-utf8": _("Line %(line)s of the captions is not UTF-8 text. Please save the file as UTF-8."),
    "captions-no-header": _(
        "Line 1 of the captions has to be WEBVTT. Captions of another kind, such as SRT, have to be saved as WebVTT."
    ),
    "captions-no-empty-line": _(
        "Line %(line)s of the captions: an empty line has to stand between WEBVTT and this one."
    ),
    "captions-no-timing": _(
        "Line %(line)s of the captions: what is said here has no times above it, such as 00:00:05.000 --> 00:00:08.000."
    ),
    "captions-bad-timing": _(
        "Line %(line)s of the captions: “%(found)s” is not written like 00:00:05.000 --> 00:00:08.000."
    ),
    "captions-ends-first": _(
        "Line %(line)s of the captions: this one ends at %(end)s, but begins at %(start)s; it has to end later."
    ),
    "captions-out-of-order": _(
        "Line %(line)s of the captions: this one begins at %(start)s, but the one before it at %(earlier)s. "
        "Please put them in the order in which they are said."
    ),
    "captions-arrow-in-text": _(
        "Line %(line)s of the captions: an arrow (-->) may only stand between two times. "
        "Is an empty line missing above it?"
    ),
    "captions-empty": _("There are no captions in this file."),
}
