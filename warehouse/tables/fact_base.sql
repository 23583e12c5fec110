COMMENT ON TABLE fact_base IS
'One row per fact as last computed: the table behind the view fact, which adds names and the page.
一行是最近算出的一个事实：视图 fact 的底表，后者附有名称和页面。';

COMMENT ON COLUMN fact_base.story_count IS
'How many different stories report it; reprints of one story count once.
有多少篇不同的报道提及；转载只计一次。';

COMMENT ON COLUMN fact_base.observation_count IS
'How many observations report it, reprints included.
有多少条观测提及，含转载。';

COMMENT ON COLUMN fact_base.other_observations IS
'The observations that were not chosen, best first.
未被选中的观测，较优者在前。';

COMMENT ON COLUMN fact_base.other_urls IS
'Links to the other pages that report it.
提及该事实的其他页面的链接。';

COMMENT ON COLUMN fact_base.is_contested IS
'Whether two of its observations exclude each other.
其中是否有两条观测互相矛盾。';
