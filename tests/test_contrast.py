"""The tokens in both schemes: text is at least 4.5:1 on what it stands on, the edge of a control 3:1."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[1] / "static" / "css" / "tokens.css"
PILLS = TOKENS.parent / "components" / "pills.css"

PAPERS = ("sand", "shell", "shoal")
TEXT_PAIRS = [
    *((ink, paper) for ink in ("ink", "ink2", "lagoon", "lagoon-pressed", "coral") for paper in PAPERS),
    *(("ink", wash) for wash in ("wash-lagoon", "wash-coral", "wash-leaf", "wash-amber", "mark")),
    ("lagoon", "wash-lagoon"),
    ("lagoon-pressed", "wash-lagoon"),
    ("lagoon", "wash-coral"),
    ("leaf", "wash-leaf"),
    ("amber", "wash-amber"),
    ("coral", "wash-coral"),
    ("ink2", "mark"),
    ("ink2", "wash-amber"),
    ("ink2", "line"),
    ("on-lagoon", "lagoon"),
    ("on-lagoon", "lagoon-pressed"),
    ("on-lagoon", "coral"),
    ("on-deep", "deep"),
    ("on-deep2", "deep"),
    *((ink, sea) for ink in ("chart-ink", "ink") for sea in ("sea0", "sea1", "sea2", "sea3", "sea4", "land2")),
    ("ink", "land"),
]
EDGE_PAIRS = [
    ("edge", "sand"),
    ("edge", "shell"),  # in a band (shoal) controls are filled with shell
    *((edge, paper) for edge in ("lagoon", "coral") for paper in PAPERS),
    ("lagoon", "wash-lagoon"),
    ("coral", "sea0"),
    ("on-deep2", "deep"),
    ("coral-on-deep", "deep"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "paper"), TEXT_PAIRS)
def test_text_stands_out_from_what_it_is_written_on(scheme: str, text: str, paper: str) -> None:
    colours = tokens()[scheme]
    assert contrast(colours[text], colours[paper]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edge", "paper"), EDGE_PAIRS)
def test_the_edge_of_a_control_can_be_seen(scheme: str, edge: str, paper: str) -> None:
    colours = tokens()[scheme]
    assert contrast(colours[edge], colours[paper]) >= 3


def test_initials_can_be_read_on_every_avatar() -> None:
    tones = re.findall(r"\.avatar[^{]*\{[^}]*background: (#[0-9a-f]{6})", PILLS.read_text())
    assert len(tones) == 8
    assert min(contrast("#ffffff", tone) for tone in tones) >= 4.5


def test_both_schemes_know_the_same_colours() -> None:
    schemes = tokens()
    assert schemes["light"].keys() == schemes["dark"].keys()


def tokens() -> dict[str, dict[str, str]]:
    """The colours of tokens.css by scheme and name."""
    light, dark = TOKENS.read_text().split("@media screen and (prefers-color-scheme: dark)")
    return {
        scheme: dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", css))
        for scheme, css in (("light", light), ("dark", dark))
    }


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2 between two colours in hexadecimal notation."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
