"""The review in the browser: a server for one computer, and the page it shows."""
