"""The only file that plugs this room into others."""

import mimetypes

from core.commands import Chapter, Chore, chapters, chores
from core.members.registries import PersonalData, personal_data
from core.subjects import subjects
from gallery import belongings, demo
from gallery.actions.cleaning import clean_media
from gallery.actions.placing import settle_all
from gallery.actions.preparing import prepare_overdue
from gallery.actions.uploading import clean_uploads
from gallery.moderating import ModeratedMedia
from gallery.registries import Bearer, bearers
from gallery.storages import MEDIA_TYPES
from gallery.subjects import MediaSubject
from moderation.registries import Review, moderated


def register() -> None:
    """Called once, by GalleryConfig.ready()."""
    for ending, kind in MEDIA_TYPES.items():
        mimetypes.add_type(kind, f".{ending}")  # what a bucket is told of a file that we store
    chapters.add(Chapter("gallery", demo.write, demo.erase))
    subjects.add(MediaSubject())
    moderated.add(ModeratedMedia())
    bearers.add(Bearer("member", review=Review.NEW_MEMBERS, exhibits=False))  # a name holds at once; a picture may hurt
    chores.add(Chore("uploads", clean_uploads))
    chores.add(Chore("loose-media", clean_media))
    chores.add(Chore("media-to-prepare", prepare_overdue))
    chores.add(Chore("media-to-settle", settle_all))
    personal_data.add(PersonalData("media", belongings.export, belongings.erase))
