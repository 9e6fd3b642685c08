"""Events with sign-up in the conversation: the form that gives a place, and what can be done with a ticket."""
