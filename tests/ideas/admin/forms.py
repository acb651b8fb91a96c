"""What a browser would send from the screens of the desk."""

from typing import Any

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from ideas.models import BoardStatus, Idea, StatusChange

NOTE = "We heard you, and this is what we are going to do about it."


def status_of(idea: Idea, slug: str) -> BoardStatus:
    return BoardStatus.objects.get(board=idea.board_id, slug=slug)


def answer_url(idea: Idea) -> str:
    return reverse("idea_answers:answer", args=[idea.pk])


def newest(idea: Idea) -> int:
    return StatusChange.objects.filter(idea=idea.pk).order_by("-pk").values_list("pk", flat=True).first() or 0


def typed(idea: Idea, *, status: str = "planned", **fields: Any) -> dict[str, Any]:
    """A filled-in answer; `fields` replace parts of it."""
    return {"status": status_of(idea, status).pk, "note": NOTE, "after": newest(idea), **fields}


def send(client: Client, idea: Idea, *, status: str = "planned", **fields: Any) -> Any:
    return client.post(answer_url(idea), typed(idea, status=status, **fields))


def problem_beside(response: Any, field: str) -> str:
    """The error in the same wrapper as the field of this name, as a person would find it."""
    soup = BeautifulSoup(response.text, "html.parser")
    widget = soup.select_one(f"#answer-form [name={field}]")
    assert widget is not None, f"no field {field}"
    wrapper = widget.find_parent(class_="w-field__wrapper") or widget.find_parent("fieldset")
    found = wrapper.select_one(".error-message")
    return " ".join(found.get_text().split()) if found else ""
