"""What a stylesheet may hold, as functions: each takes a path and its source and says what breaks the rule."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent

PHYSICAL_PROPERTY = re.compile(
    r"(left|right|top|bottom)"
    r"|(margin|padding|border|scroll-margin|scroll-padding)-(left|right|top|bottom)(-\w+)*"
    r"|border-(top|bottom)-(left|right)-radius"
)
SIDED_VALUE = re.compile(r"float|clear|text-align(-last)?|background(-position(-x)?)?|object-position|transform-origin")
FOUR_SIDES = re.compile(r"margin|padding|inset|border-(width|style|color)|scroll-margin|scroll-padding")
COLOUR_FUNCTION = re.compile(r"\b(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|light-dark)\(")
HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")
TAKES_COLOUR = re.compile(
    r"--.*|.*(color|background|border|outline|fill|stroke|shadow|caret|gradient|decoration|image|mask).*"
)
NAMED = set(
    """aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood
    cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod
    darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon
    darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray
    dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green
    greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon
    lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon
    lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen
    magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue
    mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy
    oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip
    peachpuff peru pink plum powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown
    seagreen seashell sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal
    thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen""".split()  # noqa: SIM905 - a list of words is read as words
)
NAME_COLOURS = {"tokens.css", "tone.css"}
LAYERS = ["reset", "tokens", "base", "layout", "components", "pages", "utilities"]

Rule = Callable[[str, str], list[str]]


def our_stylesheets() -> list[str]:
    found = (path for home in ROOT.glob("*/static") for path in home.rglob("*.css"))
    nested = (path for home in ROOT.glob("core/*/static") for path in home.rglob("*.css"))
    return sorted(path.relative_to(ROOT).as_posix() for path in {*found, *nested})


def is_for_the_admin(path: str) -> bool:
    return PurePosixPath(path).name.startswith("admin")


def declarations(source: str) -> Iterator[tuple[int, str, str]]:
    """Line, property and value of every declaration; comments, strings and addresses are not looked into."""

    def blank(found: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", found[0])

    source = re.sub(r"/\*.*?\*/|\"[^\"\n]*\"|'[^'\n]*'|url\([^)]*\)", blank, source, flags=re.DOTALL)
    for found in re.finditer(r"(?<=[{;])\s*([-\w]+)\s*:([^;{}]*)(?=[;}])", source):
        yield source[: found.start(1)].count("\n") + 1, found[1], found[2].strip()


def logical_only(path: str, source: str) -> list[str]:
    """Start and end turn round in right-to-left languages; left and right do not."""
    problems = []
    for line, name, value in declarations(source):
        sides = split_value(value)
        if PHYSICAL_PROPERTY.fullmatch(name):
            problems.append(f"line {line}: {name}")
        elif (SIDED_VALUE.fullmatch(name) or "gradient" in value) and re.search(
            r"(?<![-\w])(left|right)(?![-\w])", value
        ):
            problems.append(f"line {line}: {name}: {value}")
        elif FOUR_SIDES.fullmatch(name) and len(sides) == 4 and sides[1] != sides[3]:
            problems.append(f"line {line}: {name}: {value} (right and left differ)")
    return problems


def split_value(value: str) -> list[str]:
    """`1px calc(2 * 3px) 0` is three values."""
    return re.findall(r"(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+", value)


def colours_in_tokens(path: str, source: str) -> list[str]:
    """Colours are named once, for light and dark; all else uses the names. The tones that stand in for pictures are
    what pictures are like, the same in both."""
    if PurePosixPath(path).name in NAME_COLOURS:
        return []
    problems = []
    for line, name, value in declarations(source):
        plain = re.sub(r"--[-\w]+", "", value)
        words = set(re.findall(r"(?<![-\w])[a-z]+(?![-\w(])", plain.lower())) if TAKES_COLOUR.fullmatch(name) else set()
        if HEX.search(plain) or COLOUR_FUNCTION.search(plain) or words & NAMED:
            problems.append(f"line {line}: {name}: {value}")
    return problems


def in_a_layer(path: str, source: str) -> list[str]:
    """Outside a layer a rule beats every layer, whatever the order says. Wagtail's admin has no layers to join."""
    if is_for_the_admin(path):
        return []
    bare = re.sub(r"/\*.*?\*/|@import[^;]*;|@layer[^;{]*;|@charset[^;]*;", "", source, flags=re.DOTALL).strip()
    named = re.findall(r"@layer\s+([\w-]+)", source)
    problems = [f"@layer {name} is not one of ours" for name in named if name not in LAYERS]
    if bare and not re.match(r"@layer|@font-face|@property|@view-transition", bare):
        problems.append("rules outside a layer")
    return problems


RULES: tuple[Rule, ...] = (logical_only, colours_in_tokens, in_a_layer)
