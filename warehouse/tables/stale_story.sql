COMMENT ON TABLE stale_story IS
'One row per article that a load added or removed and that reprints must be looked for before the next publish; empty in what is published.
一行是装载时新增或移除、下次发布前须重新比对转载的文章；已发布的文件中为空。';
