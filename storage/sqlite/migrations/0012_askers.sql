-- Whose question a phase was about when it began: in some formats each who takes part has a turn.

ALTER TABLE assist_phase_runs ADD COLUMN asker_id INTEGER REFERENCES members;
UPDATE assist_phase_runs SET asker_id = (SELECT a.assistee_id FROM assists a WHERE a.id = assist_phase_runs.assist_id
    AND a.template_id = assist_phase_runs.template_id AND a.turn = assist_phase_runs.turn);
-- Of a turn that is over, whoever's question was kept with a phase in which the assistee alone speaks.
UPDATE assist_phase_runs SET asker_id = (SELECT c.author_id FROM assist_phase_runs r
    JOIN assist_contributions c ON c.run_id = r.id AND c.kind = 'question'
    JOIN assist_template_phases p ON p.template_id = r.template_id AND p.place = r.place AND p.speakers = 'assistee'
    WHERE r.assist_id = assist_phase_runs.assist_id AND r.template_id = assist_phase_runs.template_id
    AND r.turn = assist_phase_runs.turn ORDER BY c.id DESC LIMIT 1)
    WHERE asker_id IS NULL AND (SELECT turns FROM assist_templates t WHERE t.id = assist_phase_runs.template_id) > 1;
