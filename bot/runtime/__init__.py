"""What runs the assistant: launcher, in-process actions, measured patches of Rasa."""
