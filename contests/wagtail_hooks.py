from wagtail import hooks

from contests.admin.jury import JuryViewSet, jury_button

hooks.register("register_admin_viewset", JuryViewSet)
hooks.register("register_page_listing_more_buttons", jury_button)
hooks.register("register_page_header_buttons", jury_button)
