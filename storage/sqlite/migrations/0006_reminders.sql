-- Calendar feeds, and what people wish about reminders.

-- What calendar programs ask of an event: how often it was changed, and when last.
ALTER TABLE sessions ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0 CHECK (sequence >= 0);
ALTER TABLE sessions ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0;

-- Of a group, or of a person over all their groups. `fingerprint` is the SHA-256 of the secret in its
-- address; the secret itself is nowhere.
CREATE TABLE calendar_feeds (
    id          INTEGER PRIMARY KEY,
    workspace   TEXT NOT NULL CHECK (workspace <> ''),
    group_id    INTEGER REFERENCES groups,
    person      TEXT CHECK (person <> ''),
    fingerprint TEXT NOT NULL UNIQUE CHECK (length(fingerprint) = 64),
    created_at  INTEGER NOT NULL,
    revoked_at  INTEGER CHECK (revoked_at >= created_at),
    CHECK ((group_id IS NULL) <> (person IS NULL))
) STRICT;
CREATE UNIQUE INDEX calendar_feeds_group ON calendar_feeds (group_id)
    WHERE group_id IS NOT NULL AND revoked_at IS NULL;
CREATE UNIQUE INDEX calendar_feeds_person ON calendar_feeds (workspace, person)
    WHERE person IS NOT NULL AND revoked_at IS NULL;

-- `skipped`: of a kind that somebody wants fewer of, the last one was left out.
CREATE TABLE reminder_wishes (
    workspace TEXT NOT NULL CHECK (workspace <> ''),
    person    TEXT NOT NULL CHECK (person <> ''),
    kind      INTEGER NOT NULL CHECK (kind > 0),
    level     TEXT NOT NULL CHECK (level IN ('all', 'fewer', 'off')),
    skipped   INTEGER NOT NULL CHECK (skipped IN (0, 1) AND (skipped = 0 OR level = 'fewer')),
    PRIMARY KEY (workspace, person, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE reminder_marks (
    workspace     TEXT NOT NULL CHECK (workspace <> ''),
    person        TEXT NOT NULL CHECK (person <> ''),
    kind          INTEGER NOT NULL CHECK (kind > 0),
    subject       INTEGER NOT NULL,
    done_at       INTEGER,
    snoozed_until INTEGER,
    PRIMARY KEY (workspace, person, kind, subject),
    CHECK (done_at IS NOT NULL OR snoozed_until IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- What did not fit somebody's attention and goes along with the next message to them.
CREATE TABLE folded_reminders (
    workspace  TEXT NOT NULL CHECK (workspace <> ''),
    person     TEXT NOT NULL CHECK (person <> ''),
    kind       INTEGER NOT NULL CHECK (kind > 0),
    subject    INTEGER NOT NULL,
    group_id   INTEGER NOT NULL REFERENCES groups,
    folded_at  INTEGER NOT NULL,
    void_after INTEGER NOT NULL CHECK (void_after >= folded_at),
    PRIMARY KEY (workspace, person, kind, subject)
) STRICT, WITHOUT ROWID;
