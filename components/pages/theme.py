"""The Gradio theme: system fonts with Chinese fallbacks and nothing fetched from outside.

Colours and sizes live in `assets/css/tokens.css`; Gradio's own components are hardly used, so the
theme only keeps them from bringing fonts and colours of their own.
"""

from __future__ import annotations

import gradio as gr

SANS = (
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "sans-serif",
)
MONO = ("ui-monospace", "SFMono-Regular", "Consolas", "DejaVu Sans Mono", "Noto Sans CJK SC", "monospace")


def theme() -> gr.themes.Base:
    """A plain theme whose page and text colours equal the tokens, so that nothing flashes at load."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.indigo,
        font=SANS,
        font_mono=MONO,
    ).set(
        body_background_fill="#f6f8fb",
        body_background_fill_dark="#10151d",
        body_text_color="#16202e",
        body_text_color_dark="#e8edf5",
        block_border_width="0px",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        layout_gap="0px",
    )
