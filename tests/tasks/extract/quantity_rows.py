"""The notation of the quantity tables: "200人 >95% <3000元 ~30家" beside a sentence.

Each word is a bound (nothing for "="), a value as it goes into the dataset and the unit given out.
All quantities of the sentence are listed, in order; "" says that there are none.
"""

from __future__ import annotations

from decimal import Decimal

from tasks.extract import find_quantities
from tasks.records import Quantity

Row = tuple[str, str]


def notation(quantity: Quantity) -> str:
    """One quantity in the notation of the tables."""
    bound = "" if quantity.bound.value == "=" else quantity.bound.value
    return f"{bound}{Decimal(quantity.value):f}{quantity.unit}"


def found_in(text: str) -> str:
    """All quantities of a sentence in the notation of the tables."""
    return " ".join(notation(quantity) for quantity in find_quantities(text))
