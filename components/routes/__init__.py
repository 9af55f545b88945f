"""What the app answers beside Gradio: calls, uploads, scripts."""
