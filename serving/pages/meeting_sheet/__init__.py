"""«Samtaleark»: one printed page for the meeting with an employer, of what an employer may read and nothing else."""
