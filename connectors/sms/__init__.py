"""Text messages, by an HTTP gateway; they only go out."""
