from core.comments.views.talking import Talk

__all__ = ["Talk"]
