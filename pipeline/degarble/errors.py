"""What can go wrong, each with the next step for the person who meets it."""


class DegarbleError(Exception):
    """Say what was seen and where (`message`) and what to do about it (`hint`)."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class ConfigError(DegarbleError):
    """A setting is unknown or has a value that makes no sense."""


class InputError(DegarbleError):
    """An input cannot be read as text."""


class KnowledgeError(DegarbleError):
    """A knowledge file breaks its format; the message names file and line."""


class MissingExtra(DegarbleError):  # noqa: N818 - the name says what is missing
    """An optional dependency is asked for and not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs an optional dependency.", f"pip install 'degarble[{extra}]'")
        self.extra = extra


class EditError(DegarbleError):
    """An edit does not fit the text it is meant for."""
