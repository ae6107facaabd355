"""A visit to an employer: what to know before it, and what came of it."""
