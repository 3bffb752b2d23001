"""Measures of a run against labelled texts: gold in, findings beside it, figures with intervals out."""
