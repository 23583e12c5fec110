COMMENT ON TABLE article IS
'One row per page that was read, with its newest content: the main article without navigation, lists and comments.
一行是一个已读页面的最新内容：只含正文，不含导航、列表和评论。';

COMMENT ON COLUMN article.article_id IS
'Identifies one content of one page; derived from source, page and bytes, so it is the same on every machine.
标识某页面的某一内容；由来源、页面名和字节算出，在任何机器上都相同。';

COMMENT ON COLUMN article.source IS
'Name of the source that the page came from, as in the table source.
页面来源的名称，见 source 表。';

COMMENT ON COLUMN article.page IS
'Name of the page within its source: a file''s name, or the url.
页面在来源内的名称：文件名或网址。';

COMMENT ON COLUMN article.url IS
'Where the page was read; file: for files.
页面的读取地址；本地文件以 file: 开头。';

COMMENT ON COLUMN article.sha256 IS
'SHA-256 of the page''s bytes, in hexadecimal; NULL for a reject whose bytes could not be had.
页面字节的 SHA-256（十六进制）；未能取得字节的被拒页面为空。';

COMMENT ON COLUMN article.site IS
'Name of the site as the page gives it; NULL where it does not.
页面标明的网站名称；未标明则为空。';

COMMENT ON COLUMN article.title IS
'Main headline as the page shows it, injected characters included; NULL where there is none.
页面所示的主标题，保留被插入的字符；没有则为空。';

COMMENT ON COLUMN article.published IS
'First day of the date of publication that the page gives; how exact it is says published_precision.
页面所标发布日期的首日；精确程度见 published_precision。';

COMMENT ON COLUMN article.published_precision IS
'Whether the day, the month or only the year of publication is known.
发布日期精确到日、月还是年。';

COMMENT ON COLUMN article.publisher IS
'Outlet that the page names as where the article comes from.
页面标明的文章出处（媒体）。';

COMMENT ON COLUMN article.author IS
'Author as the page names them.
页面标明的作者。';

COMMENT ON COLUMN article.charset IS
'Character encoding by which the bytes were decoded.
解码所用的字符编码。';

COMMENT ON COLUMN article.description IS
'Summary that the page carries about itself, if any.
页面自带的摘要（如有）。';

COMMENT ON COLUMN article.text IS
'The article: headline, then each block on a line of its own, the cells of a table row divided by tabs; all offsets count its characters.
文章全文：先标题，后逐段成行，表格同一行的单元格以制表符分隔；所有偏移量均按此文本的字符计。';

COMMENT ON COLUMN article.simplified IS
'The text in simplified characters, offsets as in text; NULL where it is the same.
简体文本，偏移与 text 相同；无差别则为空。';

COMMENT ON COLUMN article.text_hash IS
'SHA-256 of the text without white space; equal for the same article on two pages.
去除空白后文本的 SHA-256；同一文章在不同页面上相同。';

COMMENT ON COLUMN article.character_count IS
'Length of the text in characters.
文本的字符数。';

COMMENT ON COLUMN article.repairs IS
'What was damaged in the page and was put right or stepped over when reading: kind, span in the text, detail; an empty span means the whole page.
页面的损坏及处理：类型、在文本中的起止、说明；起止相同表示整页。';

COMMENT ON COLUMN article.host_names IS
'Names of the site (masthead, breadcrumb), the weakest hint of the region.
网站名称（报头、路径），是判断地区的最弱线索。';

COMMENT ON COLUMN article.trust IS
'From 0 to 1, lowered for spun text, mojibake, a hacked title or noise.
0 到 1 的可信度；洗稿、乱码、标题被篡改或有噪声时降低。';

COMMENT ON COLUMN article.is_reprint IS
'Whether the page says or shows that it took the article from another outlet.
页面是否注明或显示文章转自其他媒体。';

COMMENT ON COLUMN article.sketch IS
'Hashes of a fixed sixteenth of the text''s shingles of six characters, by which reprints are found.
文本六字片段中固定十六分之一的散列值，用于发现转载。';

COMMENT ON COLUMN article.story_id IS
'The same for all articles that are the same or nearly the same text: the smallest article_id among them.
相同或近乎相同的文章共用的标识：其中最小的 article_id。';

COMMENT ON COLUMN article.rules_version IS
'Version of code, codebook and gazetteer by which the page was read.
读取该页面时所用代码、指标册和地名册的版本。';

COMMENT ON COLUMN article.run_id IS
'The run that wrote the row.
写入该行的运行。';
