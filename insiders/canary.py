"""What `check_gate` puts behind closed doors here: early access with its files and all that is said to its team, and
what people are told of tiers: letters, reasons, their own page."""

from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.audience.actions.groups import make_tier
from core.audience.models import Membership
from core.commands import Planted, Plot
from gallery.canary import file_addresses, plant_item
from gallery.models import MediaItem
from insiders.actions.advising import Advice, answer_feedback, give_feedback
from insiders.actions.commenting import add_comment
from insiders.actions.early import early_access_of
from insiders.actions.filing import add_file
from insiders.actions.giving import give_access
from insiders.actions.inviting import Asked, Letter, invite_by_link, invite_many
from insiders.actions.telling import tell_what_is_due
from insiders.models import EarlyAccess, EarlyAccessIndexPage, EarlyAccessPage, Feedback, PrivateFile
from insiders.models.files import FileKind
from moderation.registries import Review

OF_THE_PAGE = ("comment", "feedback", "short", "take-feedback-back")  # what names of addresses begin with
CAME_BY_IT = "Canary tasters"


def plant_early_access(plot: Plot) -> Planted:
    """A page below an insiders' home that is open, unless all of it is behind the door. Who took part in it is given a
    tier because of it."""
    home = plot.parent.add_child(instance=EarlyAccessIndexPage(title="Early", slug=f"early-{plot.door}"))
    page = EarlyAccessPage(
        title=f"{plot.editorial('title')} {plot.editorial('more')}",
        slug=plot.editorial("slug"),
        introduction=plot.editorial("introduction"),
        question=plot.editorial("question"),
        signed_by=plot.editorial("who"),
        review=Review.NOTHING,
        show_in_menus=True,
    )
    plot.close(home.add_child(instance=page))
    early = early_access_of(page)
    items = [plant_item(plot, under=early), plant_item(plot, under=early, purpose="video")]
    files = _files(plot, early, items)
    comment = add_comment(early, by=plot.author, body=f"Too much of {plot.word('comment')}.")
    add_comment(early, by=plot.follower, body="For me it is not.", parent=comment)
    advice = Advice(rating=4, wants=True, sort="works", words=plot.editorial("feedback"))  # the team reads it
    feedback = give_feedback(early, advice, by=plot.author)
    return Planted(
        page,
        addresses=(early.get_absolute_url(), *_addresses(items, files[-1])),
        around=(home.url or "", *_after_coming_in(plot, early)),
        arguments={
            **{f"insiders:{name}": {"pk": early.pk, "comment_pk": comment.pk} for name in OF_THE_PAGE},
            **{f"insiders:{name}": {"page_pk": page.pk, "file_pk": files[0].pk} for name in ("file", "remove-file")},
            "insiders:document": {"token": files[-1].token},
            "gallery:": {"work_pk": items[0].pk, "token": items[0].token},
            "": {"page_id": page.pk, "page_pk": page.pk, "pk": page.pk, "comment_pk": comment.pk},
        },
        desks=(reverse("insiders:files", args=[page.pk]), files[-1].get_absolute_url()),
        stir=partial(_stir, plot, early, feedback),
    )


def plant_letters(plot: Plot) -> Planted:
    """Invitations to a tier that nobody may know of: one to the address of the author, one for whoever has the link.
    The first link falls into wrong hands."""
    tier = make_tier(plot.editorial("tier"), is_hidden=True)
    asked = Asked(plot.author.email, plot.editorial("name"))
    letter = Letter(f"We thought of {plot.editorial('letter')}.", plot.editorial("signature"))
    [invitation] = invite_many(tier, [asked], letter, by=plot.staff)
    invite_by_link(tier, letter, by=plot.staff, name=plot.editorial("bearer"))
    place = Membership.objects.of(plot.author).order_by("pk")[0].pk
    return Planted(
        None,
        around=(invitation.link.path, f"{reverse('insiders:invitation')}?of={plot.door}"),
        arguments={
            "insiders:membership": {"pk": place},
            "insiders:leave": {"membership_pk": place},
            "insiders:mark": {"membership_pk": place},
            "": {"pk": invitation.pk},
        },
    )


def _files(plot: Plot, early: EarlyAccess, items: list[MediaItem]) -> list[PrivateFile]:
    """A picture, a film and, last, a document; each stands in the page."""
    files = [
        PrivateFile.objects.create(early=early, kind=kind, title=plot.editorial(f"{kind}title"), item=item)
        for kind, item in zip((FileKind.PICTURE, FileKind.FILM), items, strict=True)
    ]
    MediaItem.objects.filter(pk__in=[item.pk for item in items]).update(alt=plot.editorial("alt"))
    paper = SimpleUploadedFile(f"{plot.editorial('filename')}.pdf", f"%PDF-1.7 {plot.editorial('paper')}".encode())
    title = plot.editorial("papertitle")
    files.append(add_file(early, by=plot.staff, kind=FileKind.DOCUMENT, title=title, upload=paper))
    blocks = [(f"private_{file.kind}", {"file": str(file.pk)}) for file in files]
    page = EarlyAccessPage.objects.get(pk=early.page_id)
    page.body = [("paragraph", f"<p>{plot.editorial('body')}</p>"), *blocks]
    page.save()
    return files


def _addresses(items: list[MediaItem], paper: PrivateFile) -> tuple[str, ...]:
    files = [address for item in items for address in file_addresses(item)]
    return (*files, f"/media/{paper.key}", paper.get_absolute_url())


def _after_coming_in(plot: Plot, early: EarlyAccess) -> tuple[str, ...]:
    """Who said something there is given a tier for it; the follower's page of it stands when they have lapsed."""
    tier = make_tier(CAME_BY_IT)
    give_access(early, tier, ["commenter"], by=plot.staff, page=early.page)
    return ("/me/insider/", "/me/notices/")


def _stir(plot: Plot, early: EarlyAccess, feedback: Feedback) -> None:
    """The team answers, the author says more, and those who are out are told so."""
    answer_feedback(feedback, by=plot.staff, answer=plot.editorial("answer"), words=feedback.words)
    add_comment(early, by=plot.author, body=f"And {plot.word('later')}.")
    tell_what_is_due()
