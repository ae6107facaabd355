"""For whoever leads the method at an office: how follow-up is kept up, together, and what became of starts."""
