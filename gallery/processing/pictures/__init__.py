"""Pictures: what they are, whether they may stay, and what is shown of them."""

from gallery.processing.pictures.processing import process_picture

__all__ = ["process_picture"]
