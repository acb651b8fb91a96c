from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations


def make_home_page(apps, schema_editor):
    """A new site begins with our home page in the place of Wagtail's welcome page, which has no template here."""
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("pages", "HomePage")
    ContentType = apps.get_model("contenttypes", "ContentType")
    welcome = Page.objects.filter(path="00010001", slug="home", numchild=0, content_type__model="page").first()
    if welcome is None:
        return
    content_type, _ = ContentType.objects.get_or_create(app_label="pages", model="homepage")
    home = HomePage(page_ptr=welcome)
    for field in Page._meta.concrete_fields:
        setattr(home, field.attname, getattr(welcome, field.attname))
    home.title = home.draft_title = "Home"
    home.content_type = content_type
    home.save()
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.filter(root_page=welcome).update(root_page=home, hostname=address.hostname or "localhost", port=port)


class Migration(migrations.Migration):
    dependencies = [("pages", "0001_initial"), ("contenttypes", "0002_remove_content_type_name")]
    operations = [migrations.RunPython(make_home_page, migrations.RunPython.noop)]
