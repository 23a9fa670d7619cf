"""Let published pages carry tables, corrections, expiry and pictures; keep what was public when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

PAGES, PICTURES, VERSIONS = "published_pages", "published_pictures", "publication_versions"

FILLED = {
    "version": (sa.Integer(), "1"),
    "tables": (sa.JSON(), "'[]'"),
    "legal_basis": (sa.String(length=300), "''"),
    "correction": (sa.String(length=300), "''"),
}
"""Columns that old rows get a value for, as SQL."""


def _big_id() -> sa.types.TypeEngine[object]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _instant() -> sa.types.TypeEngine[object]:
    return sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def _widen_pages() -> None:
    with op.batch_alter_table(PAGES) as batch:
        for name, (kind, _value) in FILLED.items():
            batch.add_column(sa.Column(name, kind, nullable=True))
        batch.add_column(sa.Column("changed_at", _instant(), nullable=True))
        for name in ("corrected_on", "expires_on", "expired_on"):
            batch.add_column(sa.Column(name, sa.Date(), nullable=True))
    values = ", ".join(f"{name} = {value}" for name, (_kind, value) in FILLED.items())
    op.execute(f"UPDATE {PAGES} SET {values}, changed_at = published_on")
    if op.get_bind().dialect.name == "sqlite":  # A day is no instant in its texts.
        op.execute(f"UPDATE {PAGES} SET changed_at = published_on || ' 00:00:00.000000'")
    with op.batch_alter_table(PAGES) as batch:
        for name, (kind, _value) in FILLED.items():
            batch.alter_column(name, existing_type=kind, nullable=False)
        batch.alter_column("changed_at", existing_type=_instant(), nullable=False)
        batch.create_index("ix_published_pages_changed_at", ["changed_at"])


def _pictures() -> None:
    op.create_table(
        PICTURES,
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("caption", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("slug", "position", name="pk_published_pictures"),
    )


def _versions() -> None:
    op.create_table(
        VERSIONS,
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("publication_id", _big_id(), nullable=False),
        sa.Column("public_from_at", _instant(), nullable=False),
        sa.Column("public_until_at", _instant(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("page", sa.JSON(), nullable=False),
        sa.Column("picture_hashes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["publication_id"],
            ["publications.id"],
            name="fk_publication_versions_publication_id_publications",
        ),
        sa.PrimaryKeyConstraint("slug", "version", name="pk_publication_versions"),
    )
    for column in ("publication_id", "public_from_at"):
        op.create_index(f"ix_publication_versions_{column}", VERSIONS, [column])


def upgrade() -> None:
    _widen_pages()
    _pictures()
    _versions()


def downgrade() -> None:
    op.drop_table(VERSIONS)
    op.drop_table(PICTURES)
    with op.batch_alter_table(PAGES) as batch:
        batch.drop_index("ix_published_pages_changed_at")
        for name in (*FILLED, "changed_at", "corrected_on", "expires_on", "expired_on"):
            batch.drop_column(name)
