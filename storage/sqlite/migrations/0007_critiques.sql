-- Requests for feedback, who looks at them, what they wrote, who owes critiques; and promises.

-- Where somebody works, as they said: nobody is asked to look at the work of their own house.
ALTER TABLE members ADD COLUMN organisation TEXT NOT NULL DEFAULT '';

CREATE TABLE critiques (
    id                    INTEGER PRIMARY KEY,
    group_id              INTEGER NOT NULL REFERENCES groups,
    number                INTEGER NOT NULL CHECK (number > 0),
    asker_id              INTEGER NOT NULL REFERENCES members,
    subject               TEXT NOT NULL CHECK (subject <> ''),
    external              INTEGER NOT NULL CHECK (external IN (0, 1)),
    purpose               TEXT NOT NULL,
    stage                 TEXT NOT NULL CHECK (stage IN ('idea', 'draft', 'done')),
    wanted                TEXT NOT NULL,
    unwanted              TEXT NOT NULL,
    reading               TEXT NOT NULL CHECK (reading IN ('as it comes', 'all together')),
    critics               INTEGER NOT NULL CHECK (critics > 0),
    state                 TEXT NOT NULL CHECK (state IN ('open', 'in session', 'finished', 'withdrawn')),
    opened_at             INTEGER NOT NULL,
    volunteers_until      INTEGER NOT NULL CHECK (volunteers_until >= opened_at),
    due_at                INTEGER NOT NULL CHECK (due_at > opened_at),
    ended_at              INTEGER CHECK (ended_at >= opened_at),
    session_id            INTEGER REFERENCES sessions,
    card_id               INTEGER REFERENCES cards,
    facilitators_asked_at INTEGER,
    changed               TEXT NOT NULL,
    summary               TEXT NOT NULL,
    UNIQUE (group_id, number),
    CHECK ((state IN ('finished', 'withdrawn')) = (ended_at IS NOT NULL)),
    CHECK (state <> 'in session' OR session_id IS NOT NULL),
    CHECK (ended_at IS NOT NULL OR (changed = '' AND summary = ''))
) STRICT;
CREATE INDEX critiques_running ON critiques (group_id, id) WHERE ended_at IS NULL;
CREATE INDEX critiques_session ON critiques (session_id) WHERE session_id IS NOT NULL;

-- `place` counts who was asked for a request, in that order.
CREATE TABLE critics (
    critique_id INTEGER NOT NULL REFERENCES critiques,
    place       INTEGER NOT NULL CHECK (place > 0),
    member_id   INTEGER NOT NULL REFERENCES members,
    cause       TEXT NOT NULL CHECK (cause IN ('volunteered', 'asked', 'named')),
    state       TEXT NOT NULL CHECK (state IN ('waiting', 'given', 'declined', 'let off', 'gone')),
    asked_at    INTEGER NOT NULL,
    settled_at  INTEGER,
    PRIMARY KEY (critique_id, place),
    UNIQUE (critique_id, member_id),
    CHECK ((state = 'waiting') = (settled_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX critics_waiting ON critics (member_id, critique_id) WHERE state = 'waiting';

-- Drafts included, which only their author sees. `helpful`: one bit a part; `thanked_at`: when the author was told.
CREATE TABLE feedback (
    critique_id  INTEGER NOT NULL REFERENCES critiques,
    author_id    INTEGER NOT NULL REFERENCES members,
    noticed      TEXT NOT NULL,
    works        TEXT NOT NULL,
    could_try    TEXT NOT NULL,
    source       TEXT CHECK (source IN ('did it', 'saw it', 'idea')),
    saved_at     INTEGER NOT NULL,
    handed_in_at INTEGER,
    helpful      INTEGER NOT NULL CHECK (helpful BETWEEN 0 AND 7),
    thanked_at   INTEGER,
    PRIMARY KEY (critique_id, author_id),
    CHECK (handed_in_at IS NULL OR (source IS NOT NULL
        AND (noticed <> '') + (works <> '') + (could_try <> '') >= 2)),
    CHECK (handed_in_at IS NOT NULL OR (helpful = 0 AND thanked_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX feedback_author ON feedback (author_id, critique_id) WHERE handed_in_at IS NOT NULL;

-- What somebody owes the group in critiques is the sum of these.
CREATE TABLE critique_account (
    id          INTEGER PRIMARY KEY,
    group_id    INTEGER NOT NULL REFERENCES groups,
    member_id   INTEGER NOT NULL REFERENCES members,
    critique_id INTEGER NOT NULL REFERENCES critiques,
    cause       TEXT NOT NULL CHECK (cause IN ('share', 'took', 'gave back', 'let go', 'inherited', 'forgiven',
        'evened')),
    amount      INTEGER NOT NULL CHECK (amount <> 0)
) STRICT;
CREATE INDEX critique_account_sum ON critique_account (group_id, member_id, amount);
CREATE INDEX critique_account_request ON critique_account (critique_id);

-- `origin`: what the promise came of; its number is `subject`.
CREATE TABLE promises (
    id         INTEGER PRIMARY KEY,
    group_id   INTEGER NOT NULL REFERENCES groups,
    owner_id   INTEGER NOT NULL REFERENCES members,
    text       TEXT NOT NULL CHECK (text <> ''),
    due        INTEGER NOT NULL,
    origin     TEXT NOT NULL CHECK (origin IN ('critique', 'assist')),
    subject    INTEGER NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dropped')),
    made_at    INTEGER NOT NULL,
    chased     INTEGER NOT NULL CHECK (chased >= 0),
    settled_at INTEGER,
    CHECK ((state = 'waiting') = (settled_at IS NULL))
) STRICT;
CREATE INDEX promises_owner ON promises (owner_id, due) WHERE state = 'waiting';
CREATE INDEX promises_origin ON promises (origin, subject);
