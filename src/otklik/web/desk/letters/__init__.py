"""Letters: taking one, the templates of the municipality, ended correspondence."""
