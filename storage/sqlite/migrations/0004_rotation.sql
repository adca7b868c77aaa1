-- Turns that are shared, offered and handed over.

ALTER TABLE sessions ADD COLUMN co_leader_id INTEGER REFERENCES members
    CHECK (co_leader_id IS NULL OR (leader_id IS NOT NULL AND co_leader_id <> leader_id));
ALTER TABLE sessions ADD COLUMN format TEXT NOT NULL DEFAULT 'training'
    CHECK (format IN ('training', 'assist', 'critique') AND (format = 'training' OR leader_id IS NULL));

CREATE INDEX skips_member ON skips (member_id, skipped_at);

-- `from_id`: whose turn it is, or was when they left; nobody when nobody could lead.
CREATE TABLE turn_offers (
    id          INTEGER PRIMARY KEY,
    session_id  INTEGER NOT NULL REFERENCES sessions,
    cause       TEXT NOT NULL CHECK (cause IN ('cannot', 'unanswered', 'unavailable')),
    from_id     INTEGER REFERENCES members,
    to_id       INTEGER REFERENCES members,
    in_return   INTEGER REFERENCES sessions CHECK (in_return IS NULL OR in_return <> session_id),
    state       TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn', 'expired')),
    opened_at   INTEGER NOT NULL,
    ends_at     INTEGER NOT NULL CHECK (ends_at >= opened_at),
    answered_by INTEGER REFERENCES members,
    card_id     INTEGER REFERENCES cards,
    CHECK ((state IN ('accepted', 'declined')) = (answered_by IS NOT NULL)),
    CHECK (from_id IS NOT NULL OR cause = 'unanswered'),
    CHECK (to_id IS NULL OR (cause = 'cannot' AND to_id <> from_id AND card_id IS NULL)),
    CHECK (in_return IS NULL OR to_id IS NOT NULL),
    CHECK (state <> 'declined' OR to_id = answered_by)
) STRICT;
CREATE UNIQUE INDEX turn_offers_open ON turn_offers (session_id) WHERE state = 'open';
CREATE INDEX turn_offers_session ON turn_offers (session_id);
CREATE INDEX turn_offers_from ON turn_offers (from_id) WHERE state = 'open';
CREATE INDEX turn_offers_to ON turn_offers (to_id) WHERE state = 'open';

-- `place` counts who was asked to step in for a session.
CREATE TABLE backups (
    session_id  INTEGER NOT NULL REFERENCES sessions,
    place       INTEGER NOT NULL CHECK (place > 0),
    member_id   INTEGER NOT NULL REFERENCES members,
    asked_at    INTEGER NOT NULL,
    declined_at INTEGER CHECK (declined_at >= asked_at),
    PRIMARY KEY (session_id, place),
    UNIQUE (session_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX backups_waiting ON backups (session_id) WHERE declined_at IS NULL;

-- Every change of who leads a session, oldest first by id. `changed_by`: nobody when the rotation did it.
CREATE TABLE turn_log (
    id         INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES sessions,
    from_id    INTEGER REFERENCES members,
    to_id      INTEGER REFERENCES members,
    changed_by TEXT CHECK (changed_by <> ''),
    cause      TEXT NOT NULL CHECK (cause IN ('asked', 'confirmed', 'offered', 'passed', 'unavailable',
        'took offer', 'swapped', 'stood in', 'named', 'planned', 'moved', 'no training', 'led')),
    changed_at INTEGER NOT NULL,
    CHECK (from_id IS NOT NULL OR to_id IS NOT NULL),
    CHECK (cause = 'asked' OR changed_by IS NOT NULL)
) STRICT;
CREATE INDEX turn_log_session ON turn_log (session_id);
