"""One file per outside source: what it calls things, and what we call them."""
