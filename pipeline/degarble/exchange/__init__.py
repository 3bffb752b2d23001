"""Lists of names in other programs' formats and in ours."""
