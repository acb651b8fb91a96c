from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from core.comments.mentions import problem_with_mentions
from core.comments.models import MAX_LENGTH, Comment, CommentQuerySet
from core.fields import TextField


class WordsForm(forms.Form):
    """What a comment says."""

    body = TextField(label=_("Your comment"), max_length=MAX_LENGTH, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if problem := problem_with_mentions(body):
            raise forms.ValidationError(problem, code="mentions")
        return body


class CommentForm(WordsForm):
    """A new comment, or with `parent` an answer to one of `comments`, which are those that the writer may read."""

    parent = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**63 - 1)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, comments: CommentQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.comments = comments
        self.answered: Comment | None = None
        answers = str(self["parent"].value() or "")
        # Two forms may stand on one page: each has its own ids.
        self.dom_id = f"answer-form-{answers}" if answers.isdecimal() else "comment-form"
        self.auto_id = f"{self.dom_id}-%s"
        self.fields["body"].label = _("Your answer") if answers else _("Say something kind and useful")
        if answers or self.is_bound:
            self.fields["body"].widget.attrs["autofocus"] = True
        if not self.is_bound:
            self.initial.setdefault("key", str(uuid4()))

    @classmethod
    def answering(cls, comment: Comment, *, comments: CommentQuerySet, body: str = "") -> "CommentForm":
        """An answer to a reply begins with the name of whoever wrote it: the thread has only two levels."""
        if not body and comment.parent_id and comment.author and comment.author.shown_url:
            body = f"@{comment.author.handle} "
        form = cls(initial={"parent": comment.pk, "body": body}, comments=comments)
        form.answered = comment
        return form

    def clean_parent(self) -> Comment | None:
        if not (pk := self.cleaned_data["parent"]):
            return None
        self.answered = self.comments.filter(pk=pk).select_related("author").first()
        if self.answered is None:
            raise forms.ValidationError(_("The comment that you answer is not here any more."), code="gone")
        return self.answered

    def clean(self) -> dict[str, Any]:
        """A hidden field has no place for its errors: they stand above the form."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "parent" in self.errors:
            self.add_error(None, self.errors.pop("parent").as_data())
        if "key" in self.errors:
            del self.errors["key"]
            cleaned["key"] = None
        return cleaned
