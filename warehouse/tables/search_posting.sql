COMMENT ON TABLE search_posting IS
'One row per token of the search and article in which it stands, in the order of the tokens within a segment.
一行是检索的一个词元和含有它的一篇文章；段内按词元排序。';

COMMENT ON COLUMN search_posting.segment IS
'Number of the part in which the articles were added; small parts are joined now and then.
编入的批段；小段会不时合并。';

COMMENT ON COLUMN search_posting.token IS
'One character or two neighbouring ones as a number, three where they are frequent_characters(); or a word, as a negative number.
单字或相邻两字合成的数，frequent_characters() 中的字另有三字；词为负数。';
