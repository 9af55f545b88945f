"""What the pages of evaluations share: from a form to a job, reading what it left behind, its line in the list."""
