COMMENT ON TABLE observation_judged IS
'One row per observation that a person accepted or corrected, as it counts now; made from observation_base and correction.
一行是经人工认可或更正的一条观测（现行内容）；由 observation_base 和 correction 得出。';

COMMENT ON COLUMN observation_judged.review IS
'accept or correct where a person has looked at it; NULL where nobody has.
经人工认可（accept）或更正（correct）；无人看过则为空。';
