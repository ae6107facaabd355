"""One step per file, each with a way up and a way down."""
