"""The bytes of an attachment and its small picture, to those who may read them."""

import io

from flask import Blueprint, Response, send_file
from werkzeug.datastructures import FileStorage

from esat.accounts.permissions import allow, current_actor
from esat.errors import NotFound
from esat.files import access
from esat.files.content import JPEG, MAX_BYTES, PDF
from esat.files.models import StoredFile
from esat.files.service import Upload
from esat.files.store import store_of
from esat.web import door

blueprint = Blueprint("files", __name__, url_prefix="/fichiers")


@blueprint.get("/<int:file_id>")
@allow(access.READ)
def show(file_id: int) -> Response:
    return answer(_readable(file_id))


@blueprint.get("/<int:file_id>/vignette")
@allow(access.READ)
def thumbnail(file_id: int) -> Response:
    return answer(_readable(file_id), small=True)


def answer(file: StoredFile, *, small: bool = False) -> Response:
    """The bytes with the kind that was recognised on entry; rights are the caller's business."""
    sha256 = file.thumb_sha256 if small else file.sha256
    data = store_of(door.house().settings).read(sha256) if sha256 is not None else None
    if data is None:
        raise NotFound("file_gone")
    response = send_file(
        io.BytesIO(data),
        mimetype=JPEG if small else file.media_type,
        as_attachment=not small and file.media_type == PDF,
        download_name=f"vignette-{file.id}.jpg" if small else file.name,
        etag=str(sha256),
        conditional=True,
    )
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def received(upload: FileStorage) -> Upload:
    """The name and the bytes of an upload, never more than one above the limit."""
    return Upload(upload.filename or "", upload.stream.read(MAX_BYTES + 1))


def _readable(file_id: int) -> StoredFile:
    session = door.session()
    file = session.get(StoredFile, file_id)
    if file is None or not access.may_read(session, file, current_actor()):
        raise NotFound("not_found")
    return file
