COMMENT ON TABLE term IS
'One row per article and word of it that was kept for search and for the growth of the codebook.
一行是一篇文章中保留的一个词，供检索和扩充指标册之用。';

COMMENT ON COLUMN term.term IS
'The word, in simplified characters.
词（简体）。';

COMMENT ON COLUMN term.occurrences IS
'How often it stands in the article.
在文章中出现的次数。';
