# ruff: noqa: SIM905
"""The elements of HTML by how they are laid out; many short names, so each set is one string."""

BLOCKS = frozenset(
    (
        "address article aside blockquote body center dd details dialog dir div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol "
        "option p pre section summary table tbody tfoot thead tr ul caption includetail"
    ).split()
)

MARGIN = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre figure".split())
"""Blocks with an empty line above and below."""

CELLS = frozenset("td th".split())

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""Elements that hold nothing."""

WALLS = frozenset("table td th caption html".split())
"""No end tag from within closes what stands outside of these."""
