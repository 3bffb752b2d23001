"""Inference only: text in, numbers out; no rules."""
