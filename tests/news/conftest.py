"""The desk's doors serve here too."""

from tests.web.conftest import at_desk

__all__ = ["at_desk"]
