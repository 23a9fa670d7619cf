"""Add who let the work after an import go on, so that the history names them for their part."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("import_tasks") as batch:
        batch.add_column(
            sa.Column(
                "resumed_by_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch.create_foreign_key(
            op.f("fk_import_tasks_resumed_by_id_users"), "users", ["resumed_by_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("import_tasks") as batch:
        batch.drop_constraint(op.f("fk_import_tasks_resumed_by_id_users"), type_="foreignkey")
        batch.drop_column("resumed_by_id")
