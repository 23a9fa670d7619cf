"""The pictures of a draft: choosing them, covering what may not be seen, taking them out."""

from __future__ import annotations

import io
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from caseflow.core.evidence.answers import file_answer
from caseflow.core.evidence.custody import LOOK, PUBLICATION, note_custody
from caseflow.ground.errors import BadInput, StaleCase
from caseflow.ground.unit_of_work import unit_of_work
from caseflow.people.permissions.decorators import requires
from caseflow.people.permissions.policy import Permission
from caseflow.public.publication import actions
from caseflow.public.publication.actions import pictures
from caseflow.public.publication.actions.outward_pictures import covered
from caseflow.public.publication.forms.around import BrushForm, ChoosePictureForm, as_percents
from caseflow.public.publication.lifecycle import PublicationState
from caseflow.public.publication.models import Publication, PublicationPicture
from caseflow.public.publication.queries import publication_page
from caseflow.public.publication.queries.beside import picture_views
from caseflow.public.publication.views.blueprint import bp, stale, url_of


@bp.route("/<int:publication_id>/pictures", methods=["GET", "POST"])
@requires(Permission.PUBLICATION_DRAFT)
def choose_picture(publication_id: int) -> Any:
    """Choose a picture of the evidence for a draft."""
    row = actions.get_publication(publication_id)
    if row.state != PublicationState.DRAFT:
        return redirect(url_of(row), 303)
    form = ChoosePictureForm(data={"version": row.version})
    form.evidence.choices = pictures.picture_choices(row)
    if request.method == "GET" or request.form.get("intent") == "edit":
        return _choosing(row, form.on_top_of(row.version))
    if not form.validate():
        return _choosing(row, form), 422
    try:
        with unit_of_work():
            picture = pictures.choose_picture(
                row,
                current_user,
                version=form.version.data,
                evidence_id=form.evidence.data,
                caption=form.caption.data,
            )
    except StaleCase:
        return stale(row, form, _("Choose a picture"))
    except BadInput as error:
        form.form_errors.append(str(error))
        return _choosing(row, form), 422
    return redirect(url_for("publication.brush", publication_id=row.id, picture_id=picture.id), 303)


def _choosing(row: Publication, form: Any) -> str:
    view = publication_page(row, current_user)
    return render_template("publication/choose_picture.html", view=view, form=form)


@bp.route("/<int:publication_id>/pictures/<int:picture_id>", methods=["GET", "POST"])
@requires(Permission.PUBLICATION_DRAFT)
def brush(publication_id: int, picture_id: int) -> Any:
    """Cover faces, plates and door numbers of a picture, and confirm that nothing is left."""
    row = actions.get_publication(publication_id)
    picture = pictures.get_picture(row, picture_id)
    if row.state != PublicationState.DRAFT:
        return redirect(url_of(row), 303)
    first = {"caption": picture.caption, "regions": as_percents(picture.regions)}
    form = BrushForm(data={"version": row.version, **first})
    if request.method == "GET" or request.form.get("intent") == "edit":
        return _brushing(row, picture, form.on_top_of(row.version))
    if not form.validate():
        return _brushing(row, picture, form), 422
    is_covered, is_dropped = bool(form.is_covered.data), request.form.get("intent") == "drop"
    try:
        with unit_of_work():
            if is_dropped:
                pictures.drop_picture(row, picture, current_user, version=form.version.data)
            else:
                pictures.cover_picture(
                    row,
                    picture,
                    current_user,
                    version=form.version.data,
                    caption=form.caption.data,
                    regions=form.rectangles,
                    is_covered=is_covered,
                )
    except StaleCase:
        return stale(row, form, _("Cover what may not be seen"))
    except BadInput as error:
        form.form_errors.append(str(error))
        return _brushing(row, picture, form), 422
    if is_dropped or is_covered:
        flash(_("The picture was taken out.") if is_dropped else _("Covered and confirmed."))
        return redirect(url_of(row), 303)
    flash(_("Covered. Look at the result, then confirm that nothing is left."), "success")
    return redirect(url_for("publication.brush", publication_id=row.id, picture_id=picture.id), 303)


def _brushing(row: Publication, picture: PublicationPicture, form: Any) -> str:
    view = publication_page(row, current_user)
    return render_template("publication/brush.html", view=view, picture=picture, form=form)


@bp.get("/<int:publication_id>/pictures/<int:picture_id>/as-taken")
@requires(Permission.PUBLICATION_DRAFT)
def picture_as_taken(publication_id: int, picture_id: int) -> Response:
    """Show a picture before anything is covered, to whoever covers it; the look is recorded."""
    row = actions.get_publication(publication_id)
    picture = pictures.get_picture(row, picture_id)
    with unit_of_work():
        note_custody(picture.evidence_id, user_id=current_user.id, act=LOOK, place=PUBLICATION)
    return _picture(row, picture, [])


@bp.get("/<int:publication_id>/pictures/<int:picture_id>/as-public")
@requires(Permission.PUBLICATION_VIEW)
def picture_as_public(publication_id: int, picture_id: int) -> Response:
    """Show a picture as the public would see it."""
    row = actions.get_publication(publication_id)
    picture = pictures.get_picture(row, picture_id)
    return _picture(row, picture, picture.regions)


def _picture(row: Publication, picture: PublicationPicture, regions: list[list[float]]) -> Response:
    view = next(one for one in picture_views(row.id) if one.id == picture.id)
    made = covered(view.sha256, regions)
    name = f"{row.id}-{view.id}.jpg"
    return file_answer(io.BytesIO(made.content), "image/jpeg", name, is_saved=False)
