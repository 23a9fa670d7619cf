"""Take petitions in over the portal: sealed rows, functions for a user that reads no table."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0031"
branch_labels = None
depends_on = None

WAITING = {"portal_submissions": ("received_at", "registered_at IS NULL"),
           "portal_requests": ("asked_at", "done_at IS NULL")}  # fmt: skip
"""Table → the column of its index of waiting rows, and which those are."""

DRAFT = """
CREATE FUNCTION portal_draft(asked text) RETURNS TABLE (version integer, sealed text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT d.version, d.sealed FROM portal_drafts d
  WHERE d.key = asked ORDER BY d.version DESC LIMIT 1
$$
"""
PHONE_COUNT = """
CREATE FUNCTION portal_phone_count(hash text, since timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*) FROM portal_submissions s WHERE s.phone_hash = hash AND s.received_at > since
$$
"""
RATING = """
CREATE FUNCTION portal_rating(asked_id bigint, asked_number text) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  asked petitions%ROWTYPE;
  found json;
BEGIN
  SELECT * INTO asked FROM petitions p WHERE p.id = asked_id AND p.number = asked_number;
  IF asked.id IS NULL THEN RETURN NULL; END IF;
  IF to_regclass('public.petition_ratings') IS NOT NULL THEN
    SELECT json_build_object(
      'is_solved', newest.is_solved, 'satisfaction', newest.satisfaction,
      'rated_at', newest.rated_at,
      'first_rated_at', (SELECT min(r.rated_at) FROM petition_ratings r
                         WHERE r.petition_id = asked.id AND r.rated_at >= asked.answered_at))
    INTO found
    FROM petition_ratings newest WHERE newest.petition_id = asked.id
    ORDER BY newest.id DESC LIMIT 1;
  END IF;
  RETURN json_build_object('answered_at', asked.answered_at, 'reply_way', asked.reply_way,
                           'rating', found);
END
$$
"""
"""The table of ratings comes with another migration; until then nothing is rated."""
STATUS = """
CREATE FUNCTION portal_status(asked text, hash text) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  handed_in portal_submissions%ROWTYPE;
  found_id bigint;
BEGIN
  SELECT * INTO handed_in FROM portal_submissions s WHERE s.number = asked;
  IF handed_in.key IS NOT NULL AND handed_in.petition_id IS NULL THEN
    IF handed_in.code_hash <> hash THEN RETURN NULL; END IF;
    RETURN json_build_object('receipt', handed_in.number, 'submitted_at', handed_in.received_at);
  END IF;
  SELECT p.id INTO found_id FROM petitions p
  WHERE (p.number = asked OR p.id = handed_in.petition_id)
    AND (p.lookup_code_hash = hash OR EXISTS (
      SELECT 1 FROM further_codes c
      WHERE c.petition_id = p.id AND c.code_hash = hash AND c.expires_at > now()));
  IF found_id IS NULL THEN RETURN NULL; END IF;
  RETURN (
    SELECT json_build_object(
      'id', p.id, 'reply_way', p.reply_way,
      'rating', portal_rating(p.id, p.number)->'rating',
      'receipt', (SELECT s.number FROM portal_submissions s WHERE s.petition_id = p.id),
      'number', p.number, 'subject', p.subject, 'submitted_at', p.submitted_at,
      'registered_at', p.registered_at, 'state', coalesce(answering.state, own.state),
      'promised_on', p.promised_on, 'answered_at', p.answered_at,
      'unit', (SELECT u.name FROM units u WHERE u.id = coalesce(answering.unit_id, own.unit_id)),
      'reply', (SELECT r.words FROM replies r
                WHERE r.petition_id = p.id AND r.kind = 'reply' ORDER BY r.id DESC LIMIT 1),
      'notices', (SELECT coalesce(json_agg(json_build_object(
                    'kind', n.kind, 'words', n.words, 'given_at', n.given_at) ORDER BY n.id), '[]')
                  FROM notices n WHERE n.petition_id = p.id))
    FROM petitions p
    JOIN cases own ON own.id = p.case_id
    LEFT JOIN cases answering ON answering.id = own.leading_case_id
    WHERE p.id = found_id);
END
$$
"""
FUNCTIONS = {
    "portal_draft(text)": DRAFT,
    "portal_phone_count(text, timestamptz)": PHONE_COUNT,
    "portal_rating(bigint, text)": RATING,
    "portal_status(text, text)": STATUS,
}
"""What the user of the portal may call; each runs with the rights of the tables' owner."""


def _instant() -> sa.types.TypeEngine[object]:
    return sa.DateTime().with_variant(sa.DateTime(timezone=True), "postgresql")


def _big_id() -> sa.types.TypeEngine[object]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _drafts() -> None:
    op.create_table(
        "portal_drafts",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("saved_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("key", "version", name="pk_portal_drafts"),
    )
    op.create_table(
        "portal_files",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", _instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_portal_files"),
    )
    for table, column in (
        ("portal_drafts", "saved_at"),
        ("portal_files", "key"),
        ("portal_files", "saved_at"),
    ):
        op.create_index(f"ix_{table}_{column}", table, [column])


def _submissions() -> None:
    op.create_table(
        "portal_submissions",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("phone_hash", sa.String(length=64), nullable=True),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("received_at", _instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=100), nullable=True),
        sa.Column("registered_at", _instant(), nullable=True),
        sa.Column("petition_id", _big_id(), nullable=True),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name="fk_portal_submissions_petition_id_petitions"
        ),
        sa.PrimaryKeyConstraint("key", name="pk_portal_submissions"),
        sa.UniqueConstraint("number", name="uq_portal_submissions_number"),
        sa.UniqueConstraint("petition_id", name="uq_portal_submissions_petition_id"),
    )
    op.create_index("ix_portal_submissions_phone_hash", "portal_submissions", ["phone_hash"])


def _requests() -> None:
    op.create_table(
        "portal_requests",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=True),
        sa.Column("asked_at", _instant(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", _instant(), nullable=True),
        sa.Column("outcome", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_portal_requests"),
    )
    op.create_table(
        "further_codes",
        sa.Column("id", _big_id(), nullable=False),
        sa.Column("petition_id", _big_id(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("code_sealed", sa.String(length=200), nullable=False),
        sa.Column("made_at", _instant(), nullable=False),
        sa.Column("expires_at", _instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petitions.id"], name="fk_further_codes_petition_id_petitions"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_further_codes"),
    )
    op.create_index("ix_further_codes_petition_id", "further_codes", ["petition_id"])


def upgrade() -> None:
    _drafts()
    _submissions()
    _requests()
    for table, (column, where) in WAITING.items():
        op.create_index(
            f"ix_{table}_waiting",
            table,
            [column],
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    if op.get_bind().dialect.name == "postgresql":
        for signature, definition in FUNCTIONS.items():
            op.execute(definition)
            op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for signature in reversed(FUNCTIONS):
            op.execute(f"DROP FUNCTION {signature}")
    for table in (
        "further_codes",
        "portal_requests",
        "portal_submissions",
        "portal_files",
        "portal_drafts",
    ):
        op.drop_table(table)
