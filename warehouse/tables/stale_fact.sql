COMMENT ON TABLE stale_fact IS
'One row per metric and region whose facts must be computed anew before the next publish; empty in what is published.
一行是下次发布前须重新计算的指标和地区；已发布的文件中为空。';
