COMMENT ON TABLE reject IS
'One row per page that could not be read at the last attempt, with the reason.
一行是最近一次未能读取的页面及原因。';

COMMENT ON COLUMN reject.reason IS
'A short code: empty, binary, unreadable, not_an_article, too_large and others.
简短代码：空、二进制、不可读、非文章、过大等。';

COMMENT ON COLUMN reject.detail IS
'A sentence for people.
给人看的说明。';
