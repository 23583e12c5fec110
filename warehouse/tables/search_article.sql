COMMENT ON TABLE search_article IS
'One row per article that the search knows, with its number there.
一行是一篇已编入检索的文章及其编号。';

COMMENT ON COLUMN search_article.article_no IS
'Number of the article in the lists of search_posting; of no meaning elsewhere.
文章在 search_posting 列表中的编号，别处无意义。';
