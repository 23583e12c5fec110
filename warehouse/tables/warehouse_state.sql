COMMENT ON TABLE warehouse_state IS
'One row per thing that the warehouse remembers about itself.
一行是仓库关于自身的一项记录。';

COMMENT ON COLUMN warehouse_state.state_key IS
'What is remembered.
记录名。';

COMMENT ON COLUMN warehouse_state.state_value IS
'Its text.
记录的文本。';
