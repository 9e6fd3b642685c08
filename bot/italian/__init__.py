"""Italian as people write it and as we write it: text, numbers, dates, places, people. Pure."""
