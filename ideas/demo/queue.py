"""What moderators find in their queue on the first day: people who are new, what they wrote, and what was said of it.

Times are ages in hours. Nothing of it changes what stands on the first page of the board.
"""

from dataclasses import dataclass

from ideas.demo.shapes import Person

NEWCOMERS = (
    Person("mina", "Mina Radić", "hr"),
    Person("sigrid", "Sigrid Lunde", "nb"),
    Person("gal", "גל אזולאי", "he"),
    Person("thanos", "Θάνος Ρήγας", "el"),
    Person("rasmus", "Rasmus Vik", "nb"),
    Person("coffeedeals", "Best Coffee Deals"),
    Person("kaffa-support", "Kaffa Support"),
)
SECOND_MODERATOR = Person("selma", "Selma Lind", is_staff=True)
# Who looks at what is passed on. Nobody is set for legal, so there all moderators are told.
TEAMS = {"brand": ("Kaffa, for the brand", ("mo", "ada")), "safety": ("Kaffa, for safety", ("selma", "ada"))}


@dataclass(frozen=True)
class Told:
    """One member's report. Without a rule, the note says what is wrong."""

    by: str
    hours_ago: float
    rule: str = ""
    note: str = ""


@dataclass(frozen=True)
class Ruling:
    """One decision; `act` is a value of moderation's Act. A reversal takes back the ruling before it."""

    act: str
    hours_ago: float
    by: str = SECOND_MODERATOR.handle
    rule: str = ""
    text: str = ""
    note: str = ""
    passed_to: str = ""


@dataclass(frozen=True)
class Appealed:
    hours_ago: float
    text: str
    answer: str = ""  # of the other moderator, who upholds it; without one it is open
    answered: float = 0.0


@dataclass(frozen=True)
class Notified:
    """A notice of illegal content, by somebody without an account."""

    hours_ago: float
    law: str
    why: str
    name: str


