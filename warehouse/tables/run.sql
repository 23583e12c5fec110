COMMENT ON TABLE run IS
'One row per run of a flow that could write, also when it failed. Published are those up to the one that made this version: runs that change nothing make none, and come with the next.
一行是一次可写入的流程运行，失败者也在内。已发布的文件含截至产生该版本的运行；未改变内容的运行不产生版本，随下一版本一并出现。';

COMMENT ON COLUMN run.flow IS
'Name of the flow.
流程名称。';

COMMENT ON COLUMN run.run_status IS
'How it ended; partial means that some pages were rejected.
结果；partial 表示有页面被拒。';

COMMENT ON COLUMN run.started_at IS
'When it began (UTC).
开始时间（UTC）。';

COMMENT ON COLUMN run.finished_at IS
'When it ended (UTC); NULL while it runs, or where it was killed.
结束时间（UTC）；运行中或被杀死则为空。';

COMMENT ON COLUMN run.parameters IS
'Its parameters, as JSON.
其参数（JSON）。';

COMMENT ON COLUMN run.pages_new IS
'Pages that had not been there before.
新页面数。';

COMMENT ON COLUMN run.pages_changed IS
'Pages whose bytes had changed.
内容有变的页面数。';

COMMENT ON COLUMN run.pages_reread IS
'Pages of the same bytes that were read anew with other rules.
内容未变而按新规则重读的页面数。';

COMMENT ON COLUMN run.pages_unchanged IS
'Pages that were as before.
未变的页面数。';

COMMENT ON COLUMN run.pages_rejected IS
'Pages that could not be read.
未能读取的页面数。';

COMMENT ON COLUMN run.pages_off_topic IS
'Pages whose bytes hold none of the words that the codebook calls relevant; they were not read.
字节中不含编码本所列相关词、因而未读取的页面数。';

COMMENT ON COLUMN run.observations_added IS
'Observations that had not been said before.
新增的观测数。';

COMMENT ON COLUMN run.observations_removed IS
'Observations that are no longer said.
不再成立的观测数。';
