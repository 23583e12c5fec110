-- What a number that no metric claims counts, read with the page; rows of before have none until
-- their page is read again.
ALTER TABLE quantity ADD COLUMN head VARCHAR;
