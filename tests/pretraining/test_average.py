"""The mean of weights, by hand."""

import pytest
import torch
from transformers import AutoModelForMaskedLM

from playground.models import loading
from playground.pretraining.__main__ import main
from playground.pretraining.average import averaged


@pytest.fixture
def other(checkpoint, tmp_path):
    """The tiny BERT with every weight one larger."""
    model = AutoModelForMaskedLM.from_pretrained(checkpoint("bert"), dtype=torch.float32)
    with torch.no_grad():
        for weight in model.parameters():
            weight += 1
    model.save_pretrained(tmp_path / "other")
    return tmp_path / "other"


def test_the_mean_lies_where_its_weights_say(checkpoint, other):
    first = AutoModelForMaskedLM.from_pretrained(checkpoint("bert"), dtype=torch.float32)
    mean = averaged([(checkpoint("bert"), 3), (other, 1)])
    for ours, theirs in zip(mean.parameters(), first.parameters(), strict=True):
        assert torch.allclose(ours, theirs + 0.25, atol=1e-6)


def test_models_of_two_shapes_have_no_mean(checkpoint):
    with pytest.raises(ValueError, match="shape"):
        averaged([(checkpoint("bert"), 1), (checkpoint("roberta"), 1)])


def test_the_program_writes_a_model(checkpoint, other, tmp_path):
    main(["average", "--model", f"{checkpoint('bert')}=0.75", f"{other}=0.25", "--output", str(tmp_path / "mean")])
    assert loading.load(tmp_path / "mean", "mean", "1").kind == "masked"
