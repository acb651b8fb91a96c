"""What the log is not told."""

import pytest

from tests.core.audience.trees import make_page

pytestmark = pytest.mark.django_db


def test_the_log_names_no_page(caplog):
    page = make_page(title="The secret oat launch")
    page.save_revision().publish()
    assert "secret oat" not in caplog.text
