"""The waiting list in the conversation: the form that leaves a wish, and answers to an offered place."""
