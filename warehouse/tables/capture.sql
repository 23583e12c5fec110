COMMENT ON TABLE capture IS
'One row per content that a page ever had, current or past; the current one is in the table article.
一行是某页面曾有过的一个内容，不论新旧；现行内容见 article 表。';

COMMENT ON COLUMN capture.byte_count IS
'Size of the page in bytes.
页面的字节数。';

COMMENT ON COLUMN capture.captured_at IS
'When this content was last seen (UTC); NULL where the input tells no time.
最后一次见到该内容的时间（UTC）；无从得知则为空。';

COMMENT ON COLUMN capture.http_status IS
'Status of the response; NULL for files.
响应状态码；文件为空。';

COMMENT ON COLUMN capture.content_type IS
'Content type that the server declared.
服务器声明的内容类型。';

COMMENT ON COLUMN capture.declared_charset IS
'Character encoding that the server declared; the one used is in article.charset.
服务器声明的编码；实际所用见 article.charset。';

COMMENT ON COLUMN capture.archive_file IS
'File of the archive that holds the bytes; NULL where they were not archived.
存有原始字节的归档文件；未归档则为空。';

COMMENT ON COLUMN capture.archive_offset IS
'Where in the archive file the record begins, in bytes.
记录在归档文件中的起始字节。';
