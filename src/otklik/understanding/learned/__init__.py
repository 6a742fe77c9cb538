"""The classifier that learns from what people decided. Loads scikit-learn: import it late."""
