"""What may go wrong, as a code and its parameters; the sentence for people is in `texts`."""

from typing import ClassVar, Self

from esat import texts


class EsatError(Exception):
    """A refusal with a code for tests and a French sentence for people."""

    status: ClassVar[int] = 500

    def __init__(self, code: str, /, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
        self.fields: dict[str, str] = {}

    def about(self, fields: dict[str, str]) -> Self:
        """The same refusal, with a French sentence for each field that it is about."""
        self.fields = fields
        return self

    @property
    def message(self) -> str:
        """The French sentence that says what to do next."""
        return texts.sentence(self.code, self.params)


class BadRequest(EsatError):  # noqa: N818 - named after the HTTP answer it becomes
    """The request cannot be read at all."""

    status = 400


class Unauthenticated(EsatError):  # noqa: N818
    """Nobody is signed in."""

    status = 401


class Forbidden(EsatError):  # noqa: N818
    """Somebody is signed in and may not do this."""

    status = 403


class NotFound(EsatError):  # noqa: N818
    """There is no such thing, or not for this person."""

    status = 404


class Refused(EsatError):  # noqa: N818
    """The rules of the trade say no, now."""

    status = 409


class TooLarge(EsatError):  # noqa: N818
    """More was sent than is read."""

    status = 413


class WrongType(EsatError):  # noqa: N818
    """The content type is not one that is read here."""

    status = 415


class Invalid(EsatError):  # noqa: N818
    """The shape was read and a value is wrong; `fields` maps a field to its French sentence."""

    status = 422

    def __init__(
        self, code: str, /, fields: dict[str, str] | None = None, **params: object
    ) -> None:
        super().__init__(code, **params)
        self.fields = fields or {}


class TooMany(EsatError):  # noqa: N818
    """Asked too often; `retry_after` is in seconds."""

    status = 429

    def __init__(self, code: str, /, retry_after: int = 60, **params: object) -> None:
        super().__init__(code, **params)
        self.retry_after = retry_after
