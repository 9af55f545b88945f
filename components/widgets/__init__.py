"""Custom `gr.HTML` widgets: thin Python shells whose drawing lives in `assets/js`."""
