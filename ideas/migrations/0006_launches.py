import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import wagtail.contrib.routable_page.models
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("brand", "0003_files_in_the_private_storage"),
        ("ideas", "0005_promise_clock_dates"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LaunchIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "headline",
                    models.CharField(
                        default="You said, we did",
                        help_text="Stands over the list. The title is shorter: it stands in the menu.",
                        max_length=120,
                        verbose_name="headline",
                    ),
                ),
                ("introduction", models.TextField(blank=True, max_length=400, verbose_name="introduction")),
            ],
            options={"verbose_name": "place of launches", "verbose_name_plural": "places of launches"},
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="LaunchPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "introduction",
                    models.TextField(
                        blank=True,
                        help_text="What can be had now, in a sentence or two.",
                        max_length=400,
                        verbose_name="introduction",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [("heading", 0), ("paragraph", 1), ("picture", 5), ("quote", 8)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "form_classname": "title",
                                    "icon": "title",
                                    "label": "Heading",
                                    "max_length": 120,
                                    "template": "pages/blocks/heading.html",
                                },
                            ),
                            1: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "h3", "ol", "ul", "link", "document-link"],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                },
                            ),
                            2: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Picture"}),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "For people who cannot see the picture. Empty when the picture adds nothing to the words.",
                                    "label": "Description",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Caption", "max_length": 200, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("picture", 2), ("description", 3), ("caption", 4)]],
                                {},
                            ),
                            6: ("wagtail.blocks.TextBlock", (), {"label": "Text"}),
                            7: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Who said it", "max_length": 120, "required": False},
                            ),
                            8: ("wagtail.blocks.StructBlock", [[("text", 6), ("who", 7)]], {}),
                        },
                        verbose_name="text",
                    ),
                ),
                ("launched_on", models.DateField(blank=True, null=True, verbose_name="launched on")),
                (
                    "evidence_url",
                    models.URLField(
                        blank=True, help_text="To a film, a report, the shop.", max_length=500, verbose_name="link"
                    ),
                ),
                ("evidence_place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                ("evidence_on", models.DateField(blank=True, null=True, verbose_name="day")),
                (
                    "correction_note",
                    models.CharField(
                        blank=True,
                        help_text="Asked for when an idea is taken out of a story that is public, or its credit changes. Everybody reads it in the timeline of that idea.",
                        max_length=300,
                        verbose_name="what was wrong",
                    ),
                ),
                ("thanks", models.TextField(blank=True, max_length=600, verbose_name="thanks")),
                (
                    "signed_as",
                    models.CharField(
                        blank=True,
                        help_text="What they do here: “Bakes our rolls”.",
                        max_length=120,
                        verbose_name="who that is",
                    ),
                ),
                (
                    "evidence_picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        related_name="+",
                        verbose_name="photo",
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="brand.brandimage",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        related_name="+",
                        verbose_name="picture",
                        help_text="Stands over the story and on its card.",
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="brand.brandimage",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        related_name="+",
                        verbose_name="signed by",
                        help_text="Somebody of the team, by name.",
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_face",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        related_name="+",
                        verbose_name="face",
                        help_text="Empty: the portrait on their profile.",
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="brand.brandimage",
                    ),
                ),
            ],
            options={"verbose_name": "launch", "verbose_name_plural": "launches"},
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="LaunchedIdea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "credit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yours", "Your idea"),
                            ("pushed", "You pushed it up our list"),
                            ("planned", "Already in our plans"),
                            ("partly", "Partly"),
                        ],
                        max_length=10,
                        verbose_name="credit",
                    ),
                ),
                (
                    "credit_date",
                    models.DateField(
                        blank=True,
                        help_text="The day that shows it: for “already in our plans”, the day of the plan.",
                        null=True,
                        verbose_name="since when",
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True,
                        help_text="For the idea’s own page, whoever may read this story: what there is now, and what of it was theirs.",
                        max_length=600,
                        verbose_name="what became of it",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        related_name="+",
                        verbose_name="idea",
                        on_delete=django.db.models.deletion.CASCADE,
                        to="ideas.idea",
                    ),
                ),
                (
                    "page",
                    modelcluster.fields.ParentalKey(
                        related_name="launched_ideas",
                        on_delete=django.db.models.deletion.CASCADE,
                        to="ideas.launchpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "launched idea",
                "verbose_name_plural": "launched ideas",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Launch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[("launched", "Launched"), ("corrected", "Corrected"), ("taken-back", "Taken back")],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("told_at", models.DateTimeField(editable=False, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        related_name="+",
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        related_name="launches",
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="ideas.launchpage",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(condition=models.Q(("told_at", None)), fields=["at"], name="launches_untold")],
            },
        ),
        migrations.CreateModel(
            name="Launching",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.CharField(
                        choices=[("launched", "Launched"), ("corrected", "Corrected"), ("taken-back", "Taken back")],
                        max_length=10,
                    ),
                ),
                (
                    "credit",
                    models.CharField(
                        choices=[
                            ("yours", "Your idea"),
                            ("pushed", "You pushed it up our list"),
                            ("planned", "Already in our plans"),
                            ("partly", "Partly"),
                        ],
                        max_length=10,
                        verbose_name="credit",
                    ),
                ),
                ("credit_date", models.DateField(null=True, verbose_name="since when")),
                ("launched_on", models.DateField(verbose_name="launched on")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("stands", models.BooleanField(default=False)),
                (
                    "entry",
                    models.OneToOneField(
                        related_name="launching", on_delete=django.db.models.deletion.CASCADE, to="ideas.statuschange"
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        related_name="launchings", on_delete=django.db.models.deletion.CASCADE, to="ideas.idea"
                    ),
                ),
                (
                    "launch",
                    models.ForeignKey(
                        related_name="launchings", on_delete=django.db.models.deletion.CASCADE, to="ideas.launch"
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        related_name="launchings",
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="ideas.launchpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "launching",
                "verbose_name_plural": "launchings",
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        condition=models.Q(("stands", True)), fields=["launched_on"], name="launchings_that_stand"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("stands", True)), fields=("idea",), name="launched_by_one_story"
                    )
                ],
            },
        ),
    ]
