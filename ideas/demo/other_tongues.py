"""Ideas of those who write in Greek, Norwegian, Croatian or Hebrew, answered in their language."""

from ideas.demo.shapes import Answer, Comment, Idea

IDEAS = (
    Idea(
        key="skia-limani",
        title="Ένα τραπέζι στη σκιά",
        body=(
            "Το καλοκαίρι το πεζοδρόμιο στην οδό Λιμανιού καίει. Δύο ομπρέλες φτάνουν. Τώρα πίνουμε τον καφέ όρθιοι "
            "δίπλα στον κάδο, γιατί μόνο εκεί έχει σκιά."
        ),
        category="shops",
        author="giorgos",
        language="el",
        days_ago=71,
        status="planned",
        supporters=7,
        labels=("outdoors", "seats"),
        answers=(
            Answer(
                "planned",
                66,
                "bea",
                (
                    "Παραγγείλαμε τέσσερις ομπρέλες, δύο για την οδό Λιμανιού και δύο για τον Σταθμό. Για το "
                    "πεζοδρόμιο χρειαζόμαστε άδεια από τον δήμο. Μόλις την έχω στα χέρια μου, θα το γράψω εδώ."
                ),
                next_update_in=85,
            ),
        ),
        comments=(
            Comment(
                "eleni",
                64,
                "Και τον κάδο λίγο πιο πέρα, αν γίνεται.",
                replies=(Comment("bea", 63, "Γίνεται. Τον μετακινήσαμε σήμερα το πρωί."),),
            ),
        ),
    ),
    Idea(
        key="kryos-filtrou-sketos",
        title="Κρύος καφές φίλτρου, σκέτος",
        body="Όλοι οι κρύοι καφέδες σας είναι γλυκοί. Θέλω έναν φίλτρου σε μεγάλο ποτήρι, με πάγο και τίποτε άλλο.",
        category="coffee",
        author="nikos",
        language="el",
        days_ago=1.6,
        status="new",
        supporters=1,
        labels=("filter",),
        comments=(Comment("katerina", 1.1, "Κι εγώ. Και να μη λιώνει ο πάγος μέχρι να βρω καρέκλα."),),
    ),
    Idea(
        key="ellinikos-sto-briki",
        title="Ελληνικός στο μπρίκι, μία φορά την εβδομάδα",
        body=(
            "Δεν το ζητάω για κάθε μέρα. Μόνο Κυριακή πρωί, ένα μπρίκι και κάποιον που ξέρει να περιμένει.\n\n"
            "Θέλει πέντε λεπτά. Το ξέρω, και θα περιμένω."
        ),
        category="coffee",
        author="eleni",
        language="el",
        days_ago=28,
        status="under-review",
        supporters=8,
        labels=("mornings",),
        answers=(
            Answer(
                "under-review",
                23,
                "jonas",
                (
                    "Έψησα δώδεκα μπρίκια στο καβουρδιστήριο και χύθηκαν τα οκτώ. Η Ελένη προσφέρθηκε να μου δείξει "
                    "πώς γίνεται. Θα σας πω εδώ αν έμαθα."
                ),
                next_update_in=33,
            ),
        ),
        comments=(
            Comment(
                "giorgos",
                22,
                "Οκτώ στα δώδεκα; Καλά πας. Η γιαγιά μου λέει ότι τα πρώτα εκατό δεν μετράνε.",
                replies=(Comment("jonas", 21, "Τότε μου μένουν ογδόντα οκτώ."),),
            ),
        ),
    ),
    Idea(
        key="musikk-for-ni",
        title="Skru ned musikken før klokka ni",
        body=(
            "Jeg er glad i musikk. Men ikke klokka sju, ikke fra taket og ikke med trommer.\n\nLa folk få våkne først."
        ),
        category="shops",
        author="ingrid",
        language="nb",
        days_ago=99,
        status="launched",
        supporters=15,
        labels=("music", "mornings"),
        answers=(
            Answer(
                "planned",
                95,
                "bea",
                (
                    "Du har rett, og de som jobber tidlig, sier det samme. Vi begynner med tre butikker og ser hva "
                    "gjestene mener."
                ),
            ),
            Answer(
                "in-the-works",
                89,
                "bea",
                (
                    "Tre butikker har vært stille før ni i fem dager nå. Vi spør gjestene i kassa og skriver ned det "
                    "de svarer."
                ),
            ),
            Answer(
                "launched",
                76,
                "bea",
                (
                    "Fra i dag er det stille før ni i alle 14 butikkene. I de tre vi prøvde, klaget ingen, og to "
                    "baristaer takket."
                ),
            ),
        ),
        comments=(
            Comment("oyvind", 75, "I dag hørte jeg min egen skje mot koppen. Det var fint."),
            Comment(
                "kaffefan88",
                74,
                "Og etter ni?",
                replies=(
                    Comment("bea", 73, "Etter ni spiller vi, men lavere enn før. Si fra hvis en butikk glemmer det."),
                ),
            ),
        ),
    ),
    Idea(
        key="kokekaffe",
        title="Grovmalt til kokekaffe",
        body=(
            "Dere maler til espresso, filter og presskanne, men ikke til kokekaffe. Bestemor ville ikke blitt sint. "
            "Bare skuffet."
        ),
        category="coffee",
        author="sofie",
        language="nb",
        days_ago=33,
        status="planned",
        supporters=6,
        labels=("beans", "at home"),
        answers=(
            Answer(
                "planned",
                29,
                "jonas",
                (
                    "Bestemor får viljen sin. Kverna maler grovt nok, vi hadde bare ikke noe navn på innstillingen. "
                    "Den kommer på lista i alle butikkene i løpet av seks uker."
                ),
                next_update_in=45,
            ),
        ),
        comments=(
            Comment(
                "margit",
                28,
                "Og husk å la den trekke. Ikke rør.",
                replies=(Comment("jonas", 27, "Det skal stå på posen, ordrett."),),
            ),
        ),
    ),
    Idea(
        key="laanekopp-stasjon",
        title="Lever lånekoppen i den andre enden av toglinja",
        body=(
            "Jeg låner kopp i Havnegata og sitter på toget ti minutter senere. Kan jeg levere den der jeg går av, og "
            "ikke bare der jeg gikk på?"
        ),
        category="cups",
        author="idastrand",
        language="nb",
        days_ago=2.8,
        status="new",
        supporters=3,
        labels=("lent cups",),
        comments=(
            Comment("jens", 2, "Jeg har fire av koppene deres i kontorskapet av akkurat denne grunnen. Beklager."),
        ),
    ),
    Idea(
        key="kava-za-dzezvu",
        title="Kava za džezvu, samljevena u prah",
        body=(
            "Molim mljevenje sitnije od onoga za espresso. Baka kuha u džezvi, a vaša najsitnija kava ostane "
            "plivati na vrhu. Onda baka gleda mene."
        ),
        category="coffee",
        author="ivana",
        language="hr",
        days_ago=37,
        status="under-review",
        supporters=5,
        labels=("beans", "at home"),
        answers=(
            Answer(
                "under-review",
                33,
                "jonas",
                (
                    "Naš mlinac ne može tako sitno a da se kava ne pregrije. Posudio sam ručni mlinac i ovaj tjedan "
                    "pripremam pet probnih vrećica. Javit ću kako je ispalo, dobro ili loše."
                ),
                next_update_in=47,
            ),
        ),
        comments=(
            Comment(
                "petra",
                31,
                "Prijavljujem svoju baku za kušanje. Ona ne zna lagati.",
                replies=(
                    Comment("jonas", 30, "Takva nam i treba. Vrećica s njezinim imenom čeka u dućanu na kolodvoru."),
                ),
            ),
        ),
    ),
    Idea(
        key="racun-na-email",
        title="Račun na e-mail umjesto na papiru",
        body=(
            "Svakog mjeseca skupljam vaše račune za knjigovodstvo, a polovica izblijedi prije nego što ih predam. "
            "Pošaljite mi račun na e-mail i svi ćemo biti mirni."
        ),
        category="paying",
        author="ante",
        language="hr",
        days_ago=24,
        status="new",
        supporters=2,
        labels=("receipts",),
        comments=(Comment("marko", 22, "Moji izblijede i prije nego što dođem kući."),),
    ),
    Idea(
        key="pina-laagalot",
        title="פינה לעגלות ליד הדלת",
        body="אני באה עם תאומים. או שהעגלה חוסמת את הדלת, או שאני שותה בחוץ. מטר וחצי ליד הכניסה, בלי כיסא, וזה פתור.",
        category="shops",
        author="noa",
        language="he",
        days_ago=43,
        status="planned",
        supporters=5,
        labels=("families", "access"),
        answers=(
            Answer(
                "planned",
                39,
                "bea",
                (
                    "מדדתי: אם מזיזים את מדף הפולים, יש מקום לשתי עגלות. נתחיל ברחוב הנמל, ואם זה יעבוד, נמשיך לסניפים "
                    "האחרים."
                ),
                next_update_in=55,
            ),
        ),
        comments=(
            Comment(
                "yael",
                38,
                "גם כיסא גלגלים ייכנס לשם, אז כולם מרוויחים.",
                replies=(Comment("bea", 37, "נכון, ולכן השלט אומר פשוט: המקום הזה נשאר פנוי."),),
            ),
        ),
    ),
    Idea(
        key="kos-mayim-im-espresso",
        title="כוס מים קטנה ליד האספרסו",
        body="אספרסו מגיע עם כוס מים. ככה זה. לא צריך לבקש.",
        category="menu",
        author="amit",
        language="he",
        days_ago=6.4,
        status="under-review",
        supporters=4,
        answers=(
            Answer(
                "under-review",
                3.5,
                "jonas",
                (
                    "אתה צודק. מהיום זה ככה בסמטת הטחנה, ובעוד שבועיים אכתוב כאן אם המדיח עומד בקצב ואפשר להרחיב את זה "
                    "לכל הסניפים."
                ),
                next_update_in=14,
            ),
        ),
        comments=(Comment("yael", 3.1, "קיבלתי היום. לא ביקשתי. כמעט בכיתי."),),
    ),
)
