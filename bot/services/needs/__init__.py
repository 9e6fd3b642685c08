"""The register of needs: what people ask that is somebody's task, and whose."""

from bot.services.needs.reading import NeedIndex, is_follow_up, is_said_wholly, read_need
from bot.services.needs.rows import FIRM_CALLBACK, FIRM_NEEDS, NeedView, find_need, index_needs, list_needs, name_need

__all__ = [
    "FIRM_CALLBACK", "FIRM_NEEDS", "NeedIndex", "NeedView", "find_need", "index_needs", "is_follow_up", "list_needs",
    "name_need", "is_said_wholly", "read_need"]
