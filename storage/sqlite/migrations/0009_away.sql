-- Those few members of a group who are on a break or have left: while a vote is open, theirs are not counted.

CREATE INDEX members_away ON members (group_id) WHERE state <> 'active';
