"""`{{ entry.created_at|moment:contest }}`: a time in the contest's own zone, which is named."""

from django import forms, template

from contests.moments import in_words, to_the_second

register = template.Library()
register.filter("moment", in_words)
register.filter("to_the_second", to_the_second)


@register.filter
def chosen_label(field: forms.BoundField) -> str:
    """What stands beside the choice that was made."""
    labels = {str(value): str(label) for value, label in field.field.choices}  # type: ignore[attr-defined]
    return labels.get(str(field.value()), "")
