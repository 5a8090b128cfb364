"""What does the title look like: big letters, and a wafer of which some dies are alight?

Half blocks only, so that it draws the same in every terminal.
"""

from __future__ import annotations

from functools import lru_cache

from textual.content import Content

from game.faces.tui.lines import Lines, Piece, say
from game.faces.tui.look import AMBER, BRIGHT, RULE

# Five rows of five pixels a letter; a dot is empty.
LETTERS = {
    "A": ".###. #...# ##### #...# #...#",
    "C": ".#### #.... #.... #.... .####",
    "E": "##### #.... ####. #.... #####",
    "H": "#...# #...# ##### #...# #...#",
    "I": "### .#. .#. .#. ###",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#...# ##..# #.#.# #..## #...#",
    "P": "####. #...# ####. #.... #....",
    "S": ".#### #.... .###. ....# ####.",
    "T": "##### ..#.. ..#.. ..#.. ..#..",
}
WAFER_ROWS, WAFER_DIES, DIE = 13, 9, 3  # rows of dies, dies a row, cells a die with its gap


def big(word: str) -> Lines:
    """A word in letters three lines high; letters without a drawing are left out."""
    glyphs = [LETTERS[letter].split() for letter in word.upper() if letter in LETTERS]
    pixels = [" ".join(glyph[row] for glyph in glyphs).replace(" ", ".") for row in range(5)]
    pixels.append("." * len(pixels[0]) if pixels else "")
    rows = zip(pixels[0::2], pixels[1::2], strict=True)
    return [say(("".join(map(_half, top, low)), BRIGHT)) for top, low in rows]


def _half(top: str, low: str) -> str:
    """Two pixels, one above the other, in one cell."""
    return {"##": "█", "#.": "▀", ".#": "▄", "..": " "}[top + low]


@lru_cache(8)
def wafer(lit: float) -> tuple[Content, ...]:
    """A wafer of dies with a share of them alight, the same ones each time."""
    rows = []
    for row in range(WAFER_ROWS):
        rows.append(say(*(_die(row, die, lit) for die in range(WAFER_DIES))))
    return tuple(rows)


def _die(row: int, die: int, lit: float) -> Piece:
    """One die: alight, dark, or outside the round."""
    across = (die - (WAFER_DIES - 1) / 2) / (WAFER_DIES / 2)
    down = (row - (WAFER_ROWS - 1) / 2) / (WAFER_ROWS / 2)
    if across * across + down * down > 1.0:
        return " " * DIE
    # A fixed scatter: multiplicative hashing of the place into 0..1.
    scatter = ((row * 73 + die * 151 + 29) * 2654435761 % 2**32) / 2**32
    return ("▄▄ ", AMBER if scatter < lit else RULE)
