from __future__ import annotations

import pytest

from features.text.exceptions import kept_places


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("jobbe med dyr unntatt gris", "jobbe med dyr"),
        ("i stedet for butikk vil jeg prøve lager", "vil jeg prøve lager"),
        ("heller lager enn butikk", "heller lager"),
        ("lager fremfor kjøkken", "lager"),
        ("vil bytte fra kjøkken til kontor", "vil til kontor"),
        ("hva som helst bare ikke kjøkken", "hva som helst"),
        ("bortsett fra renhold", ""),
        ("mer enn to timer", "mer enn to timer"),
        ("fra mandag til fredag", "fra mandag til fredag"),
        ("bære varer fra bilen til lageret", "bære varer fra bilen til lageret"),
        ("", ""),
    ],
)
def test_what_is_set_apart_is_taken_away(said, left):
    words = said.split()
    assert " ".join(words[place] for place in kept_places(words)) == left
