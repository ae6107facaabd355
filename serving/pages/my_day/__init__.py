"""«Min dag»: what a job specialist opens every morning."""
