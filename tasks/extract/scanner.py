"""The one regular expression that finds numerals, and shapes with digits that are none.

Every alternative is bounded in length and stands behind a test of its first character, so that a
text costs one pass whatever it holds. The name of a shape is its kind, up to the first "_".
"""

from __future__ import annotations

import re

from tasks.extract.numerals import (
    ARABIC_PATTERN,
    CHINESE_PATTERN,
    MIXED_PATTERN,
    SCALE_PATTERN,
)

_DAY = r"(?:0[1-9]|[12][0-9]|3[01])"
_DIGIT_SHAPES = {
    "date_iso": r"(?:19|20)[0-9]{2}(?P<dash>[-/.])[0-9]{1,2}(?P=dash)[0-9]{1,2}(?![0-9])",
    "date_month": r"(?:19|20)[0-9]{2}[-/](?:0[1-9]|1[0-2])(?![0-9%,.万亿人家个名])",
    "date_day": rf"(?<![-0-9.])(?:0[1-9]|1[0-2])[-/]{_DAY}"
    r"(?![0-9.%]|[-~—至到万亿家人个名户元件份月日年岁场次项])",
    "date_masked": r"(?:19|20)[0-9]{0,2}[×xX*○]{1,2}年",
    "time": r"[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?![0-9])",
    "phone_area": r"0[0-9]{2,3}[-—–－][0-9]{7,8}(?:-[0-9]{1,5})?(?![0-9])",
    "phone_service": r"[48]00-?[0-9]{3,4}-?[0-9]{3,4}(?![0-9.万亿元])",
    "phone_mobile": r"1[3-9][0-9]{9}(?![0-9.万亿元])",
    "identifier_dots": r"[0-9]{1,4}(?:\.[0-9]{1,4}){2,5}(?![0-9])",
    "size": r"[0-9]{1,6}(?:\.[0-9]{1,4})?[×*xX][0-9]{1,6}",
    "score": r"[0-9]{1,3}(?:\.[0-9]{1,2})?(?:[:：∶][0-9]{1,3}(?:\.[0-9]{1,2})?){1,3}"
    r"(?![0-9.,%万亿])",
    "score_words": r"[0-9]{1,3}比[0-9]{1,3}(?![0-9.,%万亿家人个名户件份场次项])",
    "formula": r"[0-9]{1,3}\+(?=[0-9A-Za-z“])(?:[0-9A-Za-z]{1,3}\+){0,4}[0-9A-Za-z]{0,3}",
    "name_dots": r"[0-9]{1,2}[·•‧][0-9]{1,2}(?![0-9])",
    "generation": r"[05-9]0后",
}
_CHINESE_SHAPES = {
    "generation_words": r"[五六七八九零〇][零〇]后",
    "word_twin": r"一(?P<twin>[一-鿿])又?一(?P=twin)|一[^\W一十百千万亿]一[^\W0-9一十百千万亿]",
    "date_digits": r"(?<![零〇一二三四五六七八九])"
    r"[一二][九零〇○Oo0][零〇○Oo0一二三四五六七八九]{2}(?![零〇一二三四五六七八九十百千])年?",
    "half": r"一多半|一大半|一半",
    "hundred": r"百分百",
}
_SHARES = {
    "share": r"(?P<whole>[百千万](?=分之)|[二三四五六七八九十两]{1,3}|[0-9]{1,3})分之"
    rf"(?P<part>{CHINESE_PATTERN}|{ARABIC_PATTERN})",
    "slash": r"(?<![0-9/.])(?P<above>[1-9])/(?P<below>[2-9]|10)(?![0-9/.])",
}
_LATIN_SHAPES = {
    "identifier_isbn": r"IS[BS]N[:： ]?[0-9][-0-9]{6,16}[0-9Xx]",
    "identifier_url": r"[A-Za-z]{2,8}://[!-~]{1,300}",
    # GDP8.5% holds a number, G20 does not.
    "identifier_latin": r"[A-Za-z]+(?=[0-9][0-9.]{0,9}[%万亿家名人个元户])"
    r"|[A-Za-z][A-Za-z0-9._/@?=&#+~-]*",
}
_BRACKET_SHAPES = {
    "document": r"[\[〔【（(［](?:19|20)[0-9]{2}[\]〕】）)］]第?[0-9]{1,5}号?",
    "date_brackets": r"[\[〔【（(［](?:19|20)[0-9]{2}(?:年度?)?[\]〕】）)］]",
}
_OTHER = {
    "fold": r"翻(?:了|上了?)?(?P<fold_bound>近|将近|接近|不止|超过|逾)?"
    r"(?P<fold_count>[一两二三四五六1-6])?(?:番|倍|(?<=[了二两三四五六2-6])翻|(?<=了一)翻)",
    "half_bound": r"半数|(?<=[过近逾超])半(?![年月个天小日场决百世生径分])",
    "vague": r"[几数][十百千万亿]+(?!分之)|上[百千万亿]+(?!分之)",
}
_NUMBER = (
    rf"(?:(?P<arabic>{MIXED_PATTERN})|(?P<chinese>{CHINESE_PATTERN}))"
    rf"(?:(?P<inside>[多余几来])(?P<tail>{SCALE_PATTERN}+)?|个(?P<spoken>亿))?"
)
_NUMERALS = "零〇一二两三四五六七八九十百千万亿廿卅卌壹贰叁肆伍陆柒捌玖"
_BRACKETS = r"\[〔【（(［"
_OTHERS = "翻半几数上"


def _alternatives(first: str, patterns: dict[str, str]) -> str:
    listed = "|".join(f"(?P<{name}>{pattern})" for name, pattern in patterns.items())
    return f"(?=[{first}])(?:{listed})"


SCANNER = re.compile(
    f"(?=[0-9A-Za-z{_NUMERALS}{_BRACKETS}{_OTHERS}])(?:"
    + "|".join(
        (
            "(?<![0-9.])" + _alternatives("0-9", _DIGIT_SHAPES),
            _alternatives(_NUMERALS, _CHINESE_SHAPES),
            _alternatives("0-9" + _NUMERALS, _SHARES),
            f"(?=[0-9{_NUMERALS}])(?:{_NUMBER})",
            _alternatives("A-Za-z", _LATIN_SHAPES),
            _alternatives(_BRACKETS, _BRACKET_SHAPES),
            _alternatives(_OTHERS, _OTHER),
        )
    )
    + ")"
)
