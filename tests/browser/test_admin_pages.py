"""The screens of Wagtail's admin under our policy, in a real browser: `open_window` fails on any complaint."""

from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect
from wagtail.models import Page

from core.audience.groups import EDITORS
from core.brand.models import BrandImage
from core.members.models import LegalText, User
from ideas.models import Idea, IdeaBoardPage, SavedReply
from moderation.models import HouseRule, IllegalNotice

EDITOR = ["/admin/", "/admin/pages/", "/admin/pages/{home}/", "/admin/pages/{home}/edit/", "/admin/pages/{board}/edit/"]
EDITOR += ["/admin/pages/{board}/history/", "/admin/pages/add/ideas/ideaboardpage/{home}/", "/admin/images/"]
EDITOR += [
    "/admin/images/multiple/add/",
    "/admin/documents/",
    "/admin/ideas/",
    "/admin/ideas/{idea}/answer/",
    "/admin/ideas/{idea}/merge/",
    "/admin/ideas/{idea}/merge/?root={root}",
    "/admin/ideas/{merged}/answer/",
    "/admin/ideas/{merged}/part/",
    "/admin/ideas/waiting/",
    "/admin/ideas/waiting/{idea}/",
    "/admin/ideas/replies/",
    "/admin/ideas/replies/new/",
    "/admin/ideas/replies/{reply}/",
    "/admin/ideas/boards/",
    "/admin/ideas/boards/{board}/pace/",
    "/admin/ideas/twins/",
    "/admin/account/",
]
EDITOR += ["/admin/reports/site-history/", "/admin/pages/{rules}/edit/", "/admin/pages/{board}/move/"]
ADMINISTRATOR = [
    "/admin/settings/brand/brandsettings/",
    "/admin/users/",
    "/admin/users/new/",
    "/admin/users/edit/{tom}/",
]
ADMINISTRATOR += ["/admin/groups/", "/admin/groups/new/", "/admin/tiers/", "/admin/tiers/new/", "/admin/sites/"]
ADMINISTRATOR += [
    "/admin/legal-texts/",
    "/admin/legal-texts/new/",
    "/admin/redirects/",
    "/admin/collections/",
    "/admin/pages/{board}/privacy/",
    "/admin/moderation/rules/",
    "/admin/moderation/rules/add/",
    "/admin/moderation/rules/edit/{rule}/",
    "/admin/moderation/rules/inspect/{rule}/",
    "/admin/moderation/decisions/",
]
MODERATOR = [
    "/admin/",
    "/admin/moderation/notices/",
    "/admin/moderation/notices/{notice}/",
    "/admin/moderation/rules/",
    "/admin/moderation/rules/inspect/{rule}/",
    "/admin/moderation/decisions/",
    "/admin/moderation/suspended/",
]
PEOPLE = {"bea": EDITOR, "mo": MODERATOR, "ada": ADMINISTRATOR}


@pytest.fixture
def person(kaffa):
    return lambda handle: User.objects.get(handle=handle)


def addresses(person, templates):
    known = {
        "home": Page.objects.get(depth=2).pk,
        "board": IdeaBoardPage.objects.get(slug="ideas").pk,
        "rules": Page.objects.get(slug="house-rules").pk,
        "idea": Idea.objects.published().order_by("pk")[0].pk,
        "root": Idea.objects.published().order_by("pk")[1].pk,
        "merged": Idea.objects.filter(merged_into__isnull=False).values_list("pk", flat=True)[0],
        "reply": SavedReply.objects.first().pk,
        "rule": HouseRule.objects.first().pk,
        "notice": IllegalNotice.objects.first().pk,
        "tom": person("tom").pk,
    }
    return [template.format(**known) for template in templates]


@pytest.mark.parametrize("handle", PEOPLE)
def test_every_screen_works_under_the_policy(open_window, person, handle):
    page = open_window(by=person(handle))
    for address in addresses(person, PEOPLE[handle]):
        answer = page.goto(address)
        assert answer.status == 200, address
        page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("which", ["home", "board"])
