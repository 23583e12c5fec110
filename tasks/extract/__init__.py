"""Reading numbers out of Chinese prose: text to quantities, quantities to observations."""

from tasks.extract.quantities import find_in_reading, find_non_quantities, find_quantities

__all__ = ["find_in_reading", "find_non_quantities", "find_quantities"]
