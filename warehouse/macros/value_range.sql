-- 约 allows a tenth on each side. 余 and 近 leave one side open, up to twice and down to half the
-- value: a writer who knows of 500万 does not say 200余万. A number as stated may be rounded.
CREATE OR REPLACE MACRO value_low(value, bound, written_step) AS
    CASE bound
        WHEN '=' THEN value::DOUBLE - written_step::DOUBLE / 2
        WHEN '>' THEN value::DOUBLE
        WHEN '~' THEN value::DOUBLE - greatest(abs(value::DOUBLE) / 10, written_step::DOUBLE / 2)
        ELSE value::DOUBLE - abs(value::DOUBLE) / 2
    END;

COMMENT ON MACRO value_low IS
'The smallest true value that a stated value allows, given its bound and the step in which it is written.
所述数值按其界限和书写步长所容许的最小真值。';

CREATE OR REPLACE MACRO value_high(value, bound, written_step) AS
    CASE bound
        WHEN '=' THEN value::DOUBLE + written_step::DOUBLE / 2
        WHEN '<' THEN value::DOUBLE
        WHEN '~' THEN value::DOUBLE + greatest(abs(value::DOUBLE) / 10, written_step::DOUBLE / 2)
        ELSE value::DOUBLE + abs(value::DOUBLE)
    END;

COMMENT ON MACRO value_high IS
'The value below which the true one lies, as far as a stated value tells, given its bound and the step in which it is written.
按其界限和书写步长，所述数值意味着真值小于此值。';
