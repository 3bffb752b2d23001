"""What a run tells: text for people, JSON Lines, tables, a unified diff, a page to review."""
