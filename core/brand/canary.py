"""What `check_gate` puts behind closed doors here: a picture of the brand, for the pages of other rooms."""

from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from core.brand.models import BrandImage
from core.commands import Plot


def plant_picture(plot: Plot, place: str, *specs: str) -> BrandImage:
    """Its title, description, tag and name say words, and so do its bytes and those of what these specs make of it:
    what templates ask for is there already."""
    held = BytesIO()
    Image.new("RGB", (1700, 950), (120, 90, 60)).save(held, "PNG")
    image = BrandImage.objects.create(
        title=plot.editorial(f"{place}title"),
        description=plot.editorial(f"{place}alt"),
        file=ContentFile(held.getvalue(), name=f"{plot.editorial(f'{place}file')}.png"),
    )
    image.tags.add(plot.editorial(f"{place}tag"))
    _say(image, plot.editorial(f"{place}original"))
    for spec in specs:
        _say(image.get_rendition(spec), plot.editorial(f"{place}bytes"))
    return image


def addresses_of(image: BrandImage) -> tuple[str, ...]:
    """Of all its files, and of where Wagtail and a public storage would have them."""
    names = [image.file.name, *image.renditions.values_list("file", flat=True)]
    guessed = (f"original_images/{image.title}.png", f"images/{image.title}.original.png")
    asked = [f"/picture/{PurePath(name).name}" for name in names]
    return (*asked, *(f"/media/{name}" for name in (*names, *guessed)))


def arguments_of(image: BrandImage) -> dict[str, dict[str, Any]]:
    """For the addresses of the URL conf, Wagtail's screens too."""
    name = PurePath(image.renditions.values_list("file", flat=True)[0])
    return {
        "brand:": {"word": name.stem, "ending": name.suffix[1:]},
        "wagtailimages": {"image_id": image.pk, "pk": image.pk, "filter_spec": "original"},
    }


def _say(row: Any, word: str) -> None:
    """A picture stays one with a word behind its end."""
    with row.file.storage.open(row.file.name, "ab") as file:
        file.write(word.encode())
