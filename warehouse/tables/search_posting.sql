COMMENT ON TABLE search_posting IS
'One row per token and segment of the search: the articles in which it stands.
一行是检索的一个词元和一段：含有它的文章。';

COMMENT ON COLUMN search_posting.segment IS
'Number of the part in which the articles were added; small parts are joined now and then.
编入的批段；小段会不时合并。';

COMMENT ON COLUMN search_posting.token IS
'Two neighbouring characters, as one number; or a word of jieba, as a negative one.
相邻两字合成的数；jieba 的词为负数。';

COMMENT ON COLUMN search_posting.articles IS
'Numbers of the articles, with how often the token stands in each.
文章编号及词元在各篇中出现的次数。';
