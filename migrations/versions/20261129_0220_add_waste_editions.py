"""Add the editions of the catalogue of hazardous waste and their codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def _big_id() -> sa.types.TypeEngine[object]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "waste_editions",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("code_count", sa.Integer(), nullable=False),
        sa.Column(
            "imported_at",
            sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql"),
            nullable=False,
        ),
        sa.Column("imported_by_id", _big_id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["users.id"], name=op.f("fk_waste_editions_imported_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waste_editions")),
        sa.UniqueConstraint("in_force_from", name=op.f("uq_waste_editions_in_force_from")),
    )
    op.create_table(
        "waste_codes",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("edition_id", _big_id(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=1000), nullable=False),
        sa.Column("hazards", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["waste_editions.id"],
            name=op.f("fk_waste_codes_edition_id_waste_editions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waste_codes")),
        sa.UniqueConstraint("edition_id", "code", name=op.f("uq_waste_codes_edition_id_code")),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table("waste_codes")
    op.drop_table("waste_editions")
