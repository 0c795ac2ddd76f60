"""The contrast walk: every ink on every paper it may stand on, in both themes (WCAG 2.2, 1.4.3, 1.4.11)."""

import math
import re

import pytest

from holdfast.look.assets import SOURCE

Colour = tuple[float, float, float, float]
TEXT = 4.5
EDGE = 3.0
PAPERS = ("canvas", "surface", "raised", "sunken")
TINTS = ("kept-soft", "soon-soft", "late-soft", "accent-soft", "note")
ON_THEIR_OWN = [
    ("kept-ink", "kept-soft"), ("soon-ink", "soon-soft"), ("late-ink", "late-soft"),
    ("hold-ink", "hold-soft"), ("accent-ink", "accent-soft"), ("accent-on", "accent"),
    ("accent-on", "accent-press"), ("late-on", "late-solid"),
    ("ink-on", "ink"), ("note-ink", "note"), ("toast-ink", "toast"), ("ink", "weight"), ("surface", "ink-2"),
]  # fmt: skip
ON_PAPER = ("ink", "ink-2", "ink-3", "accent-ink", "kept-ink", "soon-ink", "late-ink", "hold-ink")
OVERLAID = [("ink", "press"), ("ink-2", "press"), ("ink", "hover"), ("ink-2", "hover"), ("ink-3", "hover")]
EDGES = [
    ("line-strong", "surface"),
    ("line-strong", "raised"),
    ("late-solid", "surface"),
    ("kept-solid", "surface"),
]


@pytest.fixture(params=["light", "dark"])
def tokens(request: pytest.FixtureRequest) -> dict[str, Colour]:
    return read_tokens(request.param)


def test_ink_is_readable_on_every_paper(tokens: dict[str, Colour]) -> None:
    pairs = [(ink, paper) for ink in ON_PAPER for paper in PAPERS]
    pairs += [(ink, tint) for ink in ("ink", "ink-2") for tint in TINTS]
    assert too_pale(tokens, pairs + ON_THEIR_OWN, TEXT) == []


def test_ink_is_readable_under_the_pointer(tokens: dict[str, Colour]) -> None:
    found = [
        (ink, veil, paper, ratio)
        for ink, veil in OVERLAID
        for paper in PAPERS
        if (ratio := contrast(tokens[ink], over(tokens[veil], tokens[paper]))) < TEXT
    ]
    assert found == []


def test_initials_are_readable_on_every_tile(tokens: dict[str, Colour]) -> None:
    lightness, chroma, hue, _ = tokens["tile"]
    tiles = [(lightness, chroma, hue + turn, 1.0) for turn in range(0, 360, 20)]
    assert min(contrast(tokens["ink"], tile) for tile in tiles) >= TEXT


def test_edges_of_controls_are_seen(tokens: dict[str, Colour]) -> None:
    focus = [("accent", paper) for paper in PAPERS]
    assert too_pale(tokens, EDGES + focus, EDGE) == []


def too_pale(
    tokens: dict[str, Colour], pairs: list[tuple[str, str]], least: float
) -> list[tuple[str, str, float]]:
    ratios = [(ink, paper, round(contrast(tokens[ink], tokens[paper]), 2)) for ink, paper in pairs]
    return [each for each in ratios if each[2] < least]


def read_tokens(theme: str) -> dict[str, Colour]:
    """Every colour token as lightness, chroma, hue, alpha."""
    text = (SOURCE / "css" / "tokens.css").read_text()
    both = re.findall(r"--([\w-]+): light-dark\(oklch\(([^)]*)\), oklch\(([^)]*)\)\)", text)
    one = re.findall(r"--([\w-]+): oklch\(([^)]*)\)", text)
    chosen = {name: light if theme == "light" else dark for name, light, dark in both} | dict(one)
    return {name: _colour(value) for name, value in chosen.items()}


def _colour(value: str) -> Colour:
    numbers = [float(each) for each in re.findall(r"[\d.]+", value)]
    return numbers[0], numbers[1], numbers[2], numbers[3] if len(numbers) > 3 else 1.0


def over(veil: Colour, paper: Colour) -> tuple[float, float, float]:
    """What is seen where a part-transparent colour lies on a paper, in sRGB."""
    share = veil[3]
    return tuple(share * a + (1 - share) * b for a, b in zip(to_srgb(veil), to_srgb(paper), strict=True))  # type: ignore[return-value]


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """WCAG's contrast ratio of two colours, in OKLCH (four numbers) or sRGB (three)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: tuple[float, ...]) -> float:
    red, green, blue = (_linear(part) for part in (colour if len(colour) == 3 else to_srgb(colour)))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def to_srgb(colour: tuple[float, ...]) -> tuple[float, ...]:
    """OKLCH to sRGB, clipped to what a screen shows (CSS Color 4, section 10)."""
    lightness, chroma, hue = colour[:3]
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return tuple(_gamma(min(1.0, max(0.0, part))) for part in linear)


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
