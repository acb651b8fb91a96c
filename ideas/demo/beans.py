"""The bag, what is printed on it, and what one does with it at home."""

from ideas.demo.shapes import Answer, Comment, Idea

IDEAS = (
    Idea(
        key="roast-date-on-front",
        title="Print the roast date on the front of the bag",
        body=(
            "It is on the bottom, in grey. I buy by date, so I turn every bag over in the shop. The people behind me "
            "think that I am being difficult."
        ),
        category="coffee",
        author="anneke",
        days_ago=96,
        status="planned",
        supporters=36,
        labels=("bags", "beans"),
        answers=(
            Answer(
                "under-review",
                92,
                "jonas",
                (
                    "You are right, and it annoys me too. The fronts are printed a year ahead, so the date needs a "
                    "second stamp on the line. I am getting the price of that stamp."
                ),
                next_update_in=30,
            ),
            Answer(
                "planned",
                61,
                "jonas",
                (
                    "The stamp costs less than I feared. The new bags have a white field on the front for the date. "
                    "They come when the old ones are used up, in about three months."
                ),
                next_update_in=75,
            ),
        ),
        comments=(
            Comment(
                "luca",
                90,
                "As day, month, year. Not as a code that only the roaster can read.",
                replies=(Comment("jonas", 89, "Day, month in letters, year. I promise."),),
            ),
            Comment(
                "pavel",
                60,
                "What happens to the old bags?",
                replies=(
                    Comment(
                        "jonas",
                        59,
                        "We use them up. To throw away forty thousand bags in order to look better would look worse.",
                    ),
                ),
            ),
            Comment("ingrid", 30, "I have started turning the bags round on the shelf. You are welcome."),
        ),
    ),
    Idea(
        key="moka-pot-grind",
        title="Grind my beans for the moka pot",
        body=(
            "Your espresso grind is too fine and the pot chokes. Your filter grind is too coarse and I get tea. There "
            "is something in between. My grandmother could find it by ear."
        ),
        category="coffee",
        author="luca",
        days_ago=41,
        status="under-review",
        supporters=13,
        labels=("beans", "at home"),
        answers=(
            Answer(
                "under-review",
                37,
                "jonas",
                (
                    "There is, and our shop grinders have no mark for it. I have put a dot of red paint on the one in "
                    "Mill Lane, as a guess. Bring your pot and tell me how wrong I am."
                ),
                next_update_in=50,
            ),
        ),
        comments=(
            Comment(
                "luca",
                30,
                "Not very wrong. A hair finer.",
                replies=(Comment("jonas", 29, "Moved by a hair. The new dot is blue."),),
            ),
            Comment("chiara", 27, "Please also say how many grams go into the three-cup pot."),
        ),
    ),
    Idea(
        key="small-bags",
        title="Sell beans in bags of 125 grams",
        body="I live alone and drink one cup a day. A bag of 250 is brilliant for ten days and sad for the next ten.",
        category="coffee",
        author="greta",
        days_ago=58,
        status="planned",
        supporters=10,
        labels=("bags", "beans"),
        answers=(
            Answer(
                "planned",
                53,
                "jonas",
                (
                    "Yes, with two of the coffees to begin with. A small bag costs us as much to fill as a large one, "
                    "so by the gram it will be a little dearer. The shelf will say so."
                ),
                next_update_in=70,
            ),
        ),
        comments=(
            Comment("pavel", 50, "I would rather pay a bit more than throw half of it away."),
            Comment("ilse", 48, "It also makes a present that does not look like a commitment."),
        ),
    ),
    Idea(
        key="recipe-in-grams",
        title="A recipe on the bag, in grams",
        body="“Two heaped spoons” depends on the spoon. I own three kinds. Write it in grams, and the water too.",
        category="coffee",
        author="jens",
        days_ago=176,
        status="launched",
        supporters=15,
        labels=("bags", "at home"),
        answers=(
            Answer(
                "planned",
                172,
                "jonas",
                "Easy, and overdue. The shop teams and I will brew every coffee three ways and print what we agree on.",
            ),
            Answer(
                "in-the-works",
                150,
                "jonas",
                "The text is at the printer. It has the same place on every bag, so that you find it half asleep.",
            ),
            Answer(
                "launched",
                131,
                "jonas",
                (
                    "From this week every bag gives grams, water and minutes, for filter and for the press. One "
                    "mistake slipped through: the first Harbour bags say 39 grams for a cup. It should be 19."
                ),
                evidence_url="https://kaffa.example/coffee/recipes",
            ),
        ),
        comments=(
            Comment(
                "idastrand",
                130,
                "I made the 39. I have been awake since.",
                replies=(Comment("jonas", 129.5, "I owe you a bag. And a night."),),
            ),
        ),
    ),
    Idea(
        key="say-sour",
        title="Say “sour” when you mean sour",
        body=(
            "“Bright.” “Lively.” “Vibrant.” I have been tricked three times. If a coffee tastes of lemon, write "
            "lemon, and I will leave it for the people who enjoy that."
        ),
        category="coffee",
        author="oyvind",
        days_ago=22,
        status="planned",
        supporters=16,
        labels=("bags", "beans"),
        answers=(
            Answer(
                "planned",
                16,
                "jonas",
                (
                    "Guilty. “Lively” was me. The next labels have a plain line from “like chocolate” to “like "
                    "lemon”, with a dot on it. Hold me to that dot."
                ),
                next_update_in=30,
            ),
        ),
        comments=(
            Comment("greta", 15, "I love the lemon ones and I want this too. I have had to guess as well."),
            Comment(
                "kaffefan88",
                14,
                "And what is “mouthfeel”?",
                replies=(Comment("jonas", 13.5, "Nothing. It is gone."),),
            ),
        ),
    ),
    Idea(
        key="bag-without-a-name",
        title="A bag with no name on it",
        body=(
            "Once a month, a plain bag. No country, no notes. We drink it, we guess, you tell us on Friday. I would "
            "be wrong every time and buy it every time."
        ),
        category="coffee",
        author="pavel",
        days_ago=2.1,
        status="new",
        supporters=2,
        labels=("beans",),
        comments=(Comment("anneke", 1.4, "With a prize for the worst guess, please. I have plans."),),
    ),
    Idea(
        key="brewing-with-hard-water",
        title="Tell us what to do about our water",
        body=(
            "Up on the hill the water is so hard that my kettle has geology. Your recipe works in your shop and not "
            "in my kitchen. A small leaflet: if your water is like this, change that."
        ),
        category="coffee",
        author="rut",
        days_ago=9,
        status="under-review",
        supporters=1,
        labels=("at home",),
        answers=(
            Answer(
                "under-review",
                3,
                "jonas",
                (
                    "Good question, and I only know my own tap. Bring a bottle of your water to any shop: I will brew "
                    "with it beside ours and write down what changes."
                ),
                next_update_in=14,
            ),
        ),
        comments=(
            Comment("rut", 2.2, "A bottle is waiting for you at Mill Lane. It is the one that looks like milk."),
        ),
    ),
)
