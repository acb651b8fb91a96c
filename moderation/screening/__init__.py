from moderation.screening.pipeline import examine, note

__all__ = ["examine", "note"]
