-- Ways to vote, results that are frozen at the close, and the plans that come of them.

ALTER TABLE groups ADD COLUMN planning TEXT NOT NULL DEFAULT 'topic-first'
    CHECK (planning IN ('topic-first', 'turn-first'));

ALTER TABLE sessions ADD COLUMN topic_id INTEGER REFERENCES topics;
CREATE UNIQUE INDEX sessions_topic ON sessions (topic_id) WHERE topic_id IS NOT NULL AND state <> 'cancelled';

ALTER TABLE topics ADD COLUMN edited_at INTEGER;
ALTER TABLE topics ADD COLUMN link TEXT NOT NULL DEFAULT '';
ALTER TABLE topics ADD COLUMN merged_into INTEGER REFERENCES topics
    CHECK (merged_into IS NULL OR (state = 'withdrawn' AND merged_into <> id));
ALTER TABLE topics ADD COLUMN follows INTEGER REFERENCES topics CHECK (follows IS NULL OR follows <> id);
ALTER TABLE topics ADD COLUMN taught_in INTEGER REFERENCES sessions CHECK (taught_in IS NULL OR state = 'taught');

CREATE TABLE topic_seconders (
    topic_id    INTEGER NOT NULL REFERENCES topics,
    user        TEXT NOT NULL CHECK (user <> ''),
    seconded_at INTEGER NOT NULL,
    PRIMARY KEY (topic_id, user)
) STRICT, WITHOUT ROWID;

-- Ballots that are open at this moment showed their counts, and go on doing so.
ALTER TABLE ballots ADD COLUMN number INTEGER NOT NULL DEFAULT 1 CHECK (number > 0);
UPDATE ballots SET number = (SELECT count(*) FROM ballots b WHERE b.group_id = ballots.group_id AND b.id <= ballots.id);
DROP INDEX ballots_group;
CREATE UNIQUE INDEX ballots_number ON ballots (group_id, number);
ALTER TABLE ballots ADD COLUMN method TEXT NOT NULL DEFAULT 'approval'
    CHECK (method IN ('approval', 'budget', 'ranked'));
ALTER TABLE ballots ADD COLUMN budget INTEGER NOT NULL DEFAULT 0
    CHECK (budget >= 0 AND (method = 'budget') = (budget > 0));
ALTER TABLE ballots ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1));
ALTER TABLE ballots ADD COLUMN anonymous INTEGER NOT NULL DEFAULT 0
    CHECK (anonymous IN (0, 1) AND (anonymous = 0 OR hidden = 1));
ALTER TABLE ballots ADD COLUMN extended INTEGER NOT NULL DEFAULT 0 CHECK (extended IN (0, 1));
ALTER TABLE ballots ADD COLUMN decides INTEGER REFERENCES ballots CHECK (decides IS NULL OR decides < id);
ALTER TABLE ballots ADD COLUMN electorate INTEGER NOT NULL DEFAULT 0
    CHECK (electorate >= 0 AND (electorate = 0 OR closed_at IS NOT NULL));
ALTER TABLE ballots ADD COLUMN room INTEGER NOT NULL DEFAULT 3 CHECK (room BETWEEN 0 AND 3);
CREATE UNIQUE INDEX ballots_run_off ON ballots (decides) WHERE decides IS NOT NULL;
-- Nobody noted how many could have voted on ballots that are closed: those who joined before and are active
-- today come nearest.
UPDATE ballots SET electorate = max(voters, (SELECT count(*) FROM members m WHERE m.group_id = ballots.group_id
    AND m.state = 'active' AND m.joined_at <= closed_at)) WHERE closed_at IS NOT NULL;

-- All that follow are known from the close on; what a tie was decided by is as it was then.
ALTER TABLE ballot_topics ADD COLUMN voters INTEGER NOT NULL DEFAULT 0 CHECK (voters >= 0);
ALTER TABLE ballot_topics ADD COLUMN place INTEGER NOT NULL DEFAULT 0 CHECK (place >= 0 AND (place > 0 OR voters = 0));
ALTER TABLE ballot_topics ADD COLUMN decided_by TEXT NOT NULL DEFAULT 'votes'
    CHECK (decided_by IN ('votes', 'voters', 'teacher', 'taught', 'earlier', 'lot', 'run-off', 'as before', 'shared')
        AND (place > 0 OR decided_by = 'votes'));
ALTER TABLE ballot_topics ADD COLUMN tied INTEGER NOT NULL DEFAULT 0 CHECK (tied IN (0, 1) AND (tied = 0 OR place > 0));
ALTER TABLE ballot_topics ADD COLUMN teachers INTEGER NOT NULL DEFAULT 0 CHECK (teachers >= 0);
ALTER TABLE ballot_topics ADD COLUMN taught INTEGER NOT NULL DEFAULT 0 CHECK (taught >= 0);
ALTER TABLE ballot_topics ADD COLUMN plannable INTEGER NOT NULL DEFAULT 1
    CHECK (plannable IN (0, 1) AND (plannable = 1 OR place > 0));
