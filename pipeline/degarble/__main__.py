"""`python -m degarble` is the command `degarble`."""

from degarble.cli import main

if __name__ == "__main__":
    main()
