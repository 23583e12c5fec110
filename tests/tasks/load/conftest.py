"""The warehouse fixtures, for the load."""

from tests.warehouse.conftest import con, layout, template

__all__ = ["con", "layout", "template"]
