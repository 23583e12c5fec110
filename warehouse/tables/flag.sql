COMMENT ON TABLE flag IS
'One row per article and warning that a careful reader would give.
一行是一篇文章的一个警示。';

COMMENT ON COLUMN flag.flag IS
'What to beware of: year_conflict, sum_mismatch, rate_mismatch, hacked_title, garbled_block, noise_injected, reprint and others.
警示内容：年份矛盾、合计不符、比率不符、标题被篡改、乱码段、插入噪声、转载等。';
