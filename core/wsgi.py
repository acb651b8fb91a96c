import os
from collections.abc import Callable, Iterable
from types import CodeType
from typing import Any

from django.core.wsgi import get_wsgi_application

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
STACK_SLOTS = 20_000  # 160 KB, for which CPython takes 256 KB: what is left is deeper than our pages go


def with_room(app: Application) -> Application:
    """The same application; all Python frames of a request lie in one piece of memory.

    CPython keeps frames in chunks of 16 KB and gives each back once it is empty (CPython issue 142183, mended in March
    2026, not in 3.11 and 3.12). Where the depth of a page lies at an edge, each call of a loop maps a chunk and unmaps
    it: that was a third of the board's CPU. A frame that says it needs more gets a larger chunk.
    """

    def call(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return app(environ, start_response)

    code: CodeType = call.__code__
    call.__code__ = code.replace(co_stacksize=STACK_SLOTS)
    return call


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")
application = with_room(get_wsgi_application())
