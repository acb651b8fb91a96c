"""The only file that plugs this room into others."""

import mimetypes

from django.urls import reverse

from core.audience import signals
from core.audience.groups import EDITORS, Grant, grants
from core.commands import Chapter, Chore, Surface, chapters, chores, surfaces
from core.members.registries import PersonalData, personal_data
from core.notices.kinds import notice_kinds
from core.policies import Policy, policies
from core.serving import MEDIA_TYPES
from core.subjects import subjects
from gallery import belongings, canary, demo, news, on_desk
from gallery.actions.cleaning import clean_media
from gallery.actions.placing import settle_all, settle_soon
from gallery.actions.preparing import prepare_overdue
from gallery.actions.uploading import clean_uploads
from gallery.keeping import forget_old
from gallery.moderating import ModeratedCaptions, ModeratedMedia
from gallery.policies import may_retry
from gallery.registries import Bearer, bearers
from gallery.subjects import CaptionsSubject, MediaSubject
from moderation.registries import Exhibit, Review, exhibits, moderated


def register() -> None:
    """Called once, by GalleryConfig.ready()."""
    for ending, media_type in MEDIA_TYPES.items():
        mimetypes.add_type(media_type, f".{ending}")  # what a bucket is told of a file that we store
    chapters.add(Chapter("gallery", demo.write, demo.erase))
    surfaces.add(Surface("gallery", canary.plant_page))
    subjects.add(MediaSubject())
    subjects.add(CaptionsSubject())
    moderated.add(ModeratedMedia())
    moderated.add(ModeratedCaptions())
    exhibits.add(Exhibit(MediaSubject.key, on_desk.TEMPLATE, lambda item: [item]))
    grants.add(Grant("gallery", EDITORS, ("gallery.caption_films",)))
    bearers.add(  # a name holds at once; a picture may hurt
        Bearer("member", Review.NEW_MEMBERS, exhibits=False, mended_at=lambda member: reverse("gallery:portrait"))
    )
    for kind in news.KINDS:
        notice_kinds.add(kind)
    policies.add(Policy("gallery.retry", may_retry))
    chores.add(Chore("uploads", clean_uploads))
    chores.add(Chore("loose-media", clean_media))
    chores.add(Chore("media-to-prepare", prepare_overdue))
    chores.add(Chore("media-to-settle", settle_all))
    chores.add(Chore("made-pictures", forget_old))
    personal_data.add(PersonalData("media", belongings.export, belongings.erase))
    signals.privacy_changed.connect(settle_soon, dispatch_uid="gallery.settle")
