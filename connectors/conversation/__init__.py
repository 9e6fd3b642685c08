"""The one door between channels and the assistant: whatever a person writes on whatever channel comes in here.

A channel is made with the door of its server, listens with :meth:`Conversations.listen`, hands over what
people write with :meth:`Conversations.receive`, and shows what stands in the log; it sends nothing else.
"""

from connectors.conversation.audience import Listener
from connectors.conversation.door import Conversations, Received
from connectors.conversation.output import LogOutput
from connectors.conversation.texts import RefusedText, read_text

__all__ = [
    "Conversations", "Listener", "LogOutput", "Received", "RefusedText", "read_text",
]
