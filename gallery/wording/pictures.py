from django.utils.functional import Promise

PICTURES: dict[str, Promise] = {}
