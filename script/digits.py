"""Makes a face of ten digits of equal width: digits.py IN.woff2 OUT.woff2 WEIGHT.

Be Vietnam Pro has no tabular figures: its "1" is 385 units wide, its "4" 710, so columns of
numbers would dance. This keeps 0-9 of the latin file, gives each an advance of 640 units with
its outline in the middle, drops kerning and everything else, and calls the result "BD So".
The licence of the face (OFL) allows it; it reserves no name.
"""

import sys

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ADVANCE = 640
DIGITS = range(0x30, 0x3A)


def main(source, target, weight):
    font = TTFont(source, recalcTimestamp=False)

    options = Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = False
    options.name_IDs = [0, 13, 14]  # who made it, under which licence
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "DSIG", "meta"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=DIGITS)
    subsetter.subset(font)

    glyf, hmtx, cmap = font["glyf"], font["hmtx"], font.getBestCmap()
    for code in DIGITS:
        name = cmap[code]
        glyph = glyf[name]
        if glyph.isComposite():
            sys.exit(f"{source}: digit {code - 0x30} is put together from other glyphs")
        width = glyph.xMax - glyph.xMin
        shift = round((ADVANCE - width) / 2) - glyph.xMin
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(glyf)
        hmtx[name] = (ADVANCE, glyph.xMin)

    style = {"400": "Regular", "600": "SemiBold"}[weight]
    for number, text in {1: "BD So", 2: style, 3: f"BD So {style}", 4: f"BD So {style}", 6: f"BDSo-{style}"}.items():
        font["name"].setName(text, number, 3, 1, 0x409)

    font.flavor = "woff2"
    font.save(target)

    made = TTFont(target)
    for code in DIGITS:
        advance, bearing = made["hmtx"][made.getBestCmap()[code]]
        glyph = made["glyf"][made.getBestCmap()[code]]
        if advance != ADVANCE or abs(bearing - (ADVANCE - glyph.xMax)) > 1:
            sys.exit(f"{target}: digit {code - 0x30} has advance {advance}, edges {bearing} and {ADVANCE - glyph.xMax}")


if __name__ == "__main__":
    main(*sys.argv[1:])
