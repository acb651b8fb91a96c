"""Whatever an editor types into one of Wagtail's searches is words, never an error."""

import pytest

from tests.core.audience.trees import make_page

pytestmark = pytest.mark.django_db
SEARCHES = [
    "/admin/choose-page/search/",
    "/admin/pages/search/",
    "/admin/images/",
    "/admin/images/chooser/",
    "/admin/documents/",
    "/admin/documents/chooser/",
]


@pytest.mark.parametrize(
    "words", ['"', 'a"b', '"a', '"two words"', '"NEAR("', "NEAR(", "*", ":", "^a", "(", "a AND", "'", "\x00"]
)
@pytest.mark.parametrize("url", SEARCHES)
def test_signs_are_words(client, ada, settings, url, words):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    client.force_login(ada)
    assert client.get(url, {"q": words}).status_code in (200, 400)


@pytest.mark.parametrize("words", ["zanzi", '"Zanzibar"', 'zanzibar"'])
def test_what_is_there_is_still_found(client, ada, settings, words):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    make_page(title="Zanzibar")
    client.force_login(ada)
    assert "Zanzibar" in client.get("/admin/choose-page/search/", {"q": words}).text
