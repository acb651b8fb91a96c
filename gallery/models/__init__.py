from gallery.models.media import CaptionTrack, MediaItem, Rendition, Stage
from gallery.models.upload import UploadSession, UploadState

__all__ = ["CaptionTrack", "MediaItem", "Rendition", "Stage", "UploadSession", "UploadState"]
