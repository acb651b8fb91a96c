from typing import Any

from django import template

from ideas.filters import BoardFilter

register = template.Library()


@register.simple_tag
def list_address(wanted: BoardFilter, **changes: Any) -> str:
    """`{% list_address wanted status=status %}`: the address of this list with that changed."""
    return wanted.query(**changes)


@register.simple_block_tag(end_name="end_drawn_once")
def drawn_once(content: str) -> str:
    """`{% drawn_once as name %}…{% end_drawn_once %}`: what stands inside, kept to be shown more than once."""
    return content
