"""What leaves the app: QR codes, hand-outs, stories. Data in, text out; it asks no model and keeps nothing."""