ALTER TABLE ballot_topics ADD COLUMN title TEXT NOT NULL DEFAULT '' CHECK (title = '' OR place > 0);
UPDATE ballot_topics SET title = (SELECT title FROM topics t WHERE t.id = topic_id), voters = votes, place = 1 + (SELECT count(*) FROM ballot_topics o
    WHERE o.ballot_id = ballot_topics.ballot_id AND o.votes > ballot_topics.votes),
    decided_by = iif(EXISTS (SELECT 1 FROM ballot_topics o WHERE o.ballot_id = ballot_topics.ballot_id
        AND o.votes = ballot_topics.votes AND o.topic_id > ballot_topics.topic_id), 'shared', 'votes')
    WHERE ballot_id IN (SELECT id FROM ballots WHERE closed_at IS NOT NULL);

CREATE TABLE ballot_rounds (
    ballot_id INTEGER NOT NULL,
    round     INTEGER NOT NULL CHECK (round > 0),
    topic_id  INTEGER NOT NULL,
    votes     INTEGER NOT NULL CHECK (votes >= 0),
    out_by    TEXT CHECK (out_by IN ('votes', 'voters', 'teacher', 'taught', 'earlier', 'lot')),
    PRIMARY KEY (ballot_id, round, topic_id),
    FOREIGN KEY (ballot_id, topic_id) REFERENCES ballot_topics
) STRICT, WITHOUT ROWID;

-- `mark`: votes given; of a ranked ballot, the topic's place in the voter's order.
ALTER TABLE votes ADD COLUMN mark INTEGER NOT NULL DEFAULT 1 CHECK (mark BETWEEN 1 AND 20);

-- The votes on anonymous ballots that are open. They stand apart so that the whole table can be wiped at a
-- close: deleting single rows leaves copies of moved ones behind in its pages. For the same reason it has no
-- foreign keys: with one, SQLite would delete row by row.
CREATE TABLE sealed_votes (
    ballot_id INTEGER NOT NULL,
    voter_id  INTEGER NOT NULL,
    topic_id  INTEGER NOT NULL,
    mark      INTEGER NOT NULL CHECK (mark BETWEEN 1 AND 20),
    PRIMARY KEY (ballot_id, voter_id, topic_id)
) STRICT, WITHOUT ROWID;

-- What foreign keys would refuse; and what would never be wiped: a vote that comes after the close, or that
-- stands with its voter's name in the table of the others.
CREATE TRIGGER sealed_votes_refused BEFORE INSERT ON sealed_votes
WHEN NOT EXISTS (SELECT 1 FROM ballots WHERE id = NEW.ballot_id AND anonymous = 1 AND closed_at IS NULL)
    OR NOT EXISTS (SELECT 1 FROM ballot_topics WHERE ballot_id = NEW.ballot_id AND topic_id = NEW.topic_id)
    OR NOT EXISTS (SELECT 1 FROM members WHERE id = NEW.voter_id)
BEGIN
    SELECT RAISE(ABORT, 'no such voter, or no such topic on an open anonymous ballot');
END;
CREATE TRIGGER votes_refused BEFORE INSERT ON votes
WHEN EXISTS (SELECT 1 FROM ballots WHERE id = NEW.ballot_id AND anonymous = 1)
BEGIN
    SELECT RAISE(ABORT, 'the ballot is anonymous');
END;

CREATE TABLE topic_plans (
    ballot_id  INTEGER PRIMARY KEY REFERENCES ballots,
    rule       TEXT NOT NULL CHECK (rule IN ('topic-first', 'turn-first')),
    state      TEXT NOT NULL CHECK (state IN ('proposed', 'settled', 'dropped')),
    revision   INTEGER NOT NULL CHECK (revision > 0),
    settled_by TEXT CHECK (settled_by <> ''),
    CHECK ((state = 'settled') = (settled_by IS NOT NULL))
) STRICT;

CREATE TABLE topic_plan_lines (
    ballot_id  INTEGER NOT NULL REFERENCES topic_plans,
    place      INTEGER NOT NULL CHECK (place > 0),
    session_id INTEGER NOT NULL REFERENCES sessions,
    topic_id   INTEGER REFERENCES topics,
    leader_id  INTEGER REFERENCES members,
    reason     TEXT NOT NULL CHECK (reason IN
        ('leads already', 'owes much', 'offered', 'learns in public', 'in turn', 'chosen', 'nobody')),
    owed       INTEGER NOT NULL,
    PRIMARY KEY (ballot_id, place),
    UNIQUE (ballot_id, session_id),
    CHECK ((reason = 'nobody') = (leader_id IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_person ON outbox (recipient, due_at) WHERE to_person = 1;
