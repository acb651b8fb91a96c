"""Every kind of page that people are shown, and how to get there: what the look and its barriers are tried on."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from playwright.sync_api import Page

from contests.models import Entry
from core.audience.models import Membership
from core.comments.actions.blocking import block_mentions
from core.members.models import User
from core.notices.models.digest import Rhythm
from core.notices.tokens import unsubscribe_path
from gallery.models import MediaItem
from ideas.actions.answering import Answer, change_status
from ideas.actions.submitting import submit_idea
from ideas.models import BoardStatus, Idea, IdeaBoardPage, LaunchOpinion
from ideas.statuses import Stage
from insiders.actions.inviting import Letter, invite_by_link
from moderation.actions.illegal import file_notice
from moderation.actions.reporting import report
from moderation.models import IllegalNotice, Report
from tests.gallery.things import make_media

WHY = "The stool at the window is for one person, and we come with two children and a pushchair."


@dataclass(frozen=True, slots=True)
class Place:
    """`act` is done after the page of `address` was opened. `handle` is who looks; nobody is signed in without."""

    name: str
    address: str
    handle: str = ""
    act: Callable[[Page], None] | None = None
    status: int = 200


def send_nothing(page: Page) -> None:
    page.evaluate("document.getElementById('idea-form').noValidate = true")
    page.click("#idea-form button[value=preview]")
    page.wait_for_selector(".notice[data-tone=danger]")


def read_again(page: Page) -> None:
    page.fill("#id_title", "A third stool at the window")
    page.fill("#id_body", WHY)
    page.click(".option >> nth=0")
    page.click("#idea-form button[value=preview]")
    page.wait_for_selector("button[value=send]")


def send_empty(page: Page) -> None:
    page.click("main form .button")
    page.wait_for_selector(".notice[data-tone=danger]")


def sign_in_wrongly(page: Page) -> None:
    page.fill("[name=login]", "tom@example.com")
    page.fill("[name=password]", "not-the-password")
    page.press("[name=password]", "Enter")
    page.wait_for_selector(".notice[data-tone=danger]")


def open_menu(page: Page) -> None:
    page.click("details.menu > summary")


def a_public_idea(**narrowed: object) -> Idea:
    """The same in every run: the demo has others that wait for a moderator or that one has hidden."""
    return Idea.objects.visible_to(AnonymousUser()).filter(**narrowed).order_by("pk")[0]


def an_idea(stage: Stage) -> Idea:
    return a_public_idea(status__stage=stage, comment_count__gt=1)


def give_tom_news() -> Idea:
    """Bea answers an idea that he wrote, and he writes another, which nobody else supports yet."""
    tom, bea = User.objects.get(handle="tom"), User.objects.get(handle="bea")
    idea = a_public_idea(author=tom, status__stage=Stage.OPEN)
    planned = BoardStatus.objects.get(board=idea.board_id, slug="planned")
    change_status(idea, planned, by=bea, answer=Answer(note="It stands on the list for the spring."))
    return submit_idea(idea.board, by=tom, title="A second stool at the window", body=WHY, category=idea.category)


def a_notice() -> IllegalNotice:
    said = {"law": "Copyright Act", "why": "It is my picture.", "name": "", "email": ""}
    return file_notice(address="/ideas/", **said, in_good_faith=True)


def a_report() -> Report:
    """Tom's, of what Ines wrote."""
    tom = User.objects.get(handle="tom")
    return report(a_public_idea(author__handle="ines"), by=tom, rule=None, note="Unkind" * 40)


def say_without_a_space() -> Idea:
    """An idea in words that no line is wide enough for."""
    ines, board = User.objects.get(handle="ines"), IdeaBoardPage.objects.get(slug="ideas")
    return submit_idea(board, by=ines, title="Unbreakable" * 9, body="https://example.com/" + "endless/" * 60)


def a_work() -> MediaItem:
    """A picture under an idea of Ines's."""
    return make_media(under=a_public_idea(author__handle="ines"), by=User.objects.get(handle="ines"), widths=(320, 640))


