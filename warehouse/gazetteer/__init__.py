"""Places as data: GB/T 2260 divisions 1981 to 2024, towns and sub-districts, aliases, common words.

`build.py` makes `divisions.tsv` and `towns.tsv` from their sources; the other files are kept by
hand. `README.md` names the origins.
"""
