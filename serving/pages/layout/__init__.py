"""What every page stands in: the frame, the stylesheets, and forms that only our own pages can send."""
