"""The review on a terminal: full screen, or line by line."""
