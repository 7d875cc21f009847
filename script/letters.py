"""Keeps the letters of Vietnamese and English pages: letters.py PART IN.woff2 OUT.woff2.

The latin file has the letters of all of western Europe. This keeps ASCII, the vowels of Vietnamese
that stand in Latin-1, and the signs that pages write: half the bytes. Of the vietnamese file all
letters stay. Kerning, marks and hints stay, names and all else go. Other letters are drawn with a
face of the system. The licence of the face (OFL) allows it.
"""

import sys

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

VOWELS = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ"
SIGNS = "\u00a0§©«»°±²·×–—‘’“”•…−"


def main(part, source, target):
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    latin = part == "latin"
    options.layout_features = ["kern"] if latin else ["kern", "ccmp", "mark", "mkmk"]
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.drop_tables += ["STAT", "DSIG", "meta"]
    options.flavor = "woff2"
    subsetter = Subsetter(options)
    kept = [*range(0x20, 0x7F), *map(ord, VOWELS + VOWELS.lower() + SIGNS)]
    subsetter.populate(unicodes=kept if latin else font.getBestCmap())
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


main(*sys.argv[1:])
