"""How a mail leaves: over SMTP, or as an `.eml` file; it knows no table."""

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from esat.config import Settings

TIMEOUT: Final = 20.0
PORTS: Final = {"smtp": 25, "starttls": 587, "smtps": 465}


class MailFailure(Exception):  # noqa: N818 - a mail that did not leave is no programming error
    """A mail did not leave. `for_good`: the address was refused, trying again is useless;
    `broken`: the connection is gone, and so is the rest of this round.
    """

    def __init__(self, text: str, *, for_good: bool = False, broken: bool = False) -> None:
        super().__init__(text)
        self.for_good = for_good
        self.broken = broken


class Transport(Protocol):
    """One open way out."""

    def send(self, message: EmailMessage, name: str) -> None:
        """Send or raise `MailFailure`; `name` is stable for a mail."""


@contextmanager
def opened(settings: Settings) -> Iterator[Transport]:
    """The way out that the settings name. A demo base never sends."""
    if settings.demo or not settings.smtp_url:
        yield Folder(settings.data_dir / "mails")
        return
    client = _connect(settings.smtp_url)
    try:
        yield Smtp(client)
    finally:
        try:
            client.quit()
        except (smtplib.SMTPException, OSError):
            client.close()


class Folder:
    """Mails as files, written whole or not at all, readable by the server's account only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage, name: str) -> None:
        target = self._folder / f"{name}.eml"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            partial = target.with_suffix(".part")
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(message.as_bytes())
                file.flush()
                os.fsync(file.fileno())
            partial.replace(target)
        except OSError as error:
            raise MailFailure(f"Fichier non écrit : {error.strerror}", broken=True) from error


class Smtp:
    """Mails over one SMTP connection."""

    def __init__(self, client: smtplib.SMTP) -> None:
        self._client = client

    def send(self, message: EmailMessage, name: str) -> None:
        del name
        try:
            self._client.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            raise MailFailure(_said(code, text), for_good=500 <= code < 600) from error
        except smtplib.SMTPServerDisconnected as error:
            raise MailFailure("Le serveur de courriel a coupé la liaison.", broken=True) from error
        except smtplib.SMTPResponseException as error:
            raise MailFailure(_said(error.smtp_code, error.smtp_error)) from error
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            raise MailFailure(_named(error), broken=isinstance(error, OSError)) from error


def _connect(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    try:
        if parts.scheme not in PORTS or not parts.hostname:
            raise MailFailure("ESAT_SMTP_URL est illisible : smtp://hôte:port", broken=True)
        port = parts.port or PORTS[parts.scheme]
        tls = ssl.create_default_context()
        if parts.scheme == "smtps":
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                parts.hostname, port, timeout=TIMEOUT, context=tls
            )
        else:
            client = smtplib.SMTP(parts.hostname, port, timeout=TIMEOUT)
        return _greeted(client, parts, tls)
    except smtplib.SMTPResponseException as error:
        raise MailFailure(_said(error.smtp_code, error.smtp_error), broken=True) from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise MailFailure(_named(error), broken=True) from error


def _greeted(client: smtplib.SMTP, parts: SplitResult, tls: ssl.SSLContext) -> smtplib.SMTP:
    """Encrypt when asked or offered, then sign in; a password never travels in clear."""
    host = parts.hostname or ""
    try:
        client.ehlo()
        offered = client.has_extn("starttls")
        if parts.scheme == "starttls" or (parts.scheme == "smtp" and offered and not _near(host)):
            client.starttls(context=tls)
            client.ehlo()
            offered = True
        if parts.username:
            _sign_in(client, parts, private=offered or parts.scheme == "smtps" or _near(host))
    except BaseException:
        client.close()
        raise
    return client


def _sign_in(client: smtplib.SMTP, parts: SplitResult, *, private: bool) -> None:
    if not private:
        raise MailFailure("Le serveur ne chiffre pas : mot de passe non envoyé.", broken=True)
    client.login(unquote(parts.username or ""), unquote(parts.password or ""))


def _near(host: str) -> bool:
    """Whether the server is on this machine."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _said(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"Le serveur de courriel répond {code} : {words}"


def _named(error: Exception) -> str:
    return f"Serveur de courriel injoignable : {type(error).__name__} {error}"
