COMMENT ON TABLE schema_version IS
'One row per migration of the schema that this database has gone through.
一行是本数据库经历的一次结构迁移。';

COMMENT ON COLUMN schema_version.version IS
'Number of the migration.
迁移的编号。';

COMMENT ON COLUMN schema_version.name IS
'Name of its file.
其文件名。';

COMMENT ON COLUMN schema_version.digest IS
'SHA-256 of its file.
其文件的 SHA-256。';

COMMENT ON COLUMN schema_version.applied_at IS
'When it was applied (UTC).
执行时间（UTC）。';