def visitors_places() -> list[Place]:
    opened, endless = an_idea(Stage.OPEN), say_without_a_space()
    return [
        Place("a word without end", endless.get_absolute_url()),
        Place("a word without end, on the board", "/ideas/?sort=new"),
        Place("a word without end, on a profile", "/members/ines/"),
        Place("home", "/"),
        Place("board", "/ideas/"),
        Place("board, narrowed", "/ideas/?sort=new&status=planned&category=shops"),
        Place("board, searched", "/ideas/?q=cup"),
        Place("board, nothing found", "/ideas/?q=zeppelin"),
        Place("board, unknown order", "/ideas/?sort=loudest", status=400),
        Place("roadmap", "/ideas/roadmap/"),
        Place("how ranking works", "/ideas/how-ranking-works/"),
        Place("similar ideas", "/ideas/similar/?q=a+cup+with+a+handle"),
        Place("new idea", "/ideas/new/?title=A+bench+outside"),
        Place("new idea, with errors", "/ideas/new/", act=send_nothing),
        Place("new idea, read again", "/ideas/new/", act=read_again),
        Place("open idea", opened.get_absolute_url()),
        Place("launched idea", an_idea(Stage.LAUNCHED).get_absolute_url()),
        Place("declined idea", an_idea(Stage.DECLINED).get_absolute_url()),
        Place("idea in Hebrew", a_public_idea(language="he").get_absolute_url()),
        Place("comments", f"/idea/{opened.pk}/comments/"),
        Place("sign in", "/accounts/login/"),
        Place("sign in, refused", "/accounts/login/", act=sign_in_wrongly),
        Place("join", "/accounts/signup/"),
        Place("forgotten password", "/accounts/password/reset/"),
        Place("profile", "/members/tom/"),
        Place("search", "/search/?q=cup"),
        Place("search, nothing asked", "/search/"),
        Place("a page of the editors", "/house-rules/"),
        Place("house rules", "/moderation/rules/"),
        Place("figures of moderation", "/moderation/transparency/"),
        Place("terms", "/legal/terms/"),
        Place("notice of illegal content", "/moderation/notice/"),
        Place("notice of illegal content, with errors", "/moderation/notice/", act=send_empty),
        Place("receipt of a notice", a_notice().get_absolute_url()),
        Place("not found", "/nowhere/", status=404),
        *gallery_places(),
    ]


def merged_places() -> list[Place]:
    merged = a_public_idea(merged_into__isnull=False)
    return [
        Place("merged idea", merged.get_absolute_url()),
        Place("what is merged into it", merged.merged_into.get_absolute_url()),
        Place("where one’s support counts", f"/idea/{merged.pk}/merged/", "ines"),
    ]


def promise_places() -> list[Place]:
    """The demo has a board that is slowed, with an idea that waits for too long."""
    late = Idea.objects.visible_to(AnonymousUser()).overdue().filter(board__slug="web-shop")[0]
    return [
        Place("how promises work", "/ideas/how-promises-work/"),
        Place("board, slowed", "/web-shop/"),
        Place("new idea, on a slowed board", "/web-shop/new/"),
        Place("idea, overdue", late.get_absolute_url()),
    ]


def impact_places() -> list[Place]:
    return [
        Place("impact", "/impact/"),
        Place("impact, all time", "/impact/?period=all"),
        Place("impact, unknown period", "/impact/?period=soon", status=400),
        Place("a launch, with what people said of it", "/launches/a-rail-of-lent-cups/"),
    ]


def asked_about_a_launch() -> LaunchOpinion:
    """Somebody who has not answered yet."""
    return LaunchOpinion.objects.filter(verdict="", page__live=True).select_related("member").order_by("pk")[0]


def gallery_places() -> list[Place]:
    """And the contests, whose work hangs there; and what insiders leave open."""
    return [
        *impact_places(),
        *contest_places(),
        *merged_places(),
        *promise_places(),
        Place("launches", "/launches/"),
        Place("launches, unknown year", "/launches/?year=1999", status=400),
        Place("a launch", "/launches/a-rail-of-lent-cups/"),
        Place("a launch of two ideas", "/launches/what-is-in-it-where-you-look/"),
        Place("insiders’ home", "/insiders/"),
        Place("a door", "/insiders/decaf-no-4/"),
        Place("gallery", "/gallery/"),
        Place("gallery, one kind", "/gallery/?kind=films"),
        Place("gallery, unknown kind", "/gallery/?kind=sculptures", status=400),
        Place("one work", f"/work/{a_work().pk}/"),
    ]


