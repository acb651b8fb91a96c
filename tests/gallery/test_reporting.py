"""A picture can be reported by whoever sees it; its case holds what it said and where it stood."""

import pytest

from moderation.models import Case, HouseRule, Report
from tests.factories import make_board, make_idea
from tests.gallery.things import make_media

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(tom):
    idea = make_idea(board=make_board(slug="ideas"), by=tom, title="A bench")
    return make_media(by=tom, under=idea, widths=(320,), alt="A bench of oak")


def test_a_member_reports_it_and_a_moderator_sees_picture_and_words(work, ines, mo, client):
    client.force_login(ines)
    url = f"/work/{work.pk}/report/"
    assert "A bench" in client.get(url).text
    rule = HouseRule.objects.order_by("place").first()
    client.post(url, {"reason": rule.slug, "note": "Not theirs."})
    report = Report.objects.get()
    assert (report.snapshot["body"], report.snapshot["subject"]) == ("A bench of oak", "A bench")
    case = Case.objects.get(kind="media", subject_id=work.pk)
    client.force_login(mo)
    page = client.get(f"/admin/moderation/{case.pk}/").text
    assert work.renditions.get(role="w320", format="webp").key in page
    assert "A bench of oak" in page


def test_what_is_not_there_cannot_be_reported(work, ines, client):
    client.force_login(ines)
    type(work).objects.filter(pk=work.pk).update(state="waiting")
    assert client.get(f"/work/{work.pk}/report/").status_code == 404
    assert client.post(f"/work/{work.pk}/report/", {"reason": "kindness"}).status_code == 404


def test_the_way_to_it_stands_under_the_picture(work, ines, tom, client):
    url = f"/work/{work.pk}/report/"
    idea = f"/idea/{work.attachments.get().subject_id}/"
    client.force_login(ines)
    assert url in client.get(idea, follow=True).text
    assert url in client.get(f"/work/{work.pk}/").text
    client.force_login(tom)
    assert url not in client.get(idea, follow=True).text
