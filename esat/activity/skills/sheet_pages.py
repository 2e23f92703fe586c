"""The sheet of a post on screen and on paper, its pictures, and the form that writes it."""

from collections.abc import Mapping

from flask import Blueprint, Response, request, url_for

from esat.accounts.permissions import allow, current_actor
from esat.activity.skills import once_pages, sheets
from esat.activity.skills.sheets import StepIn
from esat.errors import NotFound
from esat.files import pages as file_pages
from esat.files.models import StoredFile
from esat.production import once
from esat.web import door, htmx
from esat.workers.posts import posts, rights
from esat.workers.posts.models import WorkPost

blueprint = Blueprint("activity_sheets", __name__, url_prefix="/travailleurs/postes")
_ONE = "/<int:post_id>"


@blueprint.get(_ONE)
@allow(rights.READ)
def show(post_id: int) -> Response:
    """What is done at the post, one step after the other; it prints on one sheet or two."""
    post = _post(post_id, rights.READ)
    return htmx.render(
        "activity/skills/sheet.html",
        post=post,
        sheet=sheets.of_post(door.session(), post_id),
        may_keep=rights.may(current_actor(), rights.KEEP, post.workshop),
    )


@blueprint.get(_ONE + "/etapes/<int:position>/photo")
@allow(rights.READ)
def photo(post_id: int, position: int) -> Response:
    _post(post_id, rights.READ)
    file_id = sheets.file_of(door.session(), post_id, position)
    file = door.session().get(StoredFile, file_id) if file_id is not None else None
    if file is None:
        raise NotFound("not_found")
    return file_pages.answer(file)


@blueprint.get(_ONE + "/etapes")
@allow(rights.KEEP)
def edit(post_id: int) -> Response:
    post = _post(post_id, rights.KEEP)
    steps = sheets.of_post(door.session(), post_id).steps
    return _form(post, {f"words-{one.position}": one.words for one in steps}, {})


@blueprint.post(_ONE + "/etapes")
@allow(rights.KEEP)
def write(post_id: int) -> Response:
    """A further version of the sheet."""
    post, session, by = _post(post_id, rights.KEEP), door.session(), current_actor()

    def work() -> str:
        sheets.write(session, post, _sent(), by=by)
        return url_for("activity_sheets.show", post_id=post_id)

    return once_pages.act(
        f"sheet.{post_id}", work,
        lambda errors, status: _form(_post(post_id, rights.KEEP), request.form, errors, status),
    )  # fmt: skip


def _post(post_id: int, capability: str) -> WorkPost:
    post = posts.the(door.session(), post_id)
    by = current_actor()
    every = capability == rights.READ and not post.workshop
    if not every:
        rights.require(by, capability, post.workshop)
    return post


def _sent() -> list[StepIn]:
    """The steps that say something, in their order; one with a picture alone is told so."""
    steps = []
    for n in range(1, sheets.STEPS + 1):
        words = request.form.get(f"words-{n}", "").strip()
        picture = once_pages.picture(f"photo-{n}")
        dropped = request.form.get(f"drop-{n}") == "1"
        if words or picture is not None:
            steps.append(StepIn(n, " ".join(words.split()), picture, None if dropped else n))
    return steps


def _form(
    post: WorkPost, values: Mapping[str, str], errors: Mapping[str, str], status: int = 200
) -> Response:
    steps = sheets.of_post(door.session(), post.id or 0).steps
    return htmx.render(
        "activity/skills/sheet_form.html",
        status=status,
        post=post,
        values=values,
        errors=errors,
        numbers=range(1, sheets.STEPS + 1),
        pictured={one.position for one in steps if one.file_id is not None},
        key=once.fresh(),
    )
