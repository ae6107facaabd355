"""The HTTP interface, to be read without scripts."""
