"""Bilingual dictionaries a user has, read into entries and turned round into a pack's tables of senses."""
