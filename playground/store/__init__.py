"""What outlives the app's process: jobs, their reports and files, trained prompts. SQLAlchemy lives here only."""
