-- Everything about a session besides its date and leader: links, notes, who comes, and what people do not know yet.

-- `moved_from` is the local time at which it was planned at first.
ALTER TABLE sessions ADD COLUMN moved_from INTEGER;
ALTER TABLE sessions ADD COLUMN card_id INTEGER REFERENCES cards;
CREATE INDEX sessions_time ON sessions (group_id, starts_at);

-- The order and length of the parts of a session, in its stored form; empty for the usual one.
ALTER TABLE groups ADD COLUMN run_sheet TEXT NOT NULL DEFAULT '';

CREATE TABLE session_details (
    session_id        INTEGER PRIMARY KEY REFERENCES sessions,
    video_link        TEXT NOT NULL CHECK (video_link = '' OR video_link LIKE 'http%'),
    slides            TEXT NOT NULL CHECK (slides = '' OR slides LIKE 'http%'),
    outline           TEXT NOT NULL,
    recording         TEXT NOT NULL CHECK (recording = '' OR recording LIKE 'http%'),
    not_recorded      INTEGER NOT NULL CHECK (not_recorded IN (0, 1)),
    notes             TEXT NOT NULL,
    cancelled_because TEXT NOT NULL,
    CHECK (not_recorded = 0 OR recording = '')
) STRICT;

CREATE TABLE rsvps (
    session_id  INTEGER NOT NULL REFERENCES sessions,
    member_id   INTEGER NOT NULL REFERENCES members,
    coming      TEXT NOT NULL CHECK (coming IN ('yes', 'no', 'maybe')),
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (session_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX rsvps_member ON rsvps (member_id, answered_at);

CREATE TABLE open_questions (
    id         INTEGER PRIMARY KEY,
    session_id INTEGER NOT NULL REFERENCES sessions,
    asker      TEXT NOT NULL CHECK (asker <> ''),
    text       TEXT NOT NULL CHECK (text <> ''),
    topic_id   INTEGER REFERENCES topics,
    asked_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX open_questions_session ON open_questions (session_id);
