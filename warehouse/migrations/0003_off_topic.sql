-- Pages whose bytes hold none of the codebook's words are counted apart from what could not be read.
ALTER TABLE run ADD COLUMN pages_off_topic INTEGER DEFAULT 0;
