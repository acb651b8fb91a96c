"""Feedback: one of each member, read by the team alone."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from core.errors import Refused, RuleBroken, Stale
from core.members.actions.erasing import erase_member
from insiders.actions.advising import Advice, answer_feedback, give_feedback, take_feedback_back
from insiders.belongings import export
from insiders.models import Feedback
from tests.insiders.things import make_early

pytestmark = pytest.mark.django_db
SAID = Advice(rating=4, wants=True, sort="fails", words="Too sour for me.")


def test_it_is_given_and_changed_and_there_is_one(ines):
    early = make_early()
    first = give_feedback(early, SAID, by=ines)
    again = give_feedback(early, SAID, by=ines)
    assert (first.pk, again.changed_at) == (again.pk, None)
    changed = give_feedback(early, Advice(rating=5), by=ines)
    assert (changed.pk, changed.rating, changed.wants, changed.words) == (first.pk, 5, None, "")
    assert changed.changed_at is not None


@pytest.mark.parametrize(
    ("advice", "field"),
    [
        (Advice(), "__all__"),
        (Advice(words=" \u200b \n"), "__all__"),
        (Advice(rating=6), "rating"),
        (Advice(rating=0), "rating"),
        (Advice(rating=3, sort="loud"), "sort"),
        (Advice(words="x" * 2001), "words"),
    ],
)
def test_what_says_nothing_or_too_much_is_refused_beside_its_field(ines, advice, field):
    with pytest.raises(RuleBroken) as broken:
        give_feedback(make_early(), advice, by=ines)
    where = list(broken.value.message_dict) if hasattr(broken.value, "error_dict") else ["__all__"]
    assert where == [field]


def test_a_visitor_gives_none(vera):
    with pytest.raises(Refused):
        give_feedback(make_early(), SAID, by=vera)


def test_figures_have_their_denominators(ines, tom, bea):
    early = make_early()
    for member, advice in ((ines, SAID), (tom, Advice(rating=1, wants=False)), (bea, Advice(words="Only words."))):
        give_feedback(early, advice, by=member)
    assert early.feedback.figures() == {"said": 3, "rated": 2, "mean": 2.5, "asked": 2, "wanting": 1}


def test_the_team_answers_and_nobody_else(ines, tom, bea):
    said = give_feedback(make_early(), SAID, by=ines)
    with pytest.raises(Refused):
        answer_feedback(said, by=tom, answer="No.", words=said.words)
    assert answer_feedback(said, by=bea, answer="We roast it longer.", words=said.words).answered_by == bea
    with pytest.raises(Stale):
        answer_feedback(said, by=bea, answer="We do.", words="Something else.")
    changed = give_feedback(said.early, Advice(words="Better now."), by=ines)
    assert (changed.answer, changed.answered_at) == ("", None)  # it answered other words


def test_taking_it_back_leaves_nothing(ines):
    early = make_early()
    give_feedback(early, SAID, by=ines)
    take_feedback_back(early, by=ines)
    take_feedback_back(early, by=ines)
    assert not Feedback.objects.exists()


def test_whoever_leaves_takes_the_words_along_and_the_figures_stay(ines):
    early = make_early()
    give_feedback(early, SAID, by=ines)
    assert export(ines)[0]["words"] == SAID.words
    erase_member(ines, by=ines)
    left = Feedback.objects.get()
    assert (left.author, left.words, left.rating) == (None, "", 4)


def test_the_page_takes_it_with_and_without_script(client, ines):
    early = make_early()
    client.force_login(ines)
    url = reverse("insiders:feedback", args=[early.pk])
    plain = client.post(url, {"rating": "4", "wants": "yes", "words": "Good."})
    assert (plain.status_code, plain["Location"]) == (302, "/insiders/decaf-no-4/#feedback")
    fragment = client.post(url, {"rating": "2"}, headers={"HX-Request": "true"})
    assert fragment.status_code == 200
    assert fragment.content.decode().strip().startswith('<section class="feedback" id="feedback"')
    assert Feedback.objects.get().rating == 2
    empty = client.post(url, {}, headers={"HX-Request": "true"})
    assert empty.status_code == 422
    kept = client.post(url, {"rating": "9", "words": "What I typed"})
    assert kept.status_code == 200
    assert "What I typed" in kept.content.decode()
    client.post(reverse("insiders:take-feedback-back", args=[early.pk]))
    assert not Feedback.objects.exists()


def test_an_outsider_finds_nothing_to_answer_to(client, tom, lars):
    early = make_early()
    urls = [reverse(f"insiders:{name}", args=[early.pk]) for name in ("feedback", "take-feedback-back", "short")]
    for outsider in (None, tom, lars):
        client.logout()
        if outsider:
            client.force_login(outsider)
        assert [client.post(url, {"rating": "4"}).status_code for url in urls[:2]] == [404, 404]
        assert client.get(urls[2]).status_code == 404
    assert not Feedback.objects.exists()


def test_the_team_reads_narrows_answers_and_takes_along(client, ines, tom, bea, mo, settings):
    settings.STAFF_NEEDS_SECOND_FACTOR = False
    early = make_early()
    said = give_feedback(early, SAID, by=ines)
    give_feedback(early, Advice(rating=2, words="=cmd()"), by=tom)
    url = reverse("early_access_feedback", args=[early.page_id])
    client.force_login(mo)
    assert client.get(url).status_code in (403, 404)
    client.force_login(bea)
    page = client.get(url).content.decode()
    assert "Rating 3.0 of 5 in the mean, by 2." in page
    assert "1 of 1 would want it." in page
    narrowed = client.get(f"{url}?sort=fails&answered=no").content.decode()
    assert "Too sour" in narrowed
    assert "=cmd()" not in narrowed
    form = {"feedback": said.pk, f"f{said.pk}-answer": "We roast it longer.", f"f{said.pk}-words": said.words}
    assert client.post(url, form).status_code == 302
    assert Feedback.objects.get(pk=said.pk).answer == "We roast it longer."
    assert "Too sour" not in client.get(f"{url}?answered=no").content.decode()
    stale = client.post(url, {**form, f"f{said.pk}-words": "Old words"})
    assert stale.status_code == 422
    assert "Read it again." in stale.content.decode()
    lines = b"".join(client.get(reverse("early_access_feedback_csv", args=[early.page_id]))).decode()
    rows = list(csv.DictReader(StringIO(lines)))
    assert [row["handle"] for row in rows] == ["tom", "ines"]
    assert rows[0]["words"] == "'=cmd()"
