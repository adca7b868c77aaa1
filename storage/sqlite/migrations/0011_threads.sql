-- A reply in a channel finds the assist whose card it is below, or nothing, without looking at the others.

CREATE INDEX cards_assist_thread ON cards (channel, stamp) WHERE kind = 60 AND stamp <> '';
