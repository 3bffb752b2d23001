"""What people decide on findings and names: kept, found again, carried on, and shown to be decided."""
