from gallery.models.captions import CaptionTrack
from gallery.models.media import Attachment, MediaItem, Rendition, Stage
from gallery.models.page import GalleryPage
from gallery.models.upload import UploadSession, UploadState

__all__ = [
    "Attachment",
    "CaptionTrack",
    "GalleryPage",
    "MediaItem",
    "Rendition",
    "Stage",
    "UploadSession",
    "UploadState",
]
