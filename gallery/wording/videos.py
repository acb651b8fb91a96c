from django.utils.functional import Promise

VIDEOS: dict[str, Promise] = {}
