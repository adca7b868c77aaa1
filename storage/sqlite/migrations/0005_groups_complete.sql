-- What groups agree on, why one is suspended, who could facilitate it, what is known of people, and who decided
-- what.

ALTER TABLE groups ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE groups ADD COLUMN length INTEGER NOT NULL DEFAULT 60 CHECK (length > 0);
ALTER TABLE groups ADD COLUMN link TEXT NOT NULL DEFAULT '';
ALTER TABLE groups ADD COLUMN covenant TEXT NOT NULL DEFAULT '';
ALTER TABLE groups ADD COLUMN holidays TEXT NOT NULL DEFAULT '';
-- Groups that were suspended before this was noted have neither.
ALTER TABLE groups ADD COLUMN away TEXT CHECK (away IN ('not invited', 'archived', 'deleted'))
    CHECK (away IS NULL OR reachable = 0);
ALTER TABLE groups ADD COLUMN away_since INTEGER CHECK ((away IS NULL) = (away_since IS NULL));

CREATE TABLE vacancies (
    id        INTEGER PRIMARY KEY,
    group_id  INTEGER NOT NULL REFERENCES groups,
    opened_at INTEGER NOT NULL,
    card_id   INTEGER REFERENCES cards,
    filled_at INTEGER,
    filled_by TEXT CHECK (filled_by <> ''),
    CHECK (filled_by IS NULL OR filled_at IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX vacancies_open ON vacancies (group_id) WHERE filled_at IS NULL;

-- `home` is the workspace of the account, empty when unknown.
CREATE TABLE people (
    workspace TEXT NOT NULL CHECK (workspace <> ''),
    user      TEXT NOT NULL CHECK (user <> ''),
    home      TEXT NOT NULL,
    admin     INTEGER NOT NULL CHECK (admin IN (0, 1)),
    bot       INTEGER NOT NULL CHECK (bot IN (0, 1)),
    deleted   INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    zone      TEXT NOT NULL,
    PRIMARY KEY (workspace, user)
) STRICT, WITHOUT ROWID;
CREATE INDEX people_admins ON people (workspace, user) WHERE admin = 1;

CREATE TABLE people_listings (
    workspace TEXT PRIMARY KEY CHECK (workspace <> ''),
    listed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    id       INTEGER PRIMARY KEY,
    group_id INTEGER NOT NULL REFERENCES groups,
    at       INTEGER NOT NULL,
    act      TEXT NOT NULL CHECK (act <> ''),
    by_user  TEXT CHECK (by_user <> ''),
    about    TEXT CHECK (about <> ''),
    detail   TEXT NOT NULL
) STRICT;
CREATE INDEX audit_group ON audit (group_id, id);

CREATE INDEX cards_group ON cards (group_id);
