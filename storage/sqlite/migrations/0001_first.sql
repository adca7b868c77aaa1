-- Groups, their members, topics and ballots, sessions and the rotation's ledger, and what follows from them:
-- timers, messages and cards. Instants are milliseconds since 1970 (UTC), days and local times count from
-- 1970-01-01 in the group's zone. Every row belongs to a workspace, directly or through its group.

-- Deliveries that were acted upon, by what makes each unique; the same one again has no effect.
CREATE TABLE inbox (
    key         TEXT PRIMARY KEY CHECK (key <> ''),
    received_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE groups (
    id         INTEGER PRIMARY KEY,
    workspace  TEXT NOT NULL CHECK (workspace <> ''),
    channel    TEXT NOT NULL CHECK (channel <> ''),
    zone       TEXT NOT NULL CHECK (zone <> ''),
    cadence    TEXT NOT NULL CHECK (cadence <> ''),
    meets_at   INTEGER NOT NULL CHECK (meets_at BETWEEN 0 AND 1439),
    reachable  INTEGER NOT NULL CHECK (reachable IN (0, 1)),
    card_id    INTEGER REFERENCES cards,
    created_at INTEGER NOT NULL,
    UNIQUE (workspace, channel)
) STRICT;
CREATE INDEX groups_unreachable ON groups (id) WHERE reachable = 0;

CREATE TABLE members (
    id           INTEGER PRIMARY KEY,
    group_id     INTEGER NOT NULL REFERENCES groups,
    user         TEXT NOT NULL CHECK (user <> ''),
    state        TEXT NOT NULL CHECK (state IN ('active', 'paused', 'left')),
    paused_until INTEGER,
    facilitator  INTEGER NOT NULL CHECK (facilitator IN (0, 1)),
    joined_at    INTEGER NOT NULL,
    UNIQUE (group_id, user),
    CHECK ((state = 'paused') = (paused_until IS NOT NULL))
) STRICT;
CREATE INDEX members_user ON members (user);

CREATE TABLE topics (
    id           INTEGER PRIMARY KEY,
    group_id     INTEGER NOT NULL REFERENCES groups,
    number       INTEGER NOT NULL CHECK (number > 0),
    title        TEXT NOT NULL CHECK (title <> ''),
    proposer     TEXT NOT NULL CHECK (proposer <> ''),
    state        TEXT NOT NULL CHECK (state IN ('open', 'taught', 'withdrawn')),
    times_taught INTEGER NOT NULL CHECK (times_taught >= 0),
    proposed_at  INTEGER NOT NULL,
    UNIQUE (group_id, number)
) STRICT;

CREATE TABLE topic_teachers (
    topic_id   INTEGER NOT NULL REFERENCES topics,
    place      INTEGER NOT NULL CHECK (place > 0),
    user       TEXT NOT NULL CHECK (user <> ''),
    offered_at INTEGER NOT NULL,
    PRIMARY KEY (topic_id, place),
    UNIQUE (topic_id, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE ballots (
    id        INTEGER PRIMARY KEY,
    group_id  INTEGER NOT NULL REFERENCES groups,
    opener    TEXT NOT NULL CHECK (opener <> ''),
    opened_at INTEGER NOT NULL,
    closes_at INTEGER NOT NULL CHECK (closes_at >= opened_at),
    closed_at INTEGER,
    closed_by TEXT CHECK (closed_by IN ('deadline', 'facilitator')),
    voters    INTEGER NOT NULL CHECK (voters >= 0),
    card_id   INTEGER REFERENCES cards,
    CHECK ((closed_at IS NULL) = (closed_by IS NULL))
) STRICT;
CREATE INDEX ballots_group ON ballots (group_id);
CREATE UNIQUE INDEX ballots_open ON ballots (group_id) WHERE closed_at IS NULL;

-- `votes` and `ballots.voters` count rows of the table below and change in the same transaction.
CREATE TABLE ballot_topics (
    ballot_id INTEGER NOT NULL REFERENCES ballots,
    topic_id  INTEGER NOT NULL REFERENCES topics,
    votes     INTEGER NOT NULL CHECK (votes >= 0),
    PRIMARY KEY (ballot_id, topic_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ballot_topics_topic ON ballot_topics (topic_id, ballot_id);

CREATE TABLE votes (
    ballot_id INTEGER NOT NULL,
    voter_id  INTEGER NOT NULL REFERENCES members,
    topic_id  INTEGER NOT NULL,
    PRIMARY KEY (ballot_id, voter_id, topic_id),
    FOREIGN KEY (ballot_id, topic_id) REFERENCES ballot_topics
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    id        INTEGER PRIMARY KEY,
    group_id  INTEGER NOT NULL REFERENCES groups,
    number    INTEGER NOT NULL CHECK (number > 0),
    meets_at  INTEGER NOT NULL,
    starts_at INTEGER NOT NULL,
    length    INTEGER NOT NULL CHECK (length > 0),
    state     TEXT NOT NULL CHECK (state IN ('planned', 'held', 'cancelled')),
    leading   TEXT NOT NULL CHECK (leading IN ('open', 'asked', 'confirmed')),
    leader_id INTEGER REFERENCES members,
    UNIQUE (group_id, number),
    CHECK ((leading = 'open') = (leader_id IS NULL))
) STRICT;
CREATE INDEX sessions_start ON sessions (group_id, state, starts_at);

CREATE TABLE ledger (
    group_id   INTEGER NOT NULL REFERENCES groups,
    member_id  INTEGER NOT NULL REFERENCES members,
    session_id INTEGER NOT NULL REFERENCES sessions,
    owed       INTEGER NOT NULL CHECK (owed >= 0),
    given      INTEGER NOT NULL CHECK (given >= 0),
    PRIMARY KEY (group_id, member_id, session_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE skips (
    session_id INTEGER NOT NULL REFERENCES sessions,
    member_id  INTEGER NOT NULL REFERENCES members,
    skipped_at INTEGER NOT NULL,
    PRIMARY KEY (session_id, member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE timers (
    id       INTEGER PRIMARY KEY,
    kind     INTEGER NOT NULL CHECK (kind > 0),
    group_id INTEGER NOT NULL REFERENCES groups,
    subject  INTEGER NOT NULL,
    due_at   INTEGER NOT NULL,
    fired_at INTEGER,
    UNIQUE (kind, subject, due_at)
) STRICT;
CREATE INDEX timers_due ON timers (due_at) WHERE fired_at IS NULL;
CREATE INDEX timers_group ON timers (group_id, due_at) WHERE fired_at IS NULL;
CREATE INDEX timers_fired ON timers (fired_at) WHERE fired_at IS NOT NULL;

-- `dirty`: 0 clean, 1 dirty, 2 being refreshed. `refreshed` counts refreshes over all cards.
CREATE TABLE cards (
    id        INTEGER PRIMARY KEY,
    kind      INTEGER NOT NULL CHECK (kind > 0),
    group_id  INTEGER NOT NULL REFERENCES groups,
    subject   INTEGER NOT NULL,
    channel   TEXT NOT NULL,
    stamp     TEXT NOT NULL,
    dirty     INTEGER NOT NULL CHECK (dirty IN (0, 1, 2)),
    refreshed INTEGER NOT NULL,
    CHECK (stamp = '' OR channel <> '')
) STRICT;
CREATE INDEX cards_dirty ON cards (dirty, refreshed) WHERE dirty <> 0;
CREATE INDEX cards_refreshed ON cards (refreshed);

-- `state`: 1 pending, 2 sending, 3 sent, 4 failed, 5 unknown, 6 dropped, 7 held.
-- AUTOINCREMENT: the order of ids is the order of messages, also after old rows are gone.
CREATE TABLE outbox (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    workspace      TEXT NOT NULL CHECK (workspace <> ''),
    group_id       INTEGER NOT NULL REFERENCES groups,
    kind           INTEGER NOT NULL CHECK (kind > 0),
    subject        INTEGER NOT NULL,
    to_person      INTEGER NOT NULL CHECK (to_person IN (0, 1)),
    recipient      TEXT NOT NULL CHECK (recipient <> ''),
    card_id        INTEGER REFERENCES cards,
    due_at         INTEGER NOT NULL,
    void_after     INTEGER,
    delivery_key   TEXT NOT NULL CHECK (delivery_key <> ''),
    state          INTEGER NOT NULL CHECK (state BETWEEN 1 AND 7),
    attempts       INTEGER NOT NULL CHECK (attempts >= 0),
    next_try_at    INTEGER NOT NULL CHECK (next_try_at >= due_at),
    first_tried_at INTEGER,
    finished_at    INTEGER,
    sent_channel   TEXT,
    sent_stamp     TEXT,
    why            TEXT,
    UNIQUE (kind, subject, to_person, recipient, due_at),
    CHECK ((state IN (3, 4, 6)) = (finished_at IS NOT NULL)),
    CHECK ((attempts > 0) = (first_tried_at IS NOT NULL)),
    CHECK ((state = 3) = (sent_channel IS NOT NULL AND sent_stamp IS NOT NULL))
) STRICT;
CREATE INDEX outbox_line ON outbox (workspace, to_person, recipient, id, due_at) WHERE finished_at IS NULL;
CREATE INDEX outbox_next ON outbox (next_try_at) WHERE state IN (1, 5);
CREATE INDEX outbox_finished ON outbox (finished_at) WHERE finished_at IS NOT NULL;
