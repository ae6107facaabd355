"""The subsidy rule book: dated, sourced values in `book/`, and the code that applies them to one match.

Code names a parameter; its value, the day it took effect, its source and the day somebody last checked it stand in
YAML, where a jurist can read and change them. Every amount is guidance and never a decision.
"""
