from core.pages.views.errors import bad_request, not_found, server_error

__all__ = ["bad_request", "not_found", "server_error"]
