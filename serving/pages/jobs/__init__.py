"""A job or trial while it lasts: begun, followed up, «det butter», and ended."""
