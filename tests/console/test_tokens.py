"""The shared colours: text reads at 4.5 to 1 or better on every ground it stands on, by day and by night."""

import re
from pathlib import Path

import pytest

from jinshui_study import console

ROOT = Path(__file__).parents[2]
TOKENS = (Path(console.__file__).parent / "static" / "tokens.css").read_text()
PAIRS = [
    *((text, ground) for text in ("ink", "soft", "red", "wrong", "right") for ground in ("paper", "card")),
    ("ink", "line"),
    ("on-action", "action"),
    ("gold-text", "card"),
    ("gold-text", "gold-wash"),
    ("ink", "gold-wash"),
    ("soft", "gold-wash"),
    ("ink", "right-wash"),
    ("right", "right-wash"),
    ("ink", "wrong-wash"),
    ("wrong", "wrong-wash"),
]
EDGES = [("field", "card"), ("right", "paper"), ("wrong", "paper")]


def palette(scheme: str, tokens: str = TOKENS) -> dict[str, str]:
    """Colours by name; those the night does not name stay as they are by day."""
    day, night = tokens.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", day))
    if scheme == "dark":
        found.update(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", night))
    return found


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_reads_on_its_ground(text: str, ground: str, scheme: str) -> None:
    colours = palette(scheme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_and_signs_stand_out(edge: str, ground: str, scheme: str) -> None:
    colours = palette(scheme)
    assert contrast(colours[edge], colours[ground]) >= 3


def test_black_on_white_has_the_contrast_it_should() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_console_has_the_colours_of_the_phone_client(scheme: str) -> None:
    of_client = palette(scheme, (ROOT / "miniprogram" / "src" / "styles" / "tokens.css").read_text())
    of_console = palette(scheme)
    assert of_console
    assert of_console == {name: colour for name, colour in of_client.items() if name in of_console}
