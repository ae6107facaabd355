"""The database's tables and the steps by which they came to be."""
