"""The parts of region resolution; `tasks.normalize.regions` puts them together.

mentions join names to paths, generic finds 全市 and 我县, bodies and towns what stands below the
county; home finds the page's own region, scope looks at others from it, roles says what a name does
in its clause; anchors are all of these in order, lists and tables share numbers out.
"""
