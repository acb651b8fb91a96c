"""Share cards: what other sites show beside a link, of what everybody may see, in words that can be drawn."""

import string
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Template
from django.urls import reverse
from PIL import Image, ImageFont
from wagtail.models import Site

from contests.models import ContestPage, Entry
from contests.phases import Phase
from contests.share_cards import BAND, contest_card, entry_card
from core.audience.groups import INSIDERS
from core.brand.cache import forget_brands
from core.brand.models import BrandSettings
from core.publication import State
from gallery import lettering
from gallery.checks import named_font_opens
from gallery.models import MediaItem
from gallery.share_cards import PAPER, RULE, Brand
from tests.contests.streets import make_picture
from tests.contests.things import make_contest, make_entry
from tests.core.audience.trees import close
from tests.gallery.conftest import own_storages  # noqa: F401 - a fixture
from tests.gallery.test_lettering import UNWRITTEN, darkness, is_near

RED = Brand("Kaffa", "#c8153d")
YELLOW = Brand("Kaffa", "#f0c66b")
WORK = Image.new("RGB", (800, 400), "navy")


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (1200, 630), {})
    return image


def test_the_card_of_an_entry_shows_the_work_whole_and_the_words_below():
    card = opened(entry_card(WORK, title="Six past six", contest="Paint our billboard", brand=RED))
    assert is_near(card, (600, 230), "navy")
    assert is_near(card, (600, 630 - BAND + RULE // 2), RED.accent)
    assert is_near(card, (600, 620), PAPER)
    assert darkness(card, (50, 490, 360, 570)) > 0.05


@pytest.mark.font
@pytest.mark.fribidi
def test_a_title_from_right_to_left_begins_at_the_right_and_the_brand_changes_sides():
    plain = opened(entry_card(WORK, title="Six", contest="", brand=RED))
    turned = opened(entry_card(WORK, title="שעה שש", contest="", brand=RED))
    left, right = (50, 490, 300, 600), (900, 490, 1150, 600)
    assert darkness(plain, left) > 0.04
    assert darkness(turned, right) > 0.04
    assert is_near(plain, (1140 - 8, 560), RED.accent)
    assert is_near(turned, (60 + 8, 560), RED.accent)


def test_words_that_cannot_be_drawn_are_left_away_and_the_work_takes_their_place():
    card = opened(entry_card(WORK, title=UNWRITTEN, contest=UNWRITTEN, brand=RED))
    assert is_near(card, (600, 610), "navy", by=90)
    assert is_near(card, (600, 626), RED.accent)
    empty = opened(contest_card(None, title=UNWRITTEN, brief=UNWRITTEN, brand=RED))
    assert is_near(empty, (200, 200), RED.accent)


def test_words_on_the_brand_s_colour_can_be_read_on_it():
    assert (RED.on_accent, YELLOW.on_accent) == ("#fefefe", "#1c1816")
    dark = opened(contest_card(None, title="Paint our billboard", brief="One wall.", brand=YELLOW))
    assert darkness(dark, (50, 60, 700, 300)) > 0.05


def test_a_contest_with_a_picture_shows_it():
    card = opened(contest_card(Image.new("RGB", (900, 900), "navy"), title="Paint", brief="One wall.", brand=RED))
    assert is_near(card, (1000, 300), "navy")
    assert is_near(card, (20, 20), RED.accent)


@pytest.mark.parametrize("size", [(3000, 200), (200, 3000), (1, 1), (1200, 472)])
def test_works_of_every_shape_are_shown_whole(size):
    opened(
        entry_card(Image.new("RGB", size, "navy"), title="A" * 80, contest="B" * 255, brand=Brand("K" * 60, "#000000"))
    )


# The font


@pytest.fixture
def no_font(settings):
    """A machine that has no fonts at all."""
    settings.CARD_FONT, settings.SYSTEM_FONTS = "", ()


@pytest.fixture
def own_font(tmp_path) -> str:
    """A file of a font, wherever fonts are kept here: what Pillow brings, written down."""
    file = tmp_path / "own.ttf"
    file.write_bytes(ImageFont.load_default(40).path.getvalue())
    return str(file)


@pytest.mark.usefixtures("no_font")
def test_without_a_font_ascii_is_drawn_in_pillow_s_own():
    assert lettering.face() == ""
    assert lettering.drawable(string.printable) == " ".join(string.printable.split())
    card = opened(entry_card(WORK, title="Six past six", contest="Paint our billboard", brand=RED))
    assert darkness(card, (50, 490, 360, 570)) > 0.03
    headline = opened(contest_card(None, title="Paint our billboard", brief="One wall. " * 90, brand=YELLOW))
    assert darkness(headline, (50, 60, 700, 300)) > 0.03


@pytest.mark.usefixtures("no_font")
@pytest.mark.parametrize("title", ["Čašica", "Ο πρωινός μου καφές", "Утренний кофе", "הקפה", "قهوة", "朝"])
def test_without_a_font_a_line_with_other_letters_is_left_away(title):
    assert lettering.drawable(title) == ""
    assert is_near(opened(entry_card(WORK, title=title, contest="Kaffa", brand=RED)), (600, 626), RED.accent)


def test_the_font_that_is_named_goes_before_the_system_s(settings, own_font):
    settings.CARD_FONT = own_font
    assert lettering.face() == own_font
    assert lettering.font(30).getname() == ImageFont.load_default(30).getname()
    assert not lettering.has("č")
    assert named_font_opens(None) == []


@pytest.mark.parametrize("named", ["/nowhere/no-such-font.ttf", "/", __file__])
def test_a_named_font_that_cannot_be_opened_is_passed_over_and_told_at_the_start(settings, own_font, named):
    settings.CARD_FONT, settings.SYSTEM_FONTS = named, ("no-such-font.ttf", own_font)
    assert lettering.face() == own_font
    [error] = named_font_opens(None)
    assert (error.id, named in error.msg) == ("gallery.E001", True)


@pytest.mark.font
def test_the_system_s_font_is_found_by_name(settings):
    settings.CARD_FONT = ""
    assert Path(lettering.face()).name in {*settings.SYSTEM_FONTS, ""}  # where CARD_FONT names the only one


@pytest.mark.django_db
def test_in_another_font_it_is_another_card(client, entry, settings, own_font):
    first = [client.get(url)["ETag"] for url in (card_of(entry), card_of_contest(entry.contest))]
    settings.CARD_FONT = own_font
    other = [client.get(url)["ETag"] for url in (card_of(entry), card_of_contest(entry.contest))]
    assert len({*first, *other}) == 4


# The addresses


@pytest.fixture
def entry() -> Entry:
    return make_entry(title="Steam")


def card_of(entry: Entry) -> str:
    return reverse("contests:card", args=[entry.pk])


def card_of_contest(contest: ContestPage) -> str:
    return contest.get_url_of("contest-card")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["photo", "video", "billboard"])
def test_every_kind_of_entry_has_a_card(client, kind):
    entry = make_entry(make_contest(Phase.VOTING, kind=kind))
    response = client.get(card_of(entry))
    opened(response.content)
    assert (response["Content-Type"], response["Cache-Control"]) == ("image/jpeg", "public, max-age=300")
    assert client.get(card_of(entry), headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert client.post(card_of(entry)).status_code == 405


@pytest.mark.django_db
def test_a_card_is_another_one_when_its_words_or_the_brand_change(client, entry):
    brand, _new = BrandSettings.objects.get_or_create(site=Site.objects.get(is_default_site=True))
    tags = [client.get(card_of(entry))["ETag"]]
    Entry.objects.filter(pk=entry.pk).update(title="Other steam")
    tags.append(client.get(card_of(entry))["ETag"])
    ContestPage.objects.filter(pk=entry.contest_id).update(title="Another cup")
    tags.append(client.get(card_of(entry))["ETag"])
    brand.accent = "#0f5a4d"
    brand.save()
    forget_brands()  # as it is once the change is stored
    tags.append(client.get(card_of(entry))["ETag"])
    assert len(set(tags)) == 4


@pytest.mark.django_db
@pytest.mark.parametrize("state", [State.HIDDEN, State.WITHDRAWN, State.WAITING, State.REJECTED, State.RETURNED])
def test_what_is_not_public_has_no_card_not_even_for_its_author(client, entry, state):
    assert client.get(card_of(entry)).status_code == 200
    Entry.objects.filter(pk=entry.pk).update(state=state)
    assert client.get(card_of(entry)).status_code == 404
    client.force_login(entry.author)
    assert client.get(card_of(entry)).status_code == 404


@pytest.mark.django_db
def test_behind_a_closed_door_there_is_no_card_for_anybody(client, entry, ines):
    close(entry.contest, INSIDERS)
    for _person in ("a visitor", "an insider"):
        assert client.get(card_of(entry)).status_code == 404
        assert client.get(card_of_contest(entry.contest)).status_code == 404
        client.force_login(ines)


@pytest.mark.django_db
def test_an_entry_that_its_contest_does_not_show_yet_has_no_card(client):
    entry = make_entry(make_contest(Phase.ENTRIES, shows_entries=False))
    assert client.get(card_of(entry)).status_code == 404


@pytest.mark.django_db
def test_an_entry_whose_work_was_hidden_has_no_card(client, entry):
    MediaItem.objects.of(entry, kind="entry").update(state=State.HIDDEN)
    assert client.get(card_of(entry)).status_code == 404


@pytest.mark.django_db
def test_a_contest_has_a_card_with_and_without_a_picture_and_in_any_phase(client):
    contest = make_contest(Phase.ANNOUNCED)
    first = client.get(card_of_contest(contest))
    opened(first.content)
    ContestPage.objects.filter(pk=contest.pk).update(picture=make_picture("navy"))
    second = client.get(card_of_contest(contest))
    assert is_near(opened(second.content), (1000, 300), "navy")
    assert first["ETag"] != second["ETag"]
    picture = ContestPage.objects.get(pk=contest.pk).picture
    picture.file.storage.delete(picture.file.name)
    ContestPage.objects.filter(pk=contest.pk).update(title="Its picture is lost")
    opened(client.get(card_of_contest(contest)).content)


def head_of(request: Any, words: str, **things: Any) -> str:
    return Template("{% load contest_pictures %}" + words).render(Context({"request": request, **things}))


@pytest.mark.django_db
def test_the_head_of_a_page_names_the_card_by_its_whole_address(rf, entry):
    head = head_of(rf.get("/"), "{% entry_share_card entry %}", entry=entry)
    assert f'<meta property="og:image" content="http://testserver{card_of(entry)}">' in head
    assert '<meta property="og:image:width" content="1200">' in head
    assert '<meta property="og:image:height" content="630">' in head
    assert "“Steam”, entered in “My morning cup”" in head
    contest = head_of(rf.get("/"), "{% contest_share_card contest %}", contest=entry.contest)
    assert f'content="http://testserver{card_of_contest(entry.contest)}"' in contest


@pytest.mark.django_db
def test_the_head_of_a_page_that_others_do_not_see_names_none(rf, entry):
    entry.state = State.WAITING
    assert head_of(rf.get("/"), "{% entry_share_card entry %}", entry=entry).strip() == ""


@pytest.mark.django_db
def test_a_draft_of_a_contest_names_none(rf):
    draft = ContestPage(title="Not yet", brief="Nothing is settled.", live=False)
    assert head_of(rf.get("/"), "{% contest_share_card contest %}", contest=draft).strip() == ""


@pytest.mark.django_db
def test_a_card_costs_few_queries(client, entry, max_queries):
    client.get(card_of(entry))
    with max_queries(6):
        client.get(card_of(entry))
