from core.pages.actions.homes import demo_home

__all__ = ["demo_home"]
