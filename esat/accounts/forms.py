"""The shapes of what people type about accounts, devices and stations; no rule of who may."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, StringConstraints

from esat.web.forms import Blank, FormShape, Required, Text

Secret = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=False)]


def _number_or_none(value: object) -> object:
    return None if value == "" else value


Chosen = Annotated[int | None, BeforeValidator(_number_or_none)]


class SignInForm(FormShape):
    login: Required
    password: Secret
    suite: Text = ""


class CodeForm(FormShape):
    code: Required
    suite: Text = ""


class BadgeForm(FormShape):
    badge: Required
    pin: Secret
    suite: Text = ""


class TokenForm(FormShape):
    token: Required


class PasswordForm(FormShape):
    current: Secret
    password: Secret
    again: Secret


class PersonForm(FormShape):
    login: Required
    display_name: Required
    email: Text = ""
    roles: tuple[str, ...] = ()
    workshops: tuple[str, ...] = ()
    ends_on: Annotated[date | None, Blank] = None


class RolesForm(FormShape):
    roles: tuple[str, ...] = ()
    workshops: tuple[str, ...] = ()
    ends_on: Annotated[date | None, Blank] = None


class GiveBadgeForm(FormShape):
    badge: Text = ""
    pin: Text = ""


class DeviceForm(FormShape):
    name: Required
    station: int
    role: Literal["comptoir", "borne"] = "comptoir"
    here: bool = False


class PlaceForm(FormShape):
    station: Chosen = None


class StationForm(FormShape):
    code: Text = ""
    name: Required
    workshop: Required
    zone: Literal["dirty", "clean", "none"] = "none"
    default_action: Text = ""
    printer: Text = ""
