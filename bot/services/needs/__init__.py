"""The register of needs: what people ask that is somebody's task, and whose."""

from bot.services.needs.reading import NeedIndex, is_follow_up, read_need, says_wholly
from bot.services.needs.rows import FIRM_CALLBACK, NeedView, find_need, index_needs, list_needs, name_need

__all__ = [
    "FIRM_CALLBACK", "NeedIndex", "NeedView", "find_need", "index_needs", "is_follow_up", "list_needs", "name_need",
    "read_need", "says_wholly"]
