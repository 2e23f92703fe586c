"""The settings, frozen, read once from the environment; what the house decides is data."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

PREFIX = "ESAT_"
MODULES = (
    "workshops.laundry",
    "workshops.green_spaces",
    "workshops.bookbinding",
    "workshops.subcontracting",
    "laundry_rabc",
)


class SettingsError(Exception):
    """A setting is unknown or cannot be read; the text is French and names it."""


class Settings(BaseModel):
    """Every setting, each with its default for a first run on SQLite."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(Path("esat-data"), description="folder of the database, files and keys")
    database_url: str = Field("", description="`sqlite:///…` or `postgresql+psycopg://…`")
    owner_database_url: str = Field("", description="PostgreSQL role that owns the schema")
    secret_key: str = Field("", description="signs links and seals; made once when empty")
    base_url: str = Field("http://127.0.0.1:8000", description="address written in mails and QR")
    smtp_url: str = Field(
        "", description="`smtp://user:pass@host:port`; mails go to files if empty"
    )
    mail_from: str = Field("atelier@exemple.invalid", description="sender of the mails")
    timezone: str = Field("Europe/Paris", description="zone of every date shown")
    house_name: str = Field("ESAT Atelier", description="name on every page and paper")
    modules: tuple[str, ...] = Field(MODULES, description="packages loaded, comma separated")
    host: str = Field("127.0.0.1", description="address that the server listens on")
    port: int = Field(8000, ge=1, le=65535, description="port that the server listens on")
    threads: int = Field(16, ge=1, le=128, description="threads of the web process")
    max_body_mb: int = Field(25, ge=1, le=512, description="largest request read, in MB")
    trusted_proxy: bool = Field(default=False, description="believe X-Forwarded-* of one proxy")
    metrics_token: str = Field("", description="opens /metrics from elsewhere than this machine")
    second_factor: bool = Field(default=True, description="ask office and direction for a code")
    mqtt_url: str = Field("", description="`mqtt://user:pass@host:1883`, where sensors push")
    demo: bool = Field(default=False, description="a demo base: never sends, says so on each page")

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in available_timezones():
            msg = "unknown zone"
            raise ValueError(msg)
        return name

    @property
    def url(self) -> str:
        """The database address, SQLite in the data folder when none is given."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'esat.db'}"

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    def secret(self) -> str:
        """The installation's secret: the setting, else a key made once in the data folder."""
        if self.secret_key:
            return self.secret_key
        file = self.data_dir / "secret.key"
        if not file.exists():
            self.data_dir.mkdir(parents=True, exist_ok=True)
            _write_once(file, secrets.token_urlsafe(48))
        return file.read_text(encoding="utf-8").strip()

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Read `ESAT_…` names; `_FILE` gives a secret from a file; an unknown name is refused."""
        source = os.environ if env is None else env
        values: dict[str, object] = {}
        for name, text in source.items():
            if not name.startswith(PREFIX) or name.startswith("ESAT_TEST_"):
                continue
            key, value = _named(name, text)
            if key not in cls.model_fields:
                raise SettingsError(f"Réglage inconnu : {name}. Vérifiez le tableau du README.")
            values[key] = _list(value) if key == "modules" else value
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            names = ", ".join(PREFIX + str(e["loc"][0]).upper() for e in error.errors())
            raise SettingsError(f"Réglage illisible : {names}.") from error


def _named(name: str, text: str) -> tuple[str, str]:
    key = name[len(PREFIX) :].lower()
    if not key.endswith("_file"):
        return key, text
    try:
        return key.removesuffix("_file"), Path(text).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"Fichier illisible pour {name} : {text}.") from error


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _write_once(file: Path, text: str) -> None:
    """Two processes may start together: the first one's key is the key, and it is whole."""
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    with contextlib.suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()


_installed: list[Settings] = []


def install(settings: Settings) -> None:
    """Make `settings` those of this process; the composition root does, once."""
    _installed[:] = [settings]


def current() -> Settings:
    """The settings of this process, for what no request and no job hands them to."""
    if not _installed:
        raise LookupError("no settings are installed: compose the application first")
    return _installed[0]
