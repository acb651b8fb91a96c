"""What a browser would send from the queue."""

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse

from core.subjects import subjects
from moderation.models import Case

QUEUE = reverse("moderation_queue:index")
HTMX = {"HX-Request": "true"}
TEXT = "It is unkind to a person who works here."


def case_url(case: Case) -> str:
    return reverse("moderation_queue:case", args=[case.pk])


def typed(case: Case, act: str, **fields: Any) -> dict[str, Any]:
    """A decision as the form sends it, based on the thing as it is now."""
    thing = subjects[case.kind].model._default_manager.get(pk=case.subject_id)
    return {"act": act, "version": subjects[case.kind].version(thing), **fields}


def send(client: Client, case: Case, act: str, *, headers: dict[str, str] | None = None, **fields: Any) -> Any:
    url = reverse("moderation_queue:decide", args=[case.pk])
    return client.post(url, typed(case, act, **fields), headers=headers)


def soup_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.text, "html.parser")


def words_of(element: Tag | BeautifulSoup) -> str:
    return " ".join(element.get_text(" ").split())


def titles_of(response: Any) -> list[str]:
    return [words_of(title) for title in soup_of(response).select(".queue-row-title")]
