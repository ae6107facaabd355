"""From a person to a list."""
