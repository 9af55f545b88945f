"""Where the models, demo sets, catalogues, scripts and style sheets lie.

In the clone they stand beside this package, in an installed wheel within it (`setup.py` puts them there).
"""

from __future__ import annotations

from pathlib import Path

_INSTALLED = Path(__file__).resolve().parent / "_assets"

#: The folder `assets`, wherever the project runs.
ASSETS = _INSTALLED if _INSTALLED.is_dir() else _INSTALLED.parents[1] / "assets"
