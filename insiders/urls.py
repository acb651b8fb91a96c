"""Addresses of insiders that stand below no page."""

from typing import Any

app_name = "insiders"
urlpatterns: list[Any] = []
