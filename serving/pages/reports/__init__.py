"""«Meldte feil»: what job specialists have said is wrong with a workplace, for those who can put it right."""
