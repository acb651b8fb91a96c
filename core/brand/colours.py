"""Whether a brand's colour can carry text, by WCAG 2.2 and the rules by which tokens.css derives shades."""

import math
import re
from dataclasses import dataclass

HEX = re.compile(r"#[0-9a-f]{6}")
LEAST = 4.5  # WCAG 2.2 AA, text of normal size
TURNING_POINT = 0.57  # tokens.css puts light text on what is darker than this, dark text on what is lighter
LIGHT_TEXT, DARK_TEXT = 0.995, 0.12  # the two lightnesses of --on-accent
STRONG = 0.16  # how much black tokens.css mixes in while a button is pressed or under the pointer

Linear = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Oklab:
    """A colour by perceived lightness (0 to 1) and two axes, as CSS's oklab() has it."""

    lightness: float
    a: float
    b: float

    @classmethod
    def from_hex(cls, text: str) -> "Oklab":
        red, green, blue = (_to_linear(int(text[i : i + 2], 16) / 255) for i in (1, 3, 5))
        long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
        medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
        short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
        return cls(
            0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
            1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
            0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
        )

    @property
    def linear(self) -> Linear:
        """Linear red, green and blue, held within what a screen can show."""
        long = (self.lightness + 0.3963377774 * self.a + 0.2158037573 * self.b) ** 3
        medium = (self.lightness - 0.1055613458 * self.a - 0.0638541728 * self.b) ** 3
        short = (self.lightness - 0.0894841775 * self.a - 1.2914855480 * self.b) ** 3
        red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
        green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
        blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
        return _held(red), _held(green), _held(blue)

    @property
    def hex(self) -> str:
        return "#" + "".join(f"{round(_to_screen(value) * 255):02x}" for value in self.linear)

    @property
    def luminance(self) -> float:
        red, green, blue = self.linear
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def darker(self, part: float) -> "Oklab":
        """This colour with a part of black mixed in."""
        return Oklab(self.lightness * (1 - part), self.a * (1 - part), self.b * (1 - part))

    def at(self, lightness: float) -> "Oklab":
        return Oklab(lightness, self.a, self.b)


def contrast(one: Oklab, other: Oklab) -> float:
    """WCAG's contrast ratio, 1 to 21."""
    dim, bright = sorted((one.luminance, other.luminance))
    return (bright + 0.05) / (dim + 0.05)


def text_contrast(accent: str) -> float:
    """The worse of the two places where text stands on this accent: a button at rest and a button that is pressed."""
    colour = Oklab.from_hex(accent)
    text = Oklab(LIGHT_TEXT if colour.lightness < TURNING_POINT else DARK_TEXT, 0.0, 0.0)
    return min(contrast(colour, text), contrast(colour.darker(STRONG), text))


def can_carry_text(accent: str) -> bool:
    return text_contrast(accent) >= LEAST


def nearest_that_carries_text(accent: str) -> str:
    """The same hue, as little darker or lighter as text needs."""
    colour = Oklab.from_hex(accent)
    for step in range(1, 101):
        for lightness in (colour.lightness - step / 100, colour.lightness + step / 100):
            candidate = colour.at(min(1.0, max(0.0, lightness))).hex
            if can_carry_text(candidate):
                return candidate
    return "#000000"


def _to_linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _to_screen(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _held(value: float) -> float:
    return min(1.0, max(0.0, value))
