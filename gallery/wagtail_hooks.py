from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from wagtail import hooks


@hooks.register("register_permissions")
def offer_permission() -> QuerySet[Permission]:
    """So that captioning the films of members can be ticked for a group in the admin."""
    return Permission.objects.filter(content_type__app_label="gallery", codename="caption_films")