def test_a_page_is_previewed_beside_its_form(open_window, person, which):
    home, board = addresses(person, ["/admin/pages/{home}/edit/", "/admin/pages/{board}/edit/"])
    page = open_window(by=person("bea"), width=1600)
    page.goto(home if which == "home" else board)
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("#w-preview-iframe")
    expect(frame.locator("h1").first).to_be_visible()


def test_a_new_home_page_is_previewed_before_it_is_published(open_window, person):
    home = Page.objects.get(depth=2).specific
    page = open_window(by=person("ada"), width=1600)
    home.unpublish()
    page.goto(f"/admin/pages/{home.pk}/edit/")
    page.get_by_role("button", name="Toggle preview").click()
    expect(page.frame_locator("#w-preview-iframe").locator("h1").first).to_be_visible()


def test_a_board_is_made_from_nothing_and_takes_an_idea(open_window, person):
    page = open_window(by=person("bea"), width=1600)
    page.goto(addresses(person, ["/admin/pages/add/ideas/ideaboardpage/{home}/"])[0])
    page.fill("#id_title", "Menu wishes")
    page.fill("#id_question", "What should we cook?")
    page.get_by_role("button", name="Add Category").click()
    page.fill("[name='categories-0-name']", "Cakes")
    page.fill("[name='categories-0-slug']", "cakes")
    page.get_by_role("button", name="More actions").first.click()
    page.get_by_role("button", name="Publish").first.click()
    expect(page.locator(".messages")).to_contain_text("published")
    made = IdeaBoardPage.objects.get(slug="menu-wishes")
    assert [status.slug for status in made.statuses.all()][:2] == ["new", "under-review"]
    assert [category.slug for category in made.categories.all()] == ["cakes"]
    page = open_window(by=person("tom"))
    page.goto("/menu-wishes/new/")
    expect(page.locator("h1")).to_have_text("What should we cook?")
    page.fill("#id_title", "Lemon cake on Sundays")
    page.fill("#id_body", "My grandmother would come.")
    page.get_by_label("Cakes").check()
    page.get_by_role("button", name="Read it again").click()
    page.get_by_role("button", name="Send it").click()
    expect(page.locator("h1")).to_have_text("Lemon cake on Sundays")
    assert Idea.objects.get(board=made).category.slug == "cakes"


def test_a_picture_is_uploaded(open_window, person):
    page = open_window(by=person("bea"))
    page.goto("/admin/images/multiple/add/")
    picture = BytesIO()
    Image.new("RGB", (60, 40), "navy").save(picture, "PNG")
    page.set_input_files("#fileupload", [{"name": "sea.png", "mimeType": "image/png", "buffer": picture.getvalue()}])
    expect(page.locator("#upload-list input[name$='-title']")).to_have_value("sea")
    assert BrandImage.objects.filter(title="sea").exists()


def test_the_brand_is_renamed_and_the_site_says_so(open_window, person):
    page = open_window(by=person("ada"))
    page.goto("/admin/settings/brand/brandsettings/")
    page.fill("#id_name", "Kaffa & Co")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".messages")).to_contain_text("updated")
    page.goto("/")
    assert "Kaffa & Co" in page.title() + page.inner_text("header")


def test_a_member_is_made_an_editor(open_window, person):
    tom = person("tom")
    page = open_window(by=person("ada"))
    page.goto(f"/admin/users/edit/{tom.pk}/")
    page.get_by_role("tab", name="Roles").click()
    page.get_by_label(EDITORS).check()
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator(".messages")).to_contain_text("updated")
    assert tom.groups.filter(name=EDITORS).exists()


def test_a_new_version_of_the_terms_is_issued(open_window, person):
    page = open_window(by=person("ada"))
    page.goto("/admin/legal-texts/new/")
    page.select_option("[name=kind]", "terms")
    page.locator(".public-DraftEditor-content, [contenteditable=true], textarea[name=body]").first.fill("Be kind.")
    page.get_by_role("button", name="Create").first.click()
    page.wait_for_load_state("networkidle")
    assert LegalText.objects.filter(kind="terms", version=2).exists()
