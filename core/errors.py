"""What a verb may raise. `core.http` turns each into an answer; nothing else is a person's fault."""

from django.core.exceptions import PermissionDenied, ValidationError


class Refused(PermissionDenied):
    """This person may not do this now. The message is the reason, fit to be read by them. Answers 403."""


class RuleBroken(ValidationError):
    """What was given breaks a rule of the room. Shown beside the field that caused it. Answers 422."""


class Stale(Exception):
    """Based on an old version: somebody else changed it meanwhile. What was typed is shown again. Answers 409."""
