"""Keeps the letters of Vietnamese and English pages: letters.py IN.woff2 OUT.woff2.

The latin file has the letters of all of western Europe. This keeps ASCII, the vowels of Vietnamese
that stand in Latin-1, and the signs that pages write, with kerning and hints: half the bytes. Other
letters are drawn with a face of the system. The licence of the face (OFL) allows it.
"""

import sys

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

VOWELS = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ"
SIGNS = "\u00a0§©«»°±²·×–—‘’“”•…−"


def main(source, target):
    font = TTFont(source, recalcTimestamp=False)
    options = Options()
    options.layout_features = ["kern"]
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    options.drop_tables += ["GSUB", "GDEF", "STAT", "DSIG", "meta"]
    options.flavor = "woff2"
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*range(0x20, 0x7F), *map(ord, VOWELS + VOWELS.lower() + SIGNS)])
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(target)


main(*sys.argv[1:])
