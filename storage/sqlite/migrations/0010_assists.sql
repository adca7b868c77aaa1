-- Peer assists, the templates they go by, and what people put into them.

-- Of every group where `group_id` is NULL. A row never changes but for `retired`: running assists go by it.
-- `sources` and `offers` are lines, `follow_ups` days with commas between.
CREATE TABLE assist_templates (
    id           INTEGER PRIMARY KEY,
    group_id     INTEGER REFERENCES groups,
    name         TEXT NOT NULL CHECK (name <> ''),
    title        TEXT NOT NULL CHECK (title <> ''),
    about        TEXT NOT NULL,
    sources      TEXT NOT NULL,
    fewest       INTEGER NOT NULL CHECK (fewest >= 0),
    most         INTEGER NOT NULL CHECK (most >= fewest),
    facilitated  INTEGER NOT NULL CHECK (facilitated IN (0, 1)),
    notes_thread INTEGER NOT NULL CHECK (notes_thread IN (0, 1)),
    turns        INTEGER NOT NULL CHECK (turns > 0),
    closing      INTEGER NOT NULL CHECK (closing > 0),
    follow_ups   TEXT NOT NULL,
    offers       TEXT NOT NULL,
    retired      INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX assist_templates_name ON assist_templates (ifnull(group_id, 0), name) WHERE retired = 0;

-- Lengths in minutes of a call, and in hours of working days; zero is none.
CREATE TABLE assist_template_phases (
    template_id     INTEGER NOT NULL REFERENCES assist_templates,
    place           INTEGER NOT NULL CHECK (place > 0),
    name            TEXT NOT NULL CHECK (name <> ''),
    speakers        TEXT NOT NULL CHECK (speakers IN ('assistee', 'assisters', 'everybody', 'facilitator', 'nobody')),
    live            INTEGER NOT NULL CHECK (live >= 0),
    in_writing      INTEGER NOT NULL CHECK (in_writing >= 0),
    prompt          TEXT NOT NULL CHECK (prompt <> ''),
    form            TEXT CHECK (form IN ('story', 'question', 'answer', 'restatement', 'help', 'response', 'takeaway',
        'commitment', 'challenge', 'note', 'happened')),
    yields          TEXT NOT NULL CHECK (yields IN ('nothing', 'agreed question', 'choice', 'call')),
    by_time         INTEGER NOT NULL CHECK (by_time IN (0, 1)),
    by_facilitator  INTEGER NOT NULL CHECK (by_facilitator IN (0, 1)),
    by_all_spoken   INTEGER NOT NULL CHECK (by_all_spoken IN (0, 1)),
    by_assistee     INTEGER NOT NULL CHECK (by_assistee IN (0, 1)),
    optional        INTEGER NOT NULL CHECK (optional IN (0, 1)),
    words           INTEGER NOT NULL CHECK (words >= 0),
    each            INTEGER NOT NULL CHECK (each >= 0),
    votes           INTEGER NOT NULL CHECK (votes IN (0, 1)),
    anonymous       INTEGER NOT NULL CHECK (anonymous IN (0, 1) AND (anonymous = 0 OR form = 'challenge')),
    by_question     INTEGER NOT NULL CHECK (by_question IN (0, 1)),
    seats           INTEGER NOT NULL CHECK (seats >= 0),
    ideas_wait      INTEGER NOT NULL CHECK (ideas_wait >= 0),
    midway          INTEGER NOT NULL CHECK (midway >= 0),
    ask_experienced INTEGER NOT NULL CHECK (ask_experienced >= 0),
    offer_others    INTEGER NOT NULL CHECK (offer_others >= 0),
    PRIMARY KEY (template_id, place),
    CHECK (live > 0 OR in_writing > 0),
    CHECK (by_time + by_facilitator + by_all_spoken + by_assistee > 0)
) STRICT, WITHOUT ROWID;

-- `number` counts within the group. `begins_at`, `meets_at`: NULL when not known.
CREATE TABLE assists (
    id              INTEGER PRIMARY KEY,
    group_id        INTEGER NOT NULL REFERENCES groups,
    number          INTEGER NOT NULL CHECK (number > 0),
    template_id     INTEGER NOT NULL REFERENCES assist_templates,
    pace            TEXT NOT NULL CHECK (pace IN ('live', 'in writing')),
    state           TEXT NOT NULL CHECK (state IN ('draft', 'scheduled', 'running', 'closing', 'follow-up', 'done',
        'stopped')),
    opened_by       TEXT NOT NULL CHECK (opened_by <> ''),
    opened_at       INTEGER NOT NULL,
    assistee_id     INTEGER REFERENCES members,
    facilitator_id  INTEGER REFERENCES members CHECK (facilitator_id <> assistee_id),
    situation       TEXT NOT NULL,
    tried           TEXT NOT NULL,
    bounds          TEXT NOT NULL,
    question        TEXT NOT NULL,
    good_answer     TEXT NOT NULL,
    agreed_question TEXT NOT NULL,
    begins_at       INTEGER,
    meets_at        INTEGER,
    deadline        INTEGER,
    session_id      INTEGER REFERENCES sessions,
    turn            INTEGER NOT NULL CHECK (turn > 0),
    suggested       TEXT NOT NULL CHECK (suggested = '' OR state = 'draft'),
    advice          TEXT NOT NULL,
    card_id         INTEGER REFERENCES cards,
    summary_card_id INTEGER REFERENCES cards,
    story           TEXT NOT NULL,
    review_until    INTEGER,
    published_at    INTEGER,
    withdrawn_at    INTEGER,
    ended_at        INTEGER,
    stopped_because TEXT CHECK (stopped_because IN ('facilitator', 'assistee silent', 'assistee left', 'too few',
        'nobody chosen', 'channel away', 'not facilitated', 'session gone')),
    UNIQUE (group_id, number),
    CHECK ((state IN ('closing', 'follow-up', 'done', 'stopped')) = (ended_at IS NOT NULL)),
    CHECK ((state = 'stopped') = (stopped_because IS NOT NULL)),
    CHECK (state <> 'scheduled' OR begins_at IS NOT NULL),
    CHECK (summary_card_id IS NULL OR published_at IS NOT NULL),
    CHECK (published_at IS NULL OR state IN ('follow-up', 'done'))
) STRICT;
CREATE INDEX assists_going_on ON assists (group_id, id) WHERE state NOT IN ('done', 'stopped');
CREATE UNIQUE INDEX assists_session ON assists (session_id) WHERE session_id IS NOT NULL AND state <> 'stopped';

CREATE TABLE assist_participants (
    id          INTEGER PRIMARY KEY,
    assist_id   INTEGER NOT NULL REFERENCES assists,
    member_id   INTEGER NOT NULL REFERENCES members,
    takes_notes INTEGER NOT NULL CHECK (takes_notes IN (0, 1)),
    joined_at   INTEGER NOT NULL,
    left_at     INTEGER,
    reviewed_at INTEGER,
    UNIQUE (assist_id, member_id)
) STRICT;
CREATE UNIQUE INDEX assist_participants_notes ON assist_participants (assist_id)
    WHERE takes_notes = 1 AND left_at IS NULL;

CREATE TABLE assist_phase_runs (
    id          INTEGER PRIMARY KEY,
    assist_id   INTEGER NOT NULL REFERENCES assists,
    template_id INTEGER NOT NULL REFERENCES assist_templates,
    turn        INTEGER NOT NULL CHECK (turn > 0),
    place       INTEGER NOT NULL CHECK (place > 0),
    live        INTEGER NOT NULL CHECK (live IN (0, 1)),
    began_at    INTEGER NOT NULL,
    ends_at     INTEGER CHECK (ends_at >= began_at),
    extended    INTEGER NOT NULL CHECK (extended IN (0, 1)),
    waits_since INTEGER,
    ended_at    INTEGER CHECK (ended_at >= began_at)
) STRICT;
CREATE INDEX assist_phase_runs_assist ON assist_phase_runs (assist_id);
CREATE UNIQUE INDEX assist_phase_runs_running ON assist_phase_runs (assist_id) WHERE ended_at IS NULL;

-- `author_id`: nobody where challenges were posted without names. There is no time in a row: it would tell who
-- wrote it.
CREATE TABLE assist_contributions (
    id        INTEGER PRIMARY KEY,
    assist_id INTEGER NOT NULL REFERENCES assists,
    run_id    INTEGER REFERENCES assist_phase_runs,
    author_id INTEGER REFERENCES members,
    kind      TEXT NOT NULL CHECK (kind IN ('story', 'question', 'answer', 'restatement', 'help', 'response',
        'takeaway', 'commitment', 'challenge', 'note', 'happened')),
    tag       TEXT CHECK (tag IN ('did', 'know who', 'idea')),
    text      TEXT NOT NULL CHECK (text <> ''),
    about_id  INTEGER REFERENCES assist_contributions CHECK (about_id <> id),
    state     TEXT NOT NULL CHECK (state IN ('shown', 'held', 'private')),
    useful    INTEGER NOT NULL CHECK (useful IN (0, 1)),
    affects   INTEGER NOT NULL CHECK (affects >= 0),
    review    TEXT NOT NULL CHECK (review IN ('pending', 'approved', 'left out')),
    wording   TEXT NOT NULL,
    CHECK (author_id IS NOT NULL OR kind = 'challenge'),
    CHECK ((kind = 'help') = (tag IS NOT NULL)),
    CHECK (kind <> 'answer' OR about_id IS NOT NULL)
) STRICT;
CREATE INDEX assist_contributions_assist ON assist_contributions (assist_id);
CREATE INDEX assist_contributions_about ON assist_contributions (about_id) WHERE about_id IS NOT NULL;
CREATE INDEX assist_contributions_did ON assist_contributions (author_id) WHERE tag = 'did' AND state = 'shown';

-- Whom a challenge affects; counted into `affects` and deleted when one is chosen.
CREATE TABLE assist_marks (
    contribution_id INTEGER NOT NULL REFERENCES assist_contributions,
    member_id       INTEGER NOT NULL REFERENCES members,
    PRIMARY KEY (contribution_id, member_id)
) STRICT, WITHOUT ROWID;

-- The box of an inventory: who has which challenge, until all are shown without names. No times, no order of
-- arrival. No foreign keys, so that the whole table can be wiped at once; a trigger asks for what they would.
CREATE TABLE boxed_challenges (
    run_id    INTEGER NOT NULL,
    member_id INTEGER NOT NULL,
    text      TEXT NOT NULL CHECK (text <> ''),
    named     INTEGER NOT NULL CHECK (named IN (0, 1)),
    PRIMARY KEY (run_id, member_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER boxed_challenges_checked BEFORE INSERT ON boxed_challenges BEGIN
    SELECT raise(ABORT, 'no such phase') WHERE NOT EXISTS (SELECT 1 FROM assist_phase_runs WHERE id = NEW.run_id);
    SELECT raise(ABORT, 'no such member') WHERE NOT EXISTS (SELECT 1 FROM members WHERE id = NEW.member_id);
END;

CREATE TABLE assist_slots (
    id        INTEGER PRIMARY KEY,
    assist_id INTEGER NOT NULL REFERENCES assists,
    run_id    INTEGER NOT NULL REFERENCES assist_phase_runs,
    starts_at INTEGER NOT NULL,
    length    INTEGER NOT NULL CHECK (length > 0),
    chosen    INTEGER NOT NULL CHECK (chosen IN (0, 1))
) STRICT;
CREATE INDEX assist_slots_assist ON assist_slots (assist_id, starts_at);

CREATE TABLE assist_slot_answers (
    slot_id     INTEGER NOT NULL REFERENCES assist_slots,
    member_id   INTEGER NOT NULL REFERENCES members,
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (slot_id, member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE assist_ledger (
    group_id  INTEGER NOT NULL REFERENCES groups,
    role      TEXT NOT NULL CHECK (role IN ('assistee', 'facilitator')),
    member_id INTEGER NOT NULL REFERENCES members,
    assist_id INTEGER NOT NULL REFERENCES assists,
    owed      INTEGER NOT NULL CHECK (owed >= 0),
    given     INTEGER NOT NULL CHECK (given >= 0),
    PRIMARY KEY (group_id, role, member_id, assist_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE assist_blanks (
    assist_id INTEGER NOT NULL REFERENCES assists,
    words     TEXT NOT NULL CHECK (words <> ''),
    PRIMARY KEY (assist_id, words)
) STRICT, WITHOUT ROWID;
