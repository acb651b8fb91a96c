import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from core.audience.groups import INSIDERS
from core.errors import Refused
from ideas.actions.replying import keep_reply
from ideas.days import day_of
from ideas.models import Idea, SavedReply, StatusChange
from tests.cast import make_member
from tests.core.audience.trees import close
from tests.factories import make_board, make_idea
from tests.ideas.admin.conftest import give_team_rights
from tests.ideas.admin.forms import NOTE, answer_url, newest, status_of, typed

pytestmark = pytest.mark.django_db
WORDS = "Thank you, {author}. We look into “{title}” until spring."


def soup(response):
    return BeautifulSoup(response.text, "html.parser")


def reply(title="Looking into it", note=WORDS, **fields):
    return SavedReply.objects.create(title=title, note=note, **fields)


def waiting_url(idea):
    return reverse("idea_answers:waiting-idea", args=[idea.pk])


def offered(response):
    return [button["data-title"] for button in soup(response).select("[data-reply]")]


@pytest.fixture
def idea(tom):
    return make_idea(board=make_board(slug="ideas"), by=tom, title="A bench")


SCREENS = pytest.mark.parametrize("url_of", [answer_url, waiting_url], ids=["answer screen", "waiting list"])


# --- keeping them


def test_who_answers_writes_changes_and_deletes_a_reply(desk, idea):
    form = {"title": "Soon", "note": WORDS, "status": "planned", "update_days": "14", "place": "1", "language": "en"}
    assert desk.post(reverse("idea_answers:new-reply"), form).url == reverse("idea_answers:replies")
    kept = SavedReply.objects.get()
    assert (kept.title, kept.status, kept.update_days, kept.board) == ("Soon", "planned", 14, None)
    assert "Soon" in desk.get(reverse("idea_answers:replies")).text
    url = reverse("idea_answers:reply", args=[kept.pk])
    desk.post(url, {**form, "title": "Later", "board": idea.board_id})
    kept.refresh_from_db()
    assert (kept.title, kept.board_id) == ("Later", idea.board_id)
    forget = reverse("idea_answers:forget-reply", args=[kept.pk])
    assert forget in desk.get(url).text
    assert "Answers that were given with it stay as they are." in desk.get(forget).text
    assert SavedReply.objects.exists()
    desk.post(forget)
    assert not SavedReply.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("note", "Thank you, {name}."),
        ("note", " \u200b "),
        ("title", "x" * 81),
        ("status", "elsewhere"),
        ("update_days", "0"),
        ("update_days", "soon"),
        ("board", "999999"),
        ("language", "xx"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(desk, idea, field, value):
    form = {"title": "Soon", "note": WORDS, "place": "1", field: value}
    answer = desk.post(reverse("idea_answers:new-reply"), form)
    assert answer.status_code == 200
    wrapper = soup(answer).select_one(f"#reply-form [name={field}]").find_parent(class_="w-field__wrapper")
    assert wrapper.select_one(".error-message")
    assert soup(answer).select_one("[name=title]").get("value", "") == form["title"]
    assert not SavedReply.objects.exists()


def test_a_member_keeps_none(tom):
    with pytest.raises(Refused):
        keep_reply(SavedReply(title="Mine", note="Words"), by=tom)


def test_replies_of_boards_that_one_does_not_work_on_do_not_exist(client, ines):
    mine, foreign = make_board(title="Mine"), make_board(title="Foreign")
    theirs = reply("Of theirs", board=foreign)
    reply("Of all")
    client.force_login(give_team_rights(ines, mine))
    page = client.get(reverse("idea_answers:replies")).text
    assert ("Of all" in page, "Of theirs" in page) == (True, False)
    assert client.get(reverse("idea_answers:reply", args=[theirs.pk])).status_code == 404
    assert client.post(reverse("idea_answers:forget-reply", args=[theirs.pk])).status_code == 404
    assert "Foreign" not in client.get(reverse("idea_answers:new-reply")).text
    assert SavedReply.objects.count() == 2


def titles(response):
    return [link.get_text(strip=True) for link in soup(response).select("td.title a")]


def test_the_list_says_how_often_each_was_said_and_finds_words_of_it(desk, idea, bea):
    reply("Soon", place=1)
    reply("Après", note="Un été, {author}, avec toi et tout le monde.", place=2)
    reply("Thanks", note="Thank you, {author}.", place=3)
    url = reverse("idea_answers:replies")
    elsewhere = make_board(slug="closed")
    close(elsewhere, INSIDERS)
    for one in (idea, make_idea(board=elsewhere)):
        said = "Salut! Un été, Tom, avec toi et tout le monde. À plus."
        StatusChange.objects.create(idea=one, new=status_of(one, "planned"), by=bea, note=said)
    said = {
        row.select_one("a").get_text(strip=True): row.select("td")[-1].get_text()
        for row in soup(desk.get(url)).select("tbody tr")
    }
    assert said == {"Soon": "0", "Après": "1", "Thanks": "–"}
    assert titles(desk.get(url)) == ["Soon", "Après", "Thanks"]
    assert titles(desk.get(url, {"order": "said"})) == ["Après", "Soon", "Thanks"]
    assert titles(desk.get(url, {"order": "title"})) == ["Après", "Soon", "Thanks"]
    assert titles(desk.get(url, {"q": "ETE monde"})) == ["Après"]
    assert "No reply has these words." in desk.get(url, {"q": "zebra\x00", "order": "x"}).text


def test_a_preview_has_the_names_of_an_idea_and_keeps_nothing(desk, idea):
    form = {"title": "Soon", "note": "Well said, {author}: “{title}”!", "place": "1", "do": "preview"}
    shown = soup(desk.post(reverse("idea_answers:new-reply"), form))
    assert shown.select_one("#preview .idea-desk-words").get_text(strip=True) == "Well said, Tom: “A bench”!"
    assert not SavedReply.objects.exists()


def test_another_one_is_written_from_one_that_is_there(desk, idea):
    first = reply(status="planned", update_days=3)
    url = reverse("idea_answers:new-reply") + f"?from={first.pk}"
    page = soup(desk.get(url))
    assert page.select_one("[name=note]").get_text(strip=True) == WORDS
    assert page.select_one("[name=update_days]")["value"] == "3"
    desk.post(url, {"title": "Senere", "note": "Takk for det.", "place": "1", "language": "nb"})
    assert sorted(SavedReply.objects.values_list("title", flat=True)) == ["Looking into it", "Senere"]
    assert desk.get(reverse("idea_answers:new-reply") + "?from=x").status_code == 200


# --- inserting them


@SCREENS
def test_what_fits_the_idea_is_offered_in_its_language_first(desk, idea, url_of):
    reply("English", language="en", place=2)
    reply("Greek", language="el", place=1)
    reply("Any", place=3)
    reply("Of this board", board=idea.board, language="en", place=9)
    reply("Of another", board=make_board())
    Idea.objects.update(language="en")
    assert offered(desk.get(url_of(idea))) == ["English", "Of this board", "Any", "Greek"]
    Idea.objects.update(language="el")
    page = desk.get(url_of(idea))
    assert offered(page) == ["Greek", "Any", "English", "Of this board"]
    assert [button["data-digit"] for button in soup(page).select("[data-reply]")] == ["1", "2", "3", "4"]


def test_only_nine_have_a_digit(desk, idea):
    for number in range(11):
        reply(f"Reply {number}", place=number)
    buttons = soup(desk.get(answer_url(idea))).select("[data-reply]")
    assert len(buttons) == 11
    assert [button.get("data-digit") for button in buttons[8:]] == ["9", None, None]


@SCREENS
def test_author_and_title_are_filled_in_as_text(desk, url_of):
    author = make_member("eve", display_name="<b>{title}</b>")
    idea = make_idea(board=make_board(slug="ideas"), by=author, title="A {author} & bench")
    reply(status="planned", update_days=3)
    response = desk.get(url_of(idea))
    [button] = soup(response).select("[data-reply]")
    assert button["data-reply"] == "Thank you, <b>{title}</b>. We look into “A {author} & bench” until spring."
    assert "<b>{title}" not in response.text
    assert button["data-status"] == str(status_of(idea, "planned").pk)
    assert (day_of().toordinal() + 3) == day_of().fromisoformat(button["data-day"]).toordinal()


def test_a_status_that_the_board_does_not_have_proposes_nothing(desk, idea):
    reply(status="elsewhere")
    [button] = soup(desk.get(answer_url(idea))).select("[data-reply]")
    assert not button.has_attr("data-status")


@SCREENS
def test_without_script_a_reply_comes_back_in_the_form(desk, idea, url_of):
    one = reply(status="planned", update_days=3)
    page = soup(desk.post(url_of(idea), {"after": 0, "note": "", "insert": one.pk}))
    assert page.select_one("[name=note]").get_text(strip=True) == "Thank you, Tom. We look into “A bench” until spring."
    chosen = page.select_one("input[name=status][checked]")
    assert int(chosen["value"]) == status_of(idea, "planned").pk
    assert not page.select(".error-message")
    assert not StatusChange.objects.exists()


@SCREENS
def test_what_was_typed_is_not_overwritten(desk, idea, url_of):
    one = reply(note="And we say so here.", status="planned", update_days=3)
    own = {"note": "My own words.", "status": status_of(idea, "under-review").pk, "next_update_by": "2099-01-01"}
    page = soup(desk.post(url_of(idea), {"after": 0, **own, "insert": one.pk}))
    lines = page.select_one("[name=note]").get_text().strip().splitlines()
    assert lines == ["My own words.", "", "And we say so here."]
    assert int(page.select_one("input[name=status][checked]")["value"]) == own["status"]
    assert page.select_one("[name=next_update_by]")["value"] == "2099-01-01"


@pytest.mark.parametrize("given", ["999999", "x", "", "9" * 40, "\x00"])
def test_a_reply_that_is_gone_inserts_nothing(desk, idea, given):
    answer = desk.post(answer_url(idea), {**typed(idea), "note": "Too short.", "insert": given})
    assert answer.status_code == 200
    assert soup(answer).select_one("[name=note]").get_text(strip=True) == "Too short."


# --- many at once


def bulk_url(*ideas):
    query = "&".join(f"id={idea.pk}" for idea in ideas)
    return reverse("wagtail_bulk_action", args=["ideas", "idea", "answer"]) + f"?{query}"


def test_many_ideas_are_answered_with_one_reply_each_with_its_own_names(desk, idea, ines):
    other = make_idea(by=ines, title="A lamp")
    one = reply(status="planned")
    reply("Of another board", board=make_board())
    page = desk.get(bulk_url(idea, other))
    assert offered(page) == ["Looking into it"]
    after = f"{idea.pk}:{newest(idea)} {other.pk}:{newest(other)}"
    inserted = soup(desk.post(bulk_url(idea, other), {"after": after, "owner": "keep", "note": "", "insert": one.pk}))
    note = inserted.select_one("[name=note]").get_text().strip()
    assert note == WORDS
    assert inserted.select_one("input[name=status][checked]")["value"] == "planned"
    desk.post(bulk_url(idea, other), {"after": after, "owner": "keep", "status": "planned", "note": note})
    assert set(StatusChange.objects.values_list("note", flat=True)) == {
        "Thank you, Tom. We look into “A bench” until spring.",
        "Thank you, Ines. We look into “A lamp” until spring.",
    }


def test_an_answer_with_braces_of_its_own_stays_as_it_is(desk, idea):
    note = f"{NOTE} {{autor}} {{0}} {{}}"
    desk.post(bulk_url(idea), {"after": f"{idea.pk}:0", "owner": "keep", "status": "planned", "note": note})
    assert StatusChange.objects.get().note == note
