"""degarble: repair machine-translated text when the source is gone."""

__version__ = "0.1.0"
