from gallery.models.media import Attachment, CaptionTrack, MediaItem, Rendition, Stage
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
