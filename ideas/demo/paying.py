"""Cards, coins, receipts and the machine that asks for a tip."""

from ideas.demo.shapes import Answer, Comment, Idea

IDEAS = (
    Idea(
        key="paper-stamp-card",
        title="Bring back the paper stamp card",
        body="My mother does not have a phone that does this. She liked the little cups.",
        category="paying",
        author="ingrid",
        days_ago=116,
        status="not-planned",
        supporters=26,
        labels=("stamp card", "access"),
        answers=(
            Answer(
                "not-planned",
                111,
                "bea",
                (
                    "I know, and I am sorry about the little cups. In the last year one stamp in five was false, and "
                    "the honest ones paid for it. Your mother can have a plain plastic card instead: no phone, no "
                    "e-mail address, and the tenth coffee is on us. She only has to ask at the till."
                ),
                reason_code="cost",
                change_our_mind=(
                    "A paper card that cannot be copied and needs no screen behind the counter. We tried two. Neither "
                    "held."
                ),
            ),
        ),
        comments=(
            Comment(
                "sofie",
                110,
                "Mine survived the washing machine with eight stamps on it. I will never be that proud again.",
            ),
            Comment(
                "ingrid",
                107,
                "She has the plastic card now. She has drawn little cups on it.",
                replies=(Comment("bea", 106.5, "Please tell her that I would like to see it."),),
            ),
            Comment("kaffefan88", 105, "One in five? It was not me, but I may know a man."),
        ),
    ),
    Idea(
        key="no-tip-screen",
        title="Stop asking for a tip before I have had the coffee",
        body=(
            "The machine is turned round. Three buttons. The person looks at me, I look at the floor. I do tip, I "
            "like to tip. I do not like to be watched while I do it."
        ),
        category="paying",
        author="mathieu",
        days_ago=169,
        status="launched",
        supporters=25,
        labels=("card machine", "tips"),
        answers=(
            Answer(
                "under-review",
                165,
                "bea",
                (
                    "I asked the teams. Most of them dislike that moment as much as you do, but the tips matter to "
                    "them. Two shops go without the screen for three weeks, and we count."
                ),
            ),
            Answer(
                "planned",
                138,
                "bea",
                (
                    "Tips went down by six per cent. So the hourly pay goes up by a little more than that, for "
                    "everyone, and then the screen goes."
                ),
            ),
            Answer(
                "in-the-works",
                126,
                "bea",
                (
                    "The pay is settled and six shops are done. The others wait for new software on the machines, one "
                    "night each."
                ),
            ),
            Answer(
                "launched",
                107,
                "bea",
                "The question is gone in all 14 shops. There is a tin, and a button for those who look for it.",
            ),
        ),
        comments=(Comment("carmen", 106, "I tip more now. Out of relief."),),
    ),
    Idea(
        key="receipt-only-if-asked",
        title="Do not print a receipt unless I ask",
        body="You hand me a cup, a bun and forty centimetres of paper. I have two hands.",
        category="paying",
        author="tomasz",
        days_ago=44,
        status="in-the-works",
        supporters=11,
        labels=("receipts", "waste"),
        answers=(
            Answer(
                "planned",
                40,
                "bea",
                (
                    "The rule here is that we must offer one, not that we must print it. The till will ask first. We "
                    "will have to learn to wait for the answer."
                ),
                next_update_in=25,
            ),
            Answer(
                "in-the-works",
                20,
                "bea",
                (
                    "Six shops ask first since today. The Station tried it a week before the others and saved eleven "
                    "rolls of paper."
                ),
                next_update_in=32,
            ),
        ),
        comments=(
            Comment(
                "greta",
                19,
                "And the toilet code? That is on the receipt.",
                replies=(Comment("bea", 18.5, "You have found the flaw. I am on it."),),
            ),
        ),
    ),
    Idea(
        key="gift-cards-that-last",
        title="Gift cards should not run out",
        body="I found one from my late aunt in a book. It ran out two years ago. It said so, in very small letters.",
        category="paying",
        author="sofie",
        days_ago=181,
        status="launched",
        supporters=13,
        labels=("gift cards", "fairness"),
        answers=(
            Answer(
                "planned",
                177,
                "bea",
                (
                    "Please bring that card in, we will honour it. And you are right: the money is not ours until "
                    "somebody has had a coffee. I am asking the accountants how to carry it."
                ),
            ),
            Answer(
                "in-the-works",
                149,
                "bea",
                (
                    "New cards have no end date from next week on. For the old ones the tills have to learn "
                    "something, and they are slow learners."
                ),
            ),
            Answer(
                "launched",
                128,
                "bea",
                "No Kaffa gift card runs out any more, however old. If a till says no, it is the till that is wrong.",
            ),
        ),
        comments=(Comment("sofie", 127, "I had two coffees on her. One for me and one for the empty chair."),),
    ),
    Idea(
        key="split-the-bill",
        title="Let four people pay one bill",
        body="Four friends, one table, one bill, four cards, one sigh from behind the till. There must be a button.",
        category="paying",
        author="yael",
        days_ago=6,
        status="new",
        supporters=3,
        labels=("card machine",),
        comments=(Comment("ivana", 5, "There is one. At Mill Lane they know where it is. Nowhere else."),),
    ),
    Idea(
        key="keep-taking-cash",
        title="Please go on taking cash",
        body=(
            "Two of your shops have a sign now: cards only. I save coins in a jar all month, and that jar is for you. "
            "What shall I do with it?"
        ),
        category="paying",
        author="margit",
        days_ago=9.6,
        status="under-review",
        supporters=12,
        labels=("cash", "access"),
        answers=(
            Answer(
                "under-review",
                6.5,
                "bea",
                (
                    "Bring the jar. The two signs are meant for the hours after eight, because of a break-in. By day "
                    "every shop takes cash. The signs did not say so, and from tomorrow they do. I am reading the "
                    "doors of the other twelve this week."
                ),
                next_update_in=14,
            ),
        ),
        comments=(
            Comment("oyvind", 5, "Seen at Harbour Street: “After eight, cards only. Before that, anything.” Clear."),
        ),
    ),
)
