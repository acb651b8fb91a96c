"""What staff upload into Wagtail's library holds nothing that a camera noted down."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, reverse
from PIL import Image

from core.brand.models import BrandImage
from core.brand.stripping import without_metadata

GPS = 0x8825


def jpeg_of_a_phone(**more) -> bytes:
    picture = Image.new("RGB", (640, 480), "teal")
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010F] = "Phone of Ada"
    exif.get_ifd(GPS)[1] = "N"
    made = BytesIO()
    picture.save(made, "JPEG", exif=exif, comment=b"<script>secret</script>", **more)
    return made.getvalue()


def upload(data: bytes, name: str = "holiday.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def test_a_picture_is_upright_and_bare():
    stored = without_metadata(upload(jpeg_of_a_phone())).read()
    with Image.open(BytesIO(stored)) as picture:
        assert picture.size == (480, 640)
        assert not picture.getexif()
        assert "comment" not in picture.info
    assert b"Phone of Ada" not in stored
    assert b"secret" not in stored


@pytest.mark.parametrize(
    ("form", "mode"), [("PNG", "P"), ("PNG", "RGBA"), ("PNG", "LA"), ("JPEG", "CMYK"), ("WEBP", "RGB")]
)
def test_every_mode_and_format_stays_itself(form, mode):
    made = BytesIO()
    Image.new("RGBA" if mode == "LA" else "RGB", (40, 30)).convert(mode).save(made, form)
    with Image.open(BytesIO(without_metadata(upload(made.getvalue())).read())) as picture:
        assert (picture.format, picture.size) == (form, (40, 30))


@pytest.mark.django_db
class TestInTheAdmin:
    def add(self, client, ada, file):
        client.force_login(ada)
        return client.post(reverse("wagtailimages:add"), {"title": "Holiday", "file": file})

    def test_it_is_stripped_before_it_is_stored(self, client, ada):
        assert self.add(client, ada, upload(jpeg_of_a_phone())).status_code == 302
        image = BrandImage.objects.get()
        with image.file.open("rb") as file:
            stored = file.read()
        assert b"Phone of Ada" not in stored
        assert (image.width, image.height) == (480, 640)

    def test_a_damaged_one_is_refused_in_words(self, client, ada):
        whole = jpeg_of_a_phone()
        page = self.add(client, ada, upload(whole[: len(whole) // 2]))
        assert page.status_code == 200
        assert "damaged" in page.text
        assert not BrandImage.objects.exists()

    def test_svg_is_refused(self, client, ada):
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        self.add(client, ada, upload(svg, "logo.svg"))
        assert not BrandImage.objects.exists()


def test_no_address_makes_renditions_on_request():
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=["signature", 1, "width-100"])
