COMMENT ON TABLE practice IS
'One row per named way of organising and place in an article where it is named.
一行是文章中一处提及的一种工作做法。';

COMMENT ON COLUMN practice.practice IS
'The name, without its quotation marks.
做法名称，不含引号。';

COMMENT ON COLUMN practice.practice_kind IS
'What kind of name it is.
名称的类型。';
