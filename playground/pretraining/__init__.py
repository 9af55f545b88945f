"""How the bundled model was made. Imported by nothing; run it: `python -m playground.pretraining --help`."""
