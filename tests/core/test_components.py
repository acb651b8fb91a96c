"""What components promise to those who build pages on them, and to those who read the pages with other tools."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms, template
from django.conf import settings
from django.template.loader import get_template

from core.policies import YES, no
from core.templatetags.icons import icon
from core.templatetags.shape import initials, status_mark, tint

PLANNED = SimpleNamespace(slug="planned", name="Planned", stage="planned")


def an_idea(**fields: Any) -> SimpleNamespace:
    words = {"title": "Open at six", "excerpt": "The trams are full.", "category_name": "Shops"}
    counts = {"vote_count": 1204, "comment_count": 3, "is_answered": True, "open_to_votes": True, "has_my_vote": False}
    urls = {"get_absolute_url": lambda: "/idea/42/", "get_vote_url": lambda: "/idea/42/vote/"}
    return SimpleNamespace(pk=42, dom_id="idea-42", status=PLANNED, **{**words, **counts, **urls, **fields})


def drawn(name: str, **context: Any) -> str:
    return get_template(f"components/{name}.html").render(context)


def test_the_vote_box_sends_the_wanted_state() -> None:
    html = drawn("vote_box", subject=an_idea(), verdict=YES, csrf_token="token")
    assert 'id="vote-box-idea-42"' in html
    assert 'method="post" action="/idea/42/vote/" hx-post="/idea/42/vote/"' in html
    assert html.count("<button") == 1
    assert 'name="vote" value="on" aria-pressed="false"' in html
    assert 'name="csrfmiddlewaretoken" value="token"' in html
    assert "disabled" not in html


def test_a_cast_vote_can_be_taken_back_under_the_same_label() -> None:
    before = drawn("vote_box", subject=an_idea(), verdict=YES, csrf_token="token")
    after = drawn("vote_box", subject=an_idea(has_my_vote=True), verdict=YES, csrf_token="token")
    assert 'name="vote" value="off" aria-pressed="true"' in after
    assert "Support</span>" in before
    assert "Support</span>" in after


def test_the_count_is_a_bare_number_in_every_language(settings: Any) -> None:
    settings.USE_THOUSAND_SEPARATOR = True
    assert "data-count>1204</span>" in drawn("vote_box", subject=an_idea(), verdict=YES, csrf_token="t")


def test_the_size_of_a_vote_box_comes_back_with_the_answer() -> None:
    html = drawn("vote_box", subject=an_idea(), verdict=YES, csrf_token="t", size="l")
    assert 'data-size="l"' in html
    assert '<input type="hidden" name="size" value="l">' in html


def test_a_sealed_tally_shows_no_count() -> None:
    assert "data-count" not in drawn("vote_box", subject=an_idea(vote_count=None), verdict=YES, csrf_token="t")


def test_a_refusal_is_explained_beside_the_disabled_button() -> None:
    html = drawn("vote_box", subject=an_idea(open_to_votes=False), verdict=no("It has ended."), csrf_token="t")
    assert " disabled" in html
    assert 'aria-describedby="vote-reason-idea-42"' in html
    assert "It has ended." in html


def test_a_visitor_may_press_the_button_and_is_told_what_happens() -> None:
    html = drawn("vote_box", subject=an_idea(), verdict=no("Sign in and it counts.", sign_in=True), csrf_token="t")
    assert " disabled" not in html
    assert "Sign in and it counts." in html


def test_an_idea_card_is_a_row_that_other_tools_find() -> None:
    html = drawn("idea_card", idea=an_idea(title="<b>Six</b>"), verdict=YES, csrf_token="t")
    assert '<article class="idea-row" data-idea="42">' in html
    assert 'data-stage="planned"' in html
    assert "&lt;b&gt;Six&lt;/b&gt;" in html


class Question(forms.Form):
    title = forms.CharField(label="In one sentence", max_length=120, help_text="Say what.")
    kind = forms.ChoiceField(label="About", choices=[("a", "Coffee")], widget=forms.RadioSelect)
    tell = forms.BooleanField(label="Tell me", required=False)


def test_a_field_says_what_is_wrong_beside_itself() -> None:
    html = drawn("field", field=Question({"kind": "a"})["title"])
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert '<label class="field-label" for="id_title">' in html
    assert 'class="field-input"' in html


def test_a_form_begins_with_what_is_wrong_and_the_way_to_it() -> None:
    html = drawn("form", form=Question({"title": "x"}))
    assert 'role="alert"' in html
    assert html.index('role="alert"') < html.index('id="id_title"')
    assert "<fieldset" in html
    assert 'class="choice" for="id_tell"' in html


def test_a_fresh_form_has_no_alarm() -> None:
    assert 'role="alert"' not in drawn("form", form=Question())


@pytest.mark.parametrize(
    ("context", "said"),
    [
        ({"status": 403, "exception": "Voting has ended."}, "Voting has ended."),
        ({"status": 422, "reasons": ["Too short."]}, "Too short."),
        ({"status": 429, "seconds": 40}, "Try again in 40 seconds."),
        ({"status": 404}, "not here any more"),
        ({"status": 503}, "try again in a moment"),
    ],
)
def test_an_error_reaches_htmx_as_a_sentence(context: dict[str, Any], said: str) -> None:
    html = drawn("error_toast", **context)
    assert said in html
    assert 'role="alert"' in html


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in icon("bell")
    assert 'role="img" aria-label="&quot;&gt;"' in icon("bell", label='">')
    assert "aria-hidden" not in icon("bell", label="Inbox")


def test_only_icons_that_point_along_the_line_turn_with_it() -> None:
    assert "data-mirror" in icon("forward")
    assert "data-mirror" not in icon("check")
    assert "data-mirror" in icon("check", mirror=True)


@pytest.mark.parametrize("name", ["nothing-like-it", "../mark", ""])
def test_an_icon_that_is_not_ours_is_a_mistake(name: str) -> None:
    with pytest.raises(template.TemplateSyntaxError):
        icon(name)


def test_a_status_that_a_board_invented_wears_the_mark_of_its_stage() -> None:
    invented = SimpleNamespace(slug="tasting", name="Tasting", stage="planned")
    assert status_mark(invented) == status_mark(PLANNED)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Amina Yusuf", "AY"), ("tom", "T"), ("Σοφία Παππά", "ΣΠ"), ("", ""), ("  ", ""), ("(Bea) Maria Lind", "ML")],
)
def test_initials_are_two_letters_at_most(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_name_keeps_its_tint() -> None:
    assert tint("Amina Yusuf") == tint("Amina Yusuf")
    assert {tint(f"name {number}") for number in range(200)} == set(range(1, 9))


@pytest.mark.parametrize("path", sorted((settings.BASE_DIR / "templates" / "components").glob("*.html")), ids=str)
def test_a_component_says_what_it_needs(path: Path) -> None:
    assert re.search(r"{% comment %}.*(Needs|Nothing)", path.read_text(encoding="utf-8"), re.DOTALL)
