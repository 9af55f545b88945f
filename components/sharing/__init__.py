"""Links, their QR codes, and sheets to print."""
