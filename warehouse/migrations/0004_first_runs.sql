-- Which run first said an observation, and which one no longer did: rules may come back.
ALTER TABLE observation_base ADD COLUMN first_run VARCHAR;
ALTER TABLE observation_past ADD COLUMN first_run VARCHAR;
ALTER TABLE observation_past ADD COLUMN replaced_in VARCHAR;
ALTER TABLE observation_judged ADD COLUMN first_run VARCHAR;
