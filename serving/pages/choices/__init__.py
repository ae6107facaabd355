"""What a specialist decides about a suggestion with one tap, and an employer put on a list by hand."""
