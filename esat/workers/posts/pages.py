"""The list of posts and the form of one; what is done at each is on its job sheet."""

from collections.abc import Callable, Mapping
from itertools import groupby

from flask import Blueprint, Response, request, url_for

from esat.accounts.permissions import allow, current_actor
from esat.errors import Invalid
from esat.web import door, forms, htmx
from esat.workers import activities
from esat.workers.posts import keeping, posts, rights
from esat.workers.posts.keeping import PostIn
from esat.workers.posts.models import WorkPost
from esat.workers.posts.pictograms import PICTOGRAMS

blueprint = Blueprint("work_posts", __name__, url_prefix="/travailleurs/postes")
_ONE = "/<int:post_id>/modifier"


@blueprint.get("")
@allow(rights.READ)
def index() -> Response:
    """The living posts of the workshops that one sees; with `?fermes=1`, the closed ones."""
    by, labels = current_actor(), _workshops()
    closed = request.args.get("fermes") == "1" and by.can(rights.KEEP)
    found = posts.archived(door.session()) if closed else posts.offered(door.session(), "")
    mine = [one for one in found if by.workshops is None or one.workshop in {*by.workshops, ""}]
    ordered = sorted(mine, key=lambda one: (list(labels).index(one.workshop), one.position))
    return htmx.render(
        "workers/posts/index.html",
        chapters=[
            (labels[workshop], list(rows))
            for workshop, rows in groupby(ordered, key=lambda one: one.workshop)
        ],
        closed=closed,
        may_keep=by.can(rights.KEEP),
    )


@blueprint.get("/nouveau")
@allow(rights.KEEP)
def new() -> Response:
    return _form(None, {"activity": activities.PRODUCTION}, {})


@blueprint.post("/nouveau")
@allow(rights.KEEP)
def create() -> Response:
    return _kept(None, lambda given: keeping.add(door.session(), given, _known(), by=_by()))


@blueprint.get(_ONE)
@allow(rights.KEEP)
def edit(post_id: int) -> Response:
    post = _mine(post_id)
    return _form(post, post.model_dump(), {})


@blueprint.post(_ONE)
@allow(rights.KEEP)
def update(post_id: int) -> Response:
    post = _mine(post_id)
    return _kept(
        post, lambda given: keeping.change(door.session(), post, given, _known(), by=_by())
    )


@blueprint.post("/<int:post_id>/fermer")
@allow(rights.KEEP)
def archive(post_id: int) -> Response:
    """Offered no more; asked twice, it is closed once."""
    keeping.archive(door.session(), posts.the(door.session(), post_id), by=_by())
    return htmx.go_to(url_for("work_posts.index"))


@blueprint.post("/<int:post_id>/rouvrir")
@allow(rights.KEEP)
def reopen(post_id: int) -> Response:
    keeping.reopen(door.session(), posts.the(door.session(), post_id), by=_by())
    return htmx.go_to(url_for("work_posts.index"))


_by = current_actor


def _workshops() -> dict[str, str]:
    """Every workshop in its order, and the posts that belong to none of them."""
    known = {one.code: one.label for one in door.house().registry.workshops.values()}
    return {**known, "": "Tous les ateliers"}


def _known() -> frozenset[str]:
    return frozenset(_workshops()) - {""}


def _mine(post_id: int) -> WorkPost:
    post = posts.the(door.session(), post_id)
    rights.require(current_actor(), rights.KEEP, post.workshop)
    return post


def _kept(post: WorkPost | None, keep: Callable[[PostIn], WorkPost]) -> Response:
    try:
        kept = keep(forms.read(PostIn, request.form))
    except Invalid as error:
        door.session().rollback()
        return _form(post, request.form, error.fields)
    return htmx.go_to(url_for("activity_sheets.show", post_id=kept.id))


def _form(
    post: WorkPost | None, values: Mapping[str, object], errors: Mapping[str, str]
) -> Response:
    by = current_actor()
    return htmx.render(
        "workers/posts/form.html",
        status=422 if errors else 200,
        post=post,
        values=values,
        errors=errors,
        workshops=[pair for pair in _workshops().items() if rights.may(by, rights.KEEP, pair[0])],
        activities=[(one.code, one.label, "", one.pictogram) for one in activities.ALL],
        pictograms=[(code, label, "", code) for code, label in PICTOGRAMS.items()],
    )
