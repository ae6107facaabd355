"""«Mine deltakere», and one of them: wishes, what is missing, what may be shared, and the way to the list."""
