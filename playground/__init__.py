"""Prompt Playground's core: prompts, models, scores. No Gradio in here."""

from playground.prompt import Prompt, load_model
from playground.scoring.options import Options

__all__ = ["Options", "Prompt", "load_model"]
