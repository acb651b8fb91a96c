"""Pictures under some of the demo's ideas, and beside a name: uploaded and checked as anybody's."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet

from core.members.models import User
from gallery.actions.attaching import arrange, delete_media
from gallery.actions.placing import PORTRAIT
from gallery.actions.preparing import prepare
from gallery.actions.uploading import receive_plain
from gallery.drawing import CRUST, GREEN, Pen, basket_of_bread, cup_with_a_handle, drawn, face, rail_of_cups
from gallery.models import Attachment, MediaItem
from ideas.actions.picturing import KIND
from ideas.models import Idea, IdeaBoardPage


@dataclass(frozen=True, slots=True)
class Drawing:
    key: str  # of the idea
    draw: Callable[[Pen], None]
    alt: str


DRAWINGS = (
    Drawing("cup-with-a-handle", cup_with_a_handle, "A large white cup whose handle takes a whole hand"),
    Drawing("cup-rail-hospital", rail_of_cups, "Four cups that hang from a rail"),
    Drawing("yesterdays-bread", basket_of_bread, "Five loaves in a red basket"),
)
PORTRAIT_OF = "ines"


def write_pictures(board: IdeaBoardPage) -> None:
    """Run again, it adds only what is missing."""
    for drawing in DRAWINGS:
        idea = Idea.objects.filter(board=board, external_id=drawing.key).select_related("author").first()
        if idea and idea.author and not MediaItem.objects.of(idea, kind=KIND).exists():
            item = _uploaded(drawing.draw, by=idea.author, purpose="picture", name=f"{drawing.key}.jpg")
            MediaItem.objects.filter(pk=item.pk).update(alt=drawing.alt)
            arrange([item], under=idea, kind=KIND, at=idea.published_at)
    _write_portrait()


def pictures_under(ideas: QuerySet[Idea]) -> QuerySet[MediaItem]:
    """What stands under these, and the demo's portrait."""
    there = Attachment.objects.filter(kind=KIND, subject_id__in=ideas.values("pk"))
    there |= Attachment.objects.filter(kind=PORTRAIT, subject_id__in=User.objects.filter(handle=PORTRAIT_OF))
    return MediaItem.objects.filter(attachments__in=there).distinct()


def erase_pictures(board: IdeaBoardPage) -> None:
    for item in pictures_under(Idea.objects.filter(board=board)):
        delete_media(item)


def _write_portrait() -> None:
    member = User.objects.filter(handle=PORTRAIT_OF).first()
    if member and not MediaItem.objects.of(member, kind=PORTRAIT).exists():
        item = _uploaded(face(GREEN, CRUST), by=member, purpose="avatar", name="me.jpg", size=(480, 320))
        arrange([item], under=member, kind=PORTRAIT)


def _uploaded(
    draw: Callable[[Pen], None], *, by: User, purpose: str, name: str, size: tuple[int, int] = (960, 640)
) -> MediaItem:
    file = SimpleUploadedFile(name, drawn(draw, size=size), content_type="image/jpeg")
    item = receive_plain(file, by=by, purpose=purpose)
    prepare(item.pk)
    item.refresh_from_db()
    return item