def contest_places() -> list[Place]:
    """The demo has one that is voted on, one that is open, and one that is over."""
    wall, minute, over = (f"/contests/{slug}/" for slug in ("paint-our-billboard", "sixty-seconds", "my-morning-cup"))
    return [
        Place("contests", "/contests/"),
        Place("hall of fame", "/contests/hall-of-fame/"),
        Place("contest, voted on", wall),
        Place("contest, open", minute),
        Place("rules of a contest", f"{wall}rules/"),
        Place("entering, as a visitor", f"{minute}enter/"),
        Place("entries", f"{wall}entries/"),
        Place("ledger", f"{over}ledger/"),
        Place("results", f"{over}results/"),
        Place("results, not yet", f"{wall}results/"),
        Place("billboard", an_entry("billboard").get_absolute_url()),
        Place("film", an_entry("video").get_absolute_url()),
    ]


def an_entry(kind: str) -> Entry:
    return Entry.objects.visible_to(AnonymousUser()).filter(contest__kind=kind).order_by("pk")[0]


def insiders_places() -> list[Place]:
    """What one reads of one's own places in tiers; and a letter, as it meets who can accept it and
    who has not signed in."""
    bea, ines = (User.objects.get(handle=handle) for handle in ("bea", "ines"))
    table = Membership.objects.of(ines).active().get(tier__name="Tasting table")
    letter = Letter("We have kept a chair for you.\n\nCome and taste.", "Jonas Ruud, roaster")
    link = invite_by_link(table.tier, letter, by=bea).link.path
    return [
        Place("own insider access", "/me/insider/", "ines"),
        Place("own insider access, former", "/me/insider/", "lars"),
        Place("membership", f"/membership/{table.pk}/", "ines"),
        Place("leaving a tier", f"/me/insider/{table.pk}/leave/", "ines"),
        Place("an invitation", link, "tom"),
        Place("an invitation, to a visitor", link),
        Place("an invitation that is none", "/invitation/", "lars"),
    ]


def members_places() -> list[Place]:
    """Ines has an empty inbox. Tom has news and an idea of his own, and may not change somebody else's."""
    own = give_tom_news()
    foreign, asked = a_public_idea(author__handle="lars"), asked_about_a_launch()
    block_mentions(User.objects.get(handle="mo"), by=User.objects.get(handle="tom"))
    return [
        Place("did we get it right", f"/me/launches/{asked.page_id}/", asked.member.handle),
        Place("empty inbox", "/me/notices/", "ines"),
        Place("insiders’ home, inside", "/insiders/", "ines"),
        Place("early access", "/insiders/decaf-no-4/", "ines"),
        *insiders_places(),
        Place("board, as a member", "/ideas/", "tom", open_menu),
        Place("entering", "/contests/sixty-seconds/enter/", "tom"),
        Place("own entries", "/me/entries/", "tom"),
        Place("own votes", "/contests/my-morning-cup/votes/", "tom"),
        Place("own ideas", "/ideas/?mine=1", "tom"),
        Place("own idea", own.get_absolute_url(), "tom"),
        Place("own idea, changing it", f"/idea/{own.pk}/edit/", "tom"),
        Place("own idea, withdrawing it", f"/idea/{own.pk}/withdraw/", "tom"),
        Place("own profile", "/members/tom/", "tom"),
        Place("own picture", "/me/portrait/", "tom"),
        Place("inbox", "/me/notices/", "tom"),
        Place("what is sent", "/me/notices/preferences/", "tom"),
        Place("who may not mention one", "/me/mentions/", "tom"),
        Place("who may not mention one, nobody", "/me/mentions/", "ines"),
        Place("not to be mentioned by somebody", f"/me/mentions/{foreign.author_id}/", "tom"),
        Place("stopping a rhythm", unsubscribe_path(User.objects.get(handle="tom").pk, Rhythm.WEEKLY)),
        Place("settings", "/me/settings/", "tom"),
        Place("second factor", "/accounts/2fa/", "tom"),
        Place("e-mail address", "/accounts/email/", "tom"),
        Place("password", "/accounts/password/change/", "tom"),
        Place("deleting the account", "/me/delete/", "tom"),
        Place("signing out", "/accounts/logout/", "tom"),
        Place("reporting", f"/idea/{foreign.pk}/report/", "tom"),
        Place("reported", a_report().get_absolute_url(), "tom"),
        Place("own reports", "/me/reports/", "tom"),
        Place("own reports, none", "/me/reports/", "ines"),
        Place("refused", f"/idea/{foreign.pk}/edit/", "tom", status=403),
    ]
