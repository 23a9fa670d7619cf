"""Change functions of the portal: ratings ask for the state of the case, telephones go uncounted.

A rating is taken in some states only. No page counts what came with a number any more.
"""

from __future__ import annotations

from alembic import op

revision = "0037"
down_revision = "0032"
branch_labels = None
depends_on = None

HEAD = """
CREATE OR REPLACE FUNCTION portal_rating(asked_id bigint, asked_number text) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  asked petitions%ROWTYPE;
  found json;
  present text;
BEGIN
  SELECT * INTO asked FROM petitions p WHERE p.id = asked_id AND p.number = asked_number;
  IF asked.id IS NULL THEN RETURN NULL; END IF;
  SELECT json_build_object(
    'is_solved', newest.is_solved, 'satisfaction', newest.satisfaction,
    'rated_at', newest.rated_at,
    'first_rated_at', (SELECT min(r.rated_at) FROM petition_ratings r
                       WHERE r.petition_id = asked.id AND r.rated_at >= asked.answered_at))
  INTO found
  FROM petition_ratings newest WHERE newest.petition_id = asked.id
  ORDER BY newest.id DESC LIMIT 1;
"""
WITH_STATE = """
  SELECT coalesce(answering.state, own.state) INTO present
  FROM cases own LEFT JOIN cases answering ON answering.id = own.leading_case_id
  WHERE own.id = asked.case_id;
  RETURN json_build_object('answered_at', asked.answered_at, 'reply_way', asked.reply_way,
                           'state', present, 'rating', found);
END
$$
"""
WITHOUT_STATE = """
  RETURN json_build_object('answered_at', asked.answered_at, 'reply_way', asked.reply_way,
                           'rating', found);
END
$$
"""
"""Replaced, a function keeps its owner and who may call it."""
PHONE_COUNT = """
CREATE FUNCTION portal_phone_count(hash text, since timestamptz) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT count(*) FROM portal_submissions s WHERE s.phone_hash = hash AND s.received_at > since
$$
"""
SIGNATURE = "portal_phone_count(text, timestamptz)"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(HEAD + WITH_STATE)
        op.execute(f"DROP FUNCTION {SIGNATURE}")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(HEAD + WITHOUT_STATE)
        op.execute(PHONE_COUNT)
        op.execute(f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM PUBLIC")