@dataclass(frozen=True)
class Scene:
    """One thing and its case. A new idea has a title; a new comment stands `under` an idea of the board.

    With `under` and neither title nor body it is that idea itself; with `author` alone, that member's profile.
    """

    key: str
    author: str = ""
    hours_ago: float = 0.0
    title: str = ""
    body: str = ""
    under: str = ""
    category: str = "shops"
    language: str = "en"
    waits: bool = False
    reports: tuple[Told, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    appeal: Appealed | None = None
    notice: Notified | None = None


WAITING = (
    Scene(
        "mina-stamp-in-phone",
        author="mina",
        hours_ago=20,
        title="Stamps in the phone for those who lose the card",
        body="I am on my fourth card this year. My phone I have had for six.",
        category="paying",
        waits=True,
    ),
    Scene(
        "sigrid-varmekopp",
        author="sigrid",
        hours_ago=15,
        title="Varm koppen før dere skjenker",
        body="En kald kopp drikker den første varmen selv. Ti sekunder med varmt vann er nok.",
        category="coffee",
        language="nb",
        waits=True,
    ),
    Scene(
        "gal-sugar",
        author="gal",
        hours_ago=9,
        title="סוכר חום ליד הלבן",
        body="ליד הקופה יש רק לבן, ומי שרוצה חום צריך לבקש ולחכות. שתי קופסאות על אותו מדף יספיקו.",
        category="coffee",
        language="he",
        waits=True,
    ),
    Scene(
        "thanos-call-me",
        author="thanos",
        hours_ago=6,
        title="Call me about the broken grinder at the Station",
        body="It screams like a gull since Monday. My number is +30 694 555 0137, I repair them and I am close by.",
        waits=True,
    ),
    Scene(
        "deals-half-price",
        author="coffeedeals",
        hours_ago=3,
        title="ESPRESSO MACHINES AT HALF THE PRICE, TODAY ONLY",
        body="BEST DEALS ON ALL MACHINES!!! Look here before they are gone: https://bit.ly/3kaffa-deals",
        category="coffee",
        waits=True,
    ),
    Scene(
        "mina-thanks",
        author="mina",
        hours_ago=2,
        under="sockets-station",
        body="The one by the plant works if you hold the plug up with a spoon. I know it should not.",
        waits=True,
    ),
)

REPORTED = (
    Scene(
        "rasmus-oat",
        author="rasmus",
        hours_ago=30,
        under="oat-milk-same-price",
        body="Whoever cannot drink milk like a grown-up should stay at home. You are ridiculous, Leila most of all.",
        reports=(
            Told("leila", 28, "be-kind", "I only asked about soya."),
            Told("jens", 26, "be-kind", "I drink milk too, and I do not want to be on this side of the argument."),
        ),
        rulings=(
            Ruling(
                "warn",
                25,
                text="You may think what you like of oat milk. Leave out the people, above all by name.",
                note="First time. The comment itself I leave to whoever is fresh; I know Leila.",
            ),
        ),
    ),
    Scene(
        "raisins-worried",
        author="kaffefan88",
        under="no-raisins",
        body="I respect you",  # the words with which the comment that stands there begins
        reports=(Told("ingrid", 22, "be-kind", "I think he means it kindly. My mother does not think so."),),
    ),
    Scene(
        "butter-again",
        under="bun-without-butter",
        reports=(Told("anneke", 40, "say-it-once", "There was one like this before the summer, or I dreamt it."),),
    ),
    Scene(
        "deals-grinder",
        author="coffeedeals",
        hours_ago=5,
        under="moka-pot-grind",
        body="Forget the red dot and get a real grinder: https://tinyurl.com/kaffa-grinder and https://cutt.ly/grindbest",
        reports=(
            Told("luca", 4.5, "no-advertising"),
            Told("chiara", 4, "no-advertising", "The same account, twice this morning."),
        ),
    ),
    Scene(
        "support-account",
        author="kaffa-support",
        reports=(Told("ilse", 12, note="It calls itself Kaffa Support and asked me for my card number. Is it you?"),),
        rulings=(
            Ruling("escalate", 11, note="Is this account one of ours? If not, hide its name.", passed_to="brand"),
        ),
    ),
    Scene(
        "newspaper-baskets",
        author="pavel",
        hours_ago=60,
        under="yesterdays-bread",
        body=(
            "The paper wrote about the baskets, here it is for everybody who does not pay for it: “At seven in the "
            "morning there is already somebody standing by the door of Mill Lane. She does not want coffee. She has "
            "come for yesterday’s bread, and she is not alone any more …”"
        ),
        notice=Notified(
            34,
            "Copyright Act, section 2",
            "These are the first paragraphs of my article of 3 May, word for word, without my leave or my name.",
            "Lena Fossum",
        ),
    ),
    Scene(
        "midnight-neighbour",
        author="rasmus",
        hours_ago=50,
        under="open-until-midnight",
        body="The old man on the second floor who always complains lives alone and keeps his key under the pot.",
        reports=(Told("margit", 48, "private-data", "He is my neighbour. Please do something quickly."),),
        rulings=(Ruling("escalate", 47, note="Somebody could get hurt. Does the shop know him?", passed_to="safety"),),
    ),
)

DECIDED = (
    Scene(
        "deals-pods",
        author="coffeedeals",
        hours_ago=70,
        title="Cheap pods for everybody",
        body="I sell pods that fit every machine. Write to me for the list of prices and the discount for friends.",
        category="coffee",
        waits=True,
        rulings=(
            Ruling("reject", 68, rule="no-advertising", text="This offers goods and holds no idea for Kaffa’s shops."),
        ),
    ),
    Scene(
        "rasmus-parking",
        author="rasmus",
        hours_ago=66,
        title="Lower the parking fees in the whole town",
        body="Four an hour! The mayor should be ashamed.",
        waits=True,
        rulings=(
            Ruling(
                "reject",
                64,
                rule="on-the-subject",
                text="The fees are the town’s, not Kaffa’s. If you mean the four places behind Mill Lane, say so.",
            ),
        ),
    ),
    Scene(
        "tom-early-birds",
        author="tom",
        hours_ago=52,
        title="Something small for those who come before seven",
        body="A biscuit would do. Ask Dunja at the bar, her number is +385 91 555 0142, she thinks so too.",
        category="menu",
        waits=True,
        rulings=(
            Ruling(
                "ask",
                50,
                rule="private-data",
                text="We like it. Take Dunja’s telephone number out, and it appears.",
            ),
        ),
    ),
    Scene(
        "thanos-queue",
        author="thanos",
        hours_ago=90,
        under="two-queues-station",
        body="The girl at the second till is as slow as she is fat.",
        reports=(Told("agnieszka", 89, "be-kind"), Told("joao", 88, "be-kind", "She is the best they have.")),
        rulings=(
            Ruling("hide", 87, rule="be-kind", text="This is about how somebody looks. Say what makes the queue slow."),
        ),
    ),
    Scene(
        "ante-soup",
        author="ante",
        hours_ago=80,
        under="soup-at-lunch",
        body="So a fridge costs more than a promise. Whoever did this sum should be given the sum to eat.",
        reports=(Told("tomasz", 78, "be-kind", "A bit hard on Bea, who went and asked."),),
        rulings=(
            Ruling("hide", 76, rule="be-kind", text="The sum may be wrong; leave out what should be done to people."),
        ),
        appeal=Appealed(
            30,
            "I was angry at a sum and wished it on nobody’s plate in earnest. It is a joke about soup, under an idea "
            "about soup. Please read it once more, somebody who is hungry.",
        ),
    ),
    Scene(
        "emre-lamps",
        author="emre",
        hours_ago=150,
        under="heat-lamps",
        body="Then freeze with your blankets, all of you. I hope that you catch something.",
        reports=(Told("hilde", 148, "be-kind"),),
        rulings=(Ruling("hide", 146, rule="be-kind", text="Nobody is wished an illness here."),),
        appeal=Appealed(
            140,
            "It was a cold evening and a figure of speech.",
            answer="We believe you about the evening. It still wishes people ill who only sat there: it stays hidden.",
            answered=120,
        ),
    ),
    Scene(
        "deals-beans",
        author="coffeedeals",
        hours_ago=65,
        under="small-bags",
        body="Beans by the kilo, shipped in a day, ask me how.",
        reports=(Told("pavel", 64, "no-advertising"),),
        rulings=(
            Ruling("hide", 63, rule="no-advertising", text="This sells something. It helps nobody with the bags."),
        ),
    ),
    Scene(
        "dylan-bell",
        author="dylan",
        hours_ago=110,
        under="step-free-old-town",
        body="I measured the new sill with a coin. It is one coin too high. I can lend them the coin.",
        reports=(Told("emre", 108, "on-the-subject", "What has this to do with coffee?"),),
        rulings=(
            Ruling("hide", 107, rule="on-the-subject", text="This speaks about coins."),
            Ruling(
                "reverse",
                100,
                by="mo",
                text="It speaks about the sill, and exactly so. We hid it by mistake, and it stands again. Sorry.",
            ),
        ),
    ),
    Scene(
        "dogs-no-customers",
        under="water-bowl-for-dogs",
        reports=(Told("hilde", 20, "on-the-subject", "Dogs are not customers."),),
        rulings=(Ruling("approve", 18, by="mo", note="They bring theirs."),),
    ),
    Scene(
        "queue-cash",
        under="keep-taking-cash",
        reports=(Told("nikos", 100, "say-it-once"),),
        rulings=(Ruling("approve", 99, note="The earlier one was about receipts."),),
    ),
    Scene(
        "library",
        author="kaffefan88",
        under="quiet-table",
        body="A café is not a library",
        reports=(Told("solene", 70, "be-kind", "The tone!"),),
        rulings=(Ruling("approve", 69, by="mo", note="A tone, but not at anybody."),),
    ),
    Scene(
        "more-like-before",
        under="more-like-before",
        reports=(Told("mathieu", 200, "on-the-subject", "Like before what?"),),
        rulings=(Ruling("approve", 199, note="That is the point of it, I think."),),
    ),
)
SCENES = (*DECIDED, *REPORTED, *WAITING)
