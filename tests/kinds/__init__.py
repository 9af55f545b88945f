"""A kind of job that is no part of the app, to prove that adding one takes its own folder and a registering line."""
