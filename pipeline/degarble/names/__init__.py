"""What a name is: finding, comparing and choosing the form to write."""
