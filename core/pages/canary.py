"""What `check_gate` puts behind closed doors here: a page with a document and a picture, and news in an open list."""

from uuid import uuid4

from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from core.brand.canary import addresses_of, arguments_of, plant_picture
from core.brand.models import BrandDocument, BrandImage
from core.commands import Planted, Plot
from core.pages.models import NewsIndexPage, NewsPage, StandardPage

SPECS = ("format-avif|width-400", "format-webp|width-800", "format-jpeg|width-1200")  # each form, and each width


def plant_page(plot: Plot) -> Planted:
    """A page that had another address before, what stands below it, and a document of theirs alone."""
    document, loose, picture = _document(plot), _loose_document(plot), plant_picture(plot, "picture", *SPECS)
    page = _page(plot, document, loose, picture)
    plot.close(plot.parent.add_child(instance=page))
    below = page.add_child(instance=StandardPage(title=plot.editorial("below"), slug=plot.editorial("belowslug")))
    old = f"/old-{uuid4().hex[:8]}"
    Redirect.objects.create(old_path=old, redirect_page=page)
    revision = page.save_revision()
    return Planted(
        page,
        addresses=(
            *(below.url or "", f"{old}/", document.url, f"/media/{document.file.name}", loose.url),
            *addresses_of(picture),
        ),
        arguments={
            "": {
                "page_view_restriction_id": _any_restriction(page),
                "page_id": page.pk,
                "pk": page.pk,
                "id": page.pk,
                "page_to_id": page.pk,
                "parent_page_id": page.pk,
            }
            | {"revision_id": revision.pk, "document_id": document.pk, "document_filename": document.filename}
            | {"page_to_alias_id": page.pk, "page_to_copy_id": page.pk, "page_to_move_id": page.pk}
            | {"content_type_app_name": "pages", "content_type_model_name": "standardpage", "model_name": "page"},
            "wagtaildocs": {"document_id": document.pk, "document_filename": document.filename, "pk": document.pk}
            | {"restriction_id": document.collection.view_restrictions.get().pk},
            **arguments_of(picture),
        },
    )


def plant_news(plot: Plot) -> Planted:
    """Closed itself, in a list that is open unless all of it is behind the door."""
    index = plot.parent.add_child(instance=NewsIndexPage(title="News", slug=f"news-{uuid4().hex[:8]}"))
    picture = plant_picture(plot, "picture", *SPECS)
    news = NewsPage(
        title=f"{plot.editorial('title')} {plot.editorial('more')}",
        slug=plot.editorial("slug"),
        introduction=plot.editorial("introduction"),
        picture=picture,
        body=[("paragraph", f"<p>{plot.editorial('body')}</p>")],
    )
    plot.close(index.add_child(instance=news))
    arguments = {"": {"page_id": news.pk}, **arguments_of(picture)}
    return Planted(news, addresses_of(picture), around=(index.url or "",), arguments=arguments)


def _page(plot: Plot, document: BrandDocument, loose: BrandDocument, picture: BrandImage) -> StandardPage:
    return StandardPage(
        title=f"{plot.editorial('title')} {plot.editorial('more')}",
        slug=plot.editorial("slug"),
        introduction=f"All about {plot.editorial('introduction')}.",
        seo_title=plot.editorial("seotitle"),
        search_description=plot.editorial("description"),
        show_in_menus=True,
        body=[
            ("heading", plot.editorial("heading")),
            (
                "paragraph",
                f'<p>{plot.editorial("body")} is in the <a linktype="document" id="{document.pk}">file</a>.</p>',
            ),
            (
                "picture",
                {"picture": picture, "description": plot.editorial("alt"), "caption": plot.editorial("caption")},
            ),
            ("paragraph", f'<p>And in <a linktype="document" id="{loose.pk}">another</a>.</p>'),
            ("quote", {"text": plot.editorial("quote"), "who": plot.editorial("who")}),
        ],
    )


def _any_restriction(page: StandardPage) -> int:
    """Wagtail's shared-password page takes the key of any."""
    restriction = PageViewRestriction.objects.first()
    return restriction.pk if restriction else page.pk


def _document(plot: Plot) -> BrandDocument:
    """In a collection that Wagtail's own privacy closes. Its name says nothing on disk that its address does not."""
    collection = Collection.get_first_root_node().add_child(name=plot.editorial("collection"))
    restriction = CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    restriction.groups.set([plot.group])
    held = ContentFile(f"Only {plot.editorial('document')}.".encode(), name=f"{plot.editorial('file')}.txt")
    document = BrandDocument.objects.create(title=plot.editorial("doctitle"), file=held, collection=collection)
    document.tags.add(plot.editorial("tag"))
    return document


def _loose_document(plot: Plot) -> BrandDocument:
    """In no closed collection: the page alone closes it."""
    held = ContentFile(f"Only {plot.editorial('loosebytes')}.".encode(), name=f"{plot.editorial('loosefile')}.txt")
    return BrandDocument.objects.create(title=plot.editorial("loosetitle"), file=held)
