"""Kaffa's own pages. The boards and the people come from their rooms."""

from wagtail.models import Site

from core.brand.models import BrandSettings
from core.pages.actions import demo_home
from core.pages.models import StandardPage

ACCENT = "#c8153d"
RULES = "house-rules"
HOUSE_RULES = (
    ("paragraph", "<p>This is a place to say what would make Kaffa better, and to hear what we do about it.</p>"),
    ("heading", "Say it kindly"),
    (
        "paragraph",
        (
            "<ul><li>Talk about the coffee, the shops and us. Leave out the person behind you in the queue.</li>"
            "<li>One idea at a time. If somebody already said it, support theirs.</li>"
            "<li>No adverts, no links that sell something, nothing that is not yours to share.</li></ul>"
        ),
    ),
    ("heading", "What you can expect of us"),
    (
        "paragraph",
        (
            "<ul><li>A person answers, with a name, and says why.</li>"
            "<li>When we say no, we say what would change our mind.</li>"
            "<li>When we do it, the people who asked are named, if they like to be.</li></ul>"
        ),
    ),
    ("quote", {"text": "The rail of lent cups began with eleven words on this site.", "who": "Bea, Kaffa"}),
)


def write_pages() -> None:
    """The home page in Kaffa's words, its brand and its house rules. What was written by hand since stays."""
    home = demo_home()
    if not home.headline:
        home.title = "Kaffa"
        home.headline = "Better coffee starts with your say."
        home.introduction = (
            "Tell us what to change, support what others said, and see it turn up in the shop. "
            "A person answers every idea within seven days."
        )
        home.ask = "What would make Kaffa better?"
        home.example = "Open earlier on weekdays"
        home.save_revision().publish()
    site = Site.objects.get(root_page=home)
    BrandSettings.objects.update_or_create(
        site=site,
        defaults={
            "name": "Kaffa",
            "tagline": "Better coffee starts with your say.",
            "accent": ACCENT,
            "contact_email": "hello@kaffa.example",
        },
    )
    if not StandardPage.objects.child_of(home).filter(slug=RULES).exists():
        rules = StandardPage(title="How we talk here", slug=RULES, show_in_menus=False, body=list(HOUSE_RULES))
        home.add_child(instance=rules)


def erase_pages() -> None:
    """The pages of the demo. The home page stays, empty, because the site stands on it."""
    home = demo_home()
    home.title, home.headline, home.introduction, home.ask, home.example = "Home", "", "", "", ""
    home.save()  # before its children go: it would write back how many it had
    for page in StandardPage.objects.child_of(home).filter(slug=RULES):
        page.delete()
    BrandSettings.objects.filter(site__root_page=home).delete()
