"""What we know about this person, this workplace and this pair, on a date."""
