"""The shared colours: text reads at 4.5 to 1 or better on every ground it stands on, by day and by night."""

import json
import re
from pathlib import Path

import pytest

from jinshui_study import console

ROOT = Path(__file__).parents[2]
FILE = Path(console.__file__).parent / "static" / "tokens.css"
TOKENS = FILE.read_text()
CLIENT = ROOT / "miniprogram" / "src"
HEX = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?\b")
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


def palette(scheme: str) -> dict[str, str]:
    """Colours by name; those the night does not name stay as they are by day."""
    day, night = TOKENS.split("@media (prefers-color-scheme: dark)")
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


def test_large_text_is_larger_and_of_more_contrast() -> None:
    (large,) = re.findall(r"\.screen\.large \{(.*)\}", TOKENS)
    assert dict(re.findall(r"--([\w-]+): ([^;]+);", large)) == {
        "scale": "1.3",
        "soft": "var(--ink)",
        "field": "var(--ink)",
    }


def test_black_on_white_has_the_contrast_it_should() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0


def test_the_phone_client_builds_in_the_file_that_the_console_serves() -> None:
    styles = (CLIENT / "App.vue").read_text()
    (imported,) = re.findall(r'@import "([^"]*tokens[^"]*)"', styles)
    assert (CLIENT / imported).resolve() == FILE.resolve()
    assert list(CLIENT.rglob("tokens.css")) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_bars_that_the_phone_draws_itself_have_colours_of_the_tokens(scheme: str) -> None:
    theme = json.loads((CLIENT / "theme.json").read_text())[scheme]
    colours = palette(scheme)
    bars = {"barGround": "card", "barInk": "soft", "barHere": "red", "band": "band", "paper": "paper"}
    assert {name: theme[name].lower() for name in bars} == {name: colours[of] for name, of in bars.items()}


def test_the_phone_client_names_no_colour_of_its_own() -> None:
    colours = {*palette("light").values(), *palette("dark").values(), "#fff"}
    sources = [file for suffix in ("*.vue", "*.ts", "*.css") for file in CLIENT.rglob(suffix)]
    assert len(sources) > 20
    for file in sources:
        assert {found.lower() for found in HEX.findall(file.read_text())} <= colours, file
