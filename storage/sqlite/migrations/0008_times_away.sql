-- Pauses, kept after their end: a session is shared by whoever was there, and may be booked later.

CREATE TABLE times_away (
    member_id INTEGER NOT NULL REFERENCES members,
    from_at   INTEGER NOT NULL,
    until_at  INTEGER CHECK (until_at >= from_at),
    PRIMARY KEY (member_id, from_at)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX times_away_now ON times_away (member_id) WHERE until_at IS NULL;
