"""A participant's list: the cards, the map, the drawings, and why one stands above another."""
