"""Folding, cutting and stemming, and the layout by which an index answers for the matching rule."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.stemming import stem
from search.text import contains, domain_words, fold, laid_out, placed, segments, spans, stream, words

TOKENS = st.lists(st.sampled_from(["激", "光", "a", "b", "7"]), max_size=9)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("ＬＡＳＥＲ", "laser"),
        ("換輥裝置", "换辊装置"),
        ("Éclair Ångström Łódź Straße ñ", "eclair angstrom lodz strasse n"),
        ("e\u0301", "e"),
        ("ガラス", "ガラス"),
        ("ⅣＫ㎏", "ivkkg"),
    ],
)
def test_folding_leaves_one_spelling(text, expected):
    assert fold(text) == expected


@given(st.text(max_size=60))
@example("İstanbul ǅ ﷺ ϓ")
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("一种3D打印X-ray装置", ["一", "种", "3d", "打", "印", "x", "rai", "装", "置"]),
        ("H13模具钢, 200 MPa", ["h13", "模", "具", "钢", "200", "mpa"]),
        ("under_score", ["under", "score"]),
        ("", []),
    ],
)
def test_a_text_becomes_characters_words_and_numbers(text, expected):
    assert stream(text) == expected


@pytest.mark.parametrize(
    "word, expected",
    [
        ("welding", "weld"), ("welded", "weld"), ("lasers", "laser"), ("ponies", "poni"), ("caresses", "caress"),
        ("hopping", "hop"), ("filing", "file"), ("relational", "relat"), ("electrical", "electr"), ("sky", "sky"),
        ("adoption", "adopt"), ("controlling", "control"), ("feed", "feed"), ("is", "is"), ("rate", "rate"),
    ],
)  # fmt: skip
def test_english_words_are_stemmed(word, expected):
    assert stem(word) == expected


def test_a_very_long_word_is_cut_alike_in_text_and_query():
    assert stream("x1" * 500) == stream("x1" * 400) == ["x1" * 32]


@given(TOKENS, TOKENS.filter(bool))
def test_the_laid_out_text_answers_exactly_what_the_rule_says(tokens, wanted):
    terms = placed(wanted)
    base = terms[0][0]
    text = laid_out(tokens)

    found = any(
        all(at + place - base < len(text) and text[at + place - base] == term for place, term in terms)
        for at in range(len(text))
    )

    assert found == contains(tokens, wanted)


@given(st.text(alphabet="激光laser 1,换輥éＡ", max_size=30))
def test_places_of_tokens_are_those_of_the_stream(text):
    places = spans(text)

    assert [token for token, _, _ in places] == stream(text)
    assert all(0 <= low < high <= len(text) for _, low, high in places)


@pytest.mark.parametrize(
    "run, expected",
    [
        ("激光切割设备", ["激光切割", "设备"]),
        ("菱镁矿浮选", ["菱镁矿", "浮选"]),
        ("嚞喆", ["嚞喆"]),
        ("一种激光的方法", ["一种", "激光", "的", "方法"]),
    ],
)
def test_a_chinese_run_is_cut_into_words(run, expected):
    assert segments(run) == expected


def test_cutting_loses_no_character():
    run = "大石桥镁质耐火材料嚞喆的制备及其应用"

    assert "".join(segments(run)) == run


def test_words_of_the_trade_are_words():
    assert "电熔镁砂" in words("大结晶电熔鎂砂的制备")
    listed = list(domain_words())
    assert len(listed) == len(set(listed)) > 350
