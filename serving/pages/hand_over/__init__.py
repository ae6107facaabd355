"""A hand-over of participants and follow-up: choosing whom, counting, and the sheet for whoever takes over."""
