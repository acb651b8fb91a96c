"""The house rules that a new site begins with, in all its languages. Afterwards they are the administrator's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef

from moderation.models import Decision, HouseRule, HouseRuleWords, Report


@dataclass(frozen=True, slots=True)
class Words:
    """What a rule is called, what everybody may read of it, and what an author gets by default."""

    name: str
    text: str
    ready_text: str


@transaction.atomic
def ensure_rules() -> list[str]:
    """A site without a single house rule gets the usual ones; the slugs that were made. Whatever is there stays."""
    if HouseRule.objects.exists():
        return []
    for place, (slug, said) in enumerate(DEFAULT_RULES.items(), 1):
        rule = HouseRule(slug=slug, place=place)
        rule.translations.set([HouseRuleWords(language=code, **_fields(words)) for code, words in said.items()])
        rule.save()
    return list(DEFAULT_RULES)


def referred_to(rules: Iterable[HouseRule]) -> list[HouseRule]:
    """Those among them that a decision or a report names: they stay for good."""
    named = [Exists(model._default_manager.filter(rule=OuterRef("pk"))) for model in (Decision, Report)]
    asked = HouseRule.objects.filter(pk__in=[rule.pk for rule in rules])
    return list(asked.filter(named[0] | named[1]).prefetch_related("translations"))


def _fields(words: Words) -> dict[str, str]:
    return {"name": words.name, "text": words.text, "ready_text": words.ready_text}


_KIND = {
    "en": Words(
        "Be kind",
        "Argue about the matter, never about the person. No insults, no threats, and nobody is mocked for who they "
        "are.",
        "What you wrote is about a person rather than about the matter. Say it without the insult and it is welcome.",
    ),
    "el": Words(
        "Με ευγένεια",
        "Συζητάμε για το θέμα, ποτέ για το πρόσωπο. Χωρίς προσβολές, χωρίς απειλές· κανείς δεν χλευάζεται γι’ αυτό που "
        "είναι.",
        "Αυτό που γράψατε αφορά ένα πρόσωπο και όχι το θέμα. Πείτε το χωρίς την προσβολή και θα είναι ευπρόσδεκτο.",
    ),
    "nb": Words(
        "Vær grei",
        "Diskuter saken, aldri personen. Ingen fornærmelser, ingen trusler, og ingen skal gjøres narr av for den de "
        "er.",
        "Det du skrev, handler om en person og ikke om saken. Si det uten fornærmelsen, så er det velkommen.",
    ),
    "hr": Words(
        "Budite ljubazni",
        "Raspravljajte o temi, nikad o osobi. Bez uvreda i prijetnji; nikoga se ne ismijava zbog onoga što jest.",
        "To što ste napisali govori o osobi, a ne o temi. Recite to bez uvrede i rado ćemo to objaviti.",
    ),
    "he": Words(
        "בנחת ובכבוד",
        "מתווכחים על העניין, לא על האדם. בלי עלבונות, בלי איומים, ולא לועגים לאיש בשל מי שהוא.",
        "מה שכתבת נוגע לאדם ולא לעניין. אפשר לומר זאת בלי העלבון, ונשמח לפרסם.",
    ),
}
_NO_ADVERTISING = {
    "en": Words(
        "No advertising",
        "This is no place to sell things, to collect clicks or to bring people somewhere else. A link that helps to "
        "understand what you say is fine.",
        "This reads as an advertisement. If there is an idea in it, say it without the offer and the link.",
    ),
    "el": Words(
        "Όχι διαφημίσεις",
        "Εδώ δεν είναι χώρος για να πουλάτε, να μαζεύετε κλικ ή να στέλνετε τον κόσμο αλλού. Ένας σύνδεσμος που "
        "βοηθά να καταλάβουμε τι λέτε είναι εντάξει.",
        "Αυτό μοιάζει με διαφήμιση. Αν υπάρχει μέσα μια ιδέα, πείτε την χωρίς την προσφορά και τον σύνδεσμο.",
    ),
    "nb": Words(
        "Ingen reklame",
        "Dette er ikke stedet for å selge noe, samle klikk eller sende folk andre steder. En lenke som hjelper oss å "
        "forstå hva du mener, er helt i orden.",
        "Dette leses som reklame. Er det en idé i det, så kom med den uten tilbudet og lenken.",
    ),
    "hr": Words(
        "Bez oglašavanja",
        "Ovo nije mjesto za prodaju, skupljanje klikova ni odvođenje ljudi drugamo. Poveznica koja pomaže da vas se "
        "razumije sasvim je u redu.",
        "Ovo zvuči kao oglas. Ako je u tome ideja, iznesite je bez ponude i bez poveznice.",
    ),
    "he": Words(
        "בלי פרסומות",
        "זה לא המקום למכור, לאסוף הקלקות או לשלוח אנשים למקום אחר. קישור שעוזר להבין את דבריך הוא בסדר גמור.",
        "זה נראה כמו פרסומת. אם יש כאן רעיון, אפשר לכתוב אותו בלי הצעת המכירה ובלי הקישור.",
    ),
}
_PRIVATE_DATA = {
    "en": Words(
        "Nobody’s private data",
        "No telephone numbers, home addresses, e-mail addresses or documents of private people; your own neither. No "
        "pictures of people who did not agree.",
        "There is private data of somebody in this. Take it out and send it again; the rest may stay as it is.",
    ),
    "el": Words(
        "Όχι προσωπικά στοιχεία",
        "Όχι τηλέφωνα, διευθύνσεις σπιτιών, διευθύνσεις e-mail ή έγγραφα ιδιωτών, ούτε τα δικά σας. Όχι εικόνες "
        "ανθρώπων που δεν συμφώνησαν.",
        "Υπάρχουν εδώ προσωπικά στοιχεία κάποιου. Αφαιρέστε τα και στείλτε ξανά το κείμενο· τα υπόλοιπα μπορούν να "
        "μείνουν.",
    ),
    "nb": Words(
        "Ingen private opplysninger",
        "Ingen telefonnumre, hjemmeadresser, e-postadresser eller dokumenter som gjelder privatpersoner, heller ikke "
        "dine egne. Ingen bilder av folk som ikke har sagt ja.",
        "Her står det private opplysninger om noen. Ta dem ut og send på nytt; resten kan stå som den er.",
    ),
    "hr": Words(
        "Bez osobnih podataka",
        "Bez telefonskih brojeva, kućnih adresa, e-adresa i dokumenata privatnih osoba, pa ni vlastitih. Bez slika "
        "ljudi "
        "koji na to nisu pristali.",
        "U tekstu su nečiji osobni podaci. Uklonite ih i pošaljite ga ponovno; ostalo može ostati kako jest.",
    ),
    "he": Words(
        "בלי פרטים אישיים",
        "בלי מספרי טלפון, כתובות בית, כתובות דואר אלקטרוני או מסמכים של אנשים פרטיים, גם לא שלך. בלי תמונות של מי שלא "
        "הסכימו לכך.",
        "יש כאן פרטים אישיים של מישהו. אפשר להסיר אותם ולשלוח שוב; כל השאר יכול להישאר כפי שהוא.",
    ),
}
_ON_THE_SUBJECT = {
    "en": Words(
        "Keep to the subject",
        "Say it where it belongs: an idea says what should be better here, and a comment speaks to what stands "
        "above it.",
        "This is about something else than the place where it stands. Say what should be better here, and send it "
        "again.",
    ),
    "el": Words(
        "Μένουμε στο θέμα",
        "Πείτε το εκεί όπου ανήκει: μια ιδέα λέει τι θα έπρεπε να γίνει καλύτερο εδώ, και ένα σχόλιο μιλά γι’ αυτό που "
        "βρίσκεται από πάνω του.",
        "Αυτό δεν έχει σχέση με το σημείο όπου γράφτηκε. Πείτε τι θα έπρεπε να γίνει καλύτερο εδώ και στείλτε το ξανά.",
    ),
    "nb": Words(
        "Hold deg til saken",
        "Si det der det hører hjemme: En idé sier hva som bør bli bedre her, og en kommentar gjelder det som står "
        "over.",
        "Dette handler om noe annet enn det som er tema her. Si hva som bør bli bedre her, og send det på nytt.",
    ),
    "hr": Words(
        "Držite se teme",
        "Recite to ondje gdje pripada: ideja kaže što bi ovdje trebalo biti bolje, a komentar govori o onome što "
        "stoji iznad njega.",
        "Ovo govori o nečem što ovdje nije tema. Recite što bi ovdje trebalo biti bolje i pošaljite ponovno.",
    ),
    "he": Words(
        "נצמדים לנושא",
        "אומרים את הדברים במקומם: רעיון אומר מה צריך להיות כאן טוב יותר, ותגובה מתייחסת למה שמעליה.",
        "הדברים עוסקים בנושא שאינו שייך למקום שבו נכתבו. אפשר לומר מה צריך להיות כאן טוב יותר ולשלוח שוב.",
    ),
}
_SAY_IT_ONCE = {
    "en": Words(
        "Say it once",
        "The same thing many times drowns the others. If somebody has said it already, support theirs.",
        "This stands here already. Support the one that is there: its voice grows with every supporter.",
    ),
    "el": Words(
        "Μία φορά φτάνει",
        "Το ίδιο πράγμα πολλές φορές πνίγει τις φωνές των άλλων. Αν κάποιος το έχει πει ήδη, υποστηρίξτε το δικό του.",
        "Αυτό υπάρχει ήδη εδώ. Υποστηρίξτε εκείνο που υπάρχει: η φωνή του δυναμώνει με κάθε υποστηρικτή.",
    ),
    "nb": Words(
        "Si det én gang",
        "Det samme sagt mange ganger overdøver de andre. Har noen sagt det før, så støtt det de har skrevet.",
        "Dette står her allerede. Støtt det som står: Det får en sterkere stemme for hver som støtter det.",
    ),
    "hr": Words(
        "Recite to jednom",
        "Isto ponovljeno mnogo puta nadglasa druge. Ako je to netko već rekao, podržite njegov prijedlog.",
        "Ovo je ovdje već napisano. Podržite ono što već postoji: glas mu jača sa svakim tko ga podrži.",
    ),
    "he": Words(
        "אומרים פעם אחת",
        "אותו דבר שוב ושוב משתיק את האחרים. אם מישהו כבר אמר זאת, אפשר לתמוך בדבריו.",
        "זה כבר נכתב כאן. כדאי לתמוך במה שקיים: קולו מתחזק עם כל מי שתומך בו.",
    ),
}
_NOTHING_ILLEGAL = {
    "en": Words(
        "Nothing illegal",
        "What the law forbids is forbidden here: hatred against groups of people, calls to violence, fraud, and the "
        "works of others without their leave.",
        "What you wrote is, as far as we can judge, against the law, so it cannot stand here.",
    ),
    "el": Words(
        "Τίποτα παράνομο",
        "Ό,τι απαγορεύει ο νόμος απαγορεύεται κι εδώ: μίσος εναντίον ομάδων ανθρώπων, προτροπή σε βία, απάτη και έργα "
        "άλλων χωρίς την άδειά τους.",
        "Αυτό που γράψατε είναι, απ’ όσο μπορούμε να κρίνουμε, αντίθετο με τον νόμο και δεν μπορεί να μείνει εδώ.",
    ),
    "nb": Words(
        "Ingenting ulovlig",
        "Det loven forbyr, er forbudt også her: hat mot grupper av mennesker, oppfordring til vold, svindel og andres "
        "verk uten tillatelse.",
        "Det du skrev, er, så vidt vi kan bedømme, i strid med loven og kan ikke stå her.",
    ),
    "hr": Words(
        "Ništa nezakonito",
        "Što zakon zabranjuje, zabranjeno je i ovdje: mržnja prema skupinama ljudi, pozivi na nasilje, prijevara i "
        "tuđa "
        "djela bez dopuštenja.",
        "To što ste napisali, koliko možemo prosuditi, protivno je zakonu i ne može ovdje stajati.",
    ),
    "he": Words(
        "שום דבר לא חוקי",
        "מה שאסור לפי החוק אסור גם כאן: שנאה כלפי קבוצות של אנשים, קריאה לאלימות, הונאה ויצירות של אחרים בלי רשותם.",
        "מה שכתבת, ככל שנוכל לשפוט, מנוגד לחוק, ולכן אינו יכול להישאר כאן.",
    ),
}
DEFAULT_RULES: Mapping[str, Mapping[str, Words]] = {
    "be-kind": _KIND,
    "no-advertising": _NO_ADVERTISING,
    "private-data": _PRIVATE_DATA,
    "on-the-subject": _ON_THE_SUBJECT,
    "say-it-once": _SAY_IT_ONCE,
    "nothing-illegal": _NOTHING_ILLEGAL,
}
