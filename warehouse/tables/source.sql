COMMENT ON TABLE source IS
'One row per source of pages.
一行是一个页面来源。';

COMMENT ON COLUMN source.source_kind IS
'How its pages are found: files, urls, listing, feed, sitemap or warc.
页面的获取方式：文件、网址、列表、订阅、站点地图或 WARC。';

COMMENT ON COLUMN source.source_publisher IS
'Outlet that stands behind the source.
来源背后的媒体。';

COMMENT ON COLUMN source.source_region IS
'GB/T 2260 code of the region that the source is mostly about.
来源主要涉及地区的代码。';

COMMENT ON COLUMN source.note IS
'What a user of its figures must know, such as that they were composed for testing.
使用其数字前须知，例如为测试而编写。';

COMMENT ON COLUMN source.expected_articles IS
'Articles that a run normally yields.
一次运行通常得到的文章数。';

COMMENT ON COLUMN source.expected_age_days IS
'Age in days that its newest article should not exceed.
最新文章不应超过的天数。';
