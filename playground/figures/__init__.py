"""Results -> plain data -> Plotly figures as JSON. Colours are the page's variables."""
