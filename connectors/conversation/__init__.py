"""The one door between channels and the assistant: whatever a person writes on whatever channel comes in here.

A channel gets the door of its server with :func:`door_of`, listens with :meth:`Conversations.listen`, hands over what
people write with :meth:`Conversations.receive`, and shows what stands in the log; it sends nothing else.
"""

from connectors.conversation.audience import Listener
from connectors.conversation.door import Conversations, Received, door_of
from connectors.conversation.output import LogOutput
from connectors.conversation.texts import EMPTY, STALE_BUTTON, Refused, read_text

__all__ = [
    "EMPTY", "STALE_BUTTON", "Conversations", "Listener", "LogOutput", "Received", "Refused", "door_of", "read_text",
]
