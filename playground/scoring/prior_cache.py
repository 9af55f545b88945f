"""Word priors that were found already: they do not depend on the example. What asks for them is `predict.py`."""

from __future__ import annotations

from torch import Tensor

from playground.recent import Recent


class PriorCache(Recent[Tensor]):
    """Word priors do not depend on the example: keep the last few hundred."""

    def __init__(self, size: int = 256):
        super().__init__(size)
