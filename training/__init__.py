"""From history to a model that earned its place."""
