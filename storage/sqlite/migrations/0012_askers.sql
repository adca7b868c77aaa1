-- Whose question a phase was about when it began: in some formats each who takes part has a turn.

ALTER TABLE assist_phase_runs ADD COLUMN asker_id INTEGER REFERENCES members;
