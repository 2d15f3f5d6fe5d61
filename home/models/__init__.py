"""The models of what editors publish, re-exported."""

from .media import CustomDocument, CustomImage, CustomRendition
from .regions import Region
from .vocabulary import Sector, Tag

__all__ = ["CustomDocument", "CustomImage", "CustomRendition", "Region", "Sector", "Tag"]
