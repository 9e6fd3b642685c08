"""What a turn of a conversation means: the turn, forms, and the words that only a dialogue has."""
