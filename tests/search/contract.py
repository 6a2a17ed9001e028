"""What every engine must do alike. A test module imports these and gives the fixture `engine` a name of an engine."""

import random

import pytest

from search import backends, registry, service
from search.backends.base import RELEVANCE, SearchUnavailable
from search.backends.base import Query as Asked
from search.document import Document
from search.interpret import read_line
from search.nodes import Text
from search.service import SearchRequest

from . import brute, market

PUBLIC = ("public",)


@pytest.fixture
def today(at_noon):
    return market.TODAY


@pytest.fixture
def place(engine, settings, tmp_path, today):
    """Search set up for one engine in a folder of this test's own, with the market's interpreter."""
    settings.SEARCH_DIR = tmp_path / "search"
    settings.SEARCH_BACKEND = engine
    registry.register_interpreter(market.read_symbols)
    backends.forget()
    yield
    backends.forget()
    registry.forget_interpreter(market.read_symbols)
    registry.forget("market")


@pytest.fixture
def filled(place):
    """Fill the market with documents; answers its backend."""

    def fill(documents=market.DOCUMENTS, **changes):
        registry.register(market.definition(documents=documents, **changes))
        backend = backends.get("market")
        with backend:
            backend.index(documents)
            backend.commit((0, 1))
        return backend

    return fill


def keys(line="", **request):
    return {hit.key for hit in service.search("market", SearchRequest(line, **request))}


def ordered(line="", **request):
    return [hit.key for hit in service.search("market", SearchRequest(line, **request))]


@pytest.mark.parametrize(
    "line, expected",
    [
        ("熔覆", {"laser"}),  # two characters inside a longer title
        ("辊激", {"laser"}),  # across the words a dictionary sees
        ("镁", {"magnesia"}),
        ("換輥", {"mill"}),
        ("换辊", {"mill"}),  # simplified finds traditional
        ("電熔鎂砂", {"magnesia"}),  # traditional finds simplified
        ("ｌａｓｅｒ", {"laser"}),
        ("haicheng", {"mill"}),  # full-width in the document
        ("magnesia", {"magnesia"}),  # é folded
        ("Magnésia", {"magnesia"}),
        ("weld", {"pear"}),
        ("WELDING", {"pear"}),
        ("roll", {"laser", "mill"}),
        ("轧辊 修复", {"laser"}),
        ("修复轧辊", {"laser"}),
        ("轧 钢", {"mill"}),
        ('"rolls worn"', set()),
        ('"worn rolls"', {"laser"}),
        ("“激光熔覆修复”", {"laser"}),
        ("方法 -激光", {"magnesia"}),
        ("方法 非 激光", {"magnesia"}),
        ("南果梨 OR 镁砂", {"pear", "magnesia"}),
        ("南果梨 或 镁砂", {"pear", "magnesia"}),
        ("ti=steel", set()),
        ("steel", {"pear"}),
        ("名称=轧机", {"mill"}),
        ("申请人：西柳", {"bag"}),
        ("pa=西柳 箱包", {"bag"}),
        ("ipc=B21B", {"mill"}),
        ("分类= b23k", {"laser"}),
        ("-ipc=B21B 轧", {"laser"}),
        ("nice=025", {"bag"}),
        ("price=5000..80001", {"laser", "mill", "pear"}),
        ("price=..5000", set()),
        ("price=80000", {"laser", "pear"}),
        ("-方法", {"mill", "bag", "pear"}),
        ("xiliu", {"bag"}),
        ("不存在的词", set()),
    ],
)
def test_it_finds_what_the_rule_says(filled, line, expected):
    filled()

    assert keys(line) == expected


@pytest.mark.parametrize(
    "spelling",
    ["201410264351.3", "ZL201410264351.3", "CN 2014 1 0264351.3", "２０１４１０２６４３５１．３", "zl2014102643513"],
)
@pytest.mark.parametrize("line", ["{}", "an={}", "修复 {}", "{} 激光"])
def test_a_number_is_found_in_five_spellings(filled, spelling, line):
    filled()
    written = line.format(f'"{spelling}"' if "=" in line else spelling)

    assert keys(written) == {"laser"}


def test_a_class_symbol_is_looked_for_as_class_and_as_word(filled):
    filled([*market.DOCUMENTS, market.document("word", "Grade C04B castable")])

    results = service.search("market", SearchRequest("c04b"))

    assert {hit.key for hit in results} == {"magnesia", "word"}
    assert [(piece.kind, piece.text) for piece in results.understood] == [("class", "C04B")]


def test_an_empty_line_finds_everything_in_the_first_sort(filled):
    filled()

    results = service.search("market", SearchRequest())

    assert results.sort == "newest"
    assert results.total == 5
    assert [hit.key for hit in results][2:] == ["magnesia", "mill", "laser"]


def test_a_match_in_the_title_ranks_above_one_in_the_summary(filled):
    filled(
        [
            market.document("below", "一种装置", summary="用于轧机"),
            market.document("above", "一种轧机", summary="用于装置"),
        ]
    )

    assert ordered("轧机") == ["above", "below"]


def test_an_unbroken_run_ranks_above_scattered_words(filled):
    filled([market.document("apart", "修复用轧辊"), market.document("together", "轧辊修复用")])

    assert ordered("轧辊修复") == ["together", "apart"]


def test_relevance_is_no_order_without_words(filled):
    filled()

    assert service.search("market", SearchRequest("ipc=B21B", sort=RELEVANCE)).sort == "newest"
    assert service.search("market", SearchRequest("轧机")).sort == RELEVANCE
    assert service.search("market", SearchRequest("轧机", sort="no such")).sort == RELEVANCE


def test_values_of_one_facet_widen_and_facets_narrow(filled):
    filled()

    assert keys(facets={"kind": ["trademark"]}) == {"bag", "pear"}
    assert keys(facets={"kind": ["trademark", "utility_model"]}) == {"bag", "pear", "mill"}
    assert keys(facets={"kind": ["trademark", "utility_model"], "industry": ["steel", "farm"]}) == {"mill", "pear"}
    assert keys(facets={"price": ["under-10k"]}) == {"mill"}
    assert keys(facets={"life": ["short"], "price": ["over-100k"]}) == {"bag"}
    assert keys(facets={"no such facet": ["x"]}) == {"laser", "mill", "magnesia", "bag", "pear"}
    assert keys(facets={"kind": ["no such value"]}) == set()


def test_a_chosen_value_stays_visible_even_when_it_finds_nothing(filled):
    filled()

    results = service.search("market", SearchRequest(facets={"kind": ["plant"], "industry": ["farm"]}))

    assert [(v.value, v.count, v.chosen) for v in results.facets["kind"]] == [
        ("plant", 0, True),
        ("trademark", 1, False),
    ]


def test_a_long_facet_shows_the_most_frequent_and_says_how_many_more(filled):
    filled()

    industry = service.search("market", SearchRequest(facets={"industry": ["magnesite"]})).facets["industry"]

    assert [(v.value, v.count) for v in industry] == [("steel", 2), ("bags", 1), ("farm", 1), ("magnesite", 1)]
    assert industry.others == 2


def test_facet_counts_equal_brute_force_for_a_generated_set(filled, today):
    documents = list(market.generated(300))
    filled(documents)
    definition = registry.get("market")
    rng = random.Random(9)

    for _ in range(150):
        line = " ".join(
            rng.sample(market.VOCABULARY, rng.choice([0, 1, 1, 2])) + rng.choice([[], ["-钢"], ["ipc=B22"]])
        )
        facets = {
            facet.name: rng.sample(_all_values(facet, documents, today), rng.randint(1, 2))
            for facet in definition.facets
            if rng.random() < 0.3
        }
        audience = rng.choice([PUBLIC, ("public", "org:12"), ("org:12",), ("staff",)])
        tree = read_line(line, "market").tree
        results = service.search("market", SearchRequest(line, facets, audience=audience, per_page=1))

        expected = brute.counts(definition, documents, tree, facets, audience, today)
        assert results.total == len(brute.found(definition, documents, tree, facets, audience, today)), line
        for facet in definition.facets:
            shown = {v.value: v.count for v in results.facets[facet.name] if v.count}
            true = expected[facet.name]
            ranked = sorted(true, key=lambda value: (-true[value], value))[: facet.limit]
            kept = {v: true[v] for v in [*ranked, *facets.get(facet.name, ())] if v in true}
            assert shown == (true if facet.kind == "ranges" else kept), (line, facets, facet.name)


def _all_values(facet, documents, today):
    return sorted({value for document in documents for value in brute.values_of(facet, document, today)})


def test_matching_equals_brute_force_for_generated_lines(filled, today):
    documents = list(market.generated(200, seed=6))
    filled(documents)
    definition = registry.get("market")
    rng = random.Random(10)
    sizes = []

    for _ in range(300):
        glue = rng.choice(["", " ", " OR ", " -"])
        line = glue.join(rng.choice(market.VOCABULARY) for _ in range(rng.randint(1, 4)))
        line = f'"{line}"' if rng.random() < 0.2 else line
        tree = read_line(line, "market").tree

        expected = {d.key for d in brute.found(definition, documents, tree, {}, PUBLIC, today)}
        assert keys(line, per_page=100) | keys(line, per_page=100, page=2) == expected, line
        sizes.append(len(expected))
    assert sum(0 < size < 150 for size in sizes) > 200


@pytest.mark.parametrize("sort", ["newest", "cheapest", "dearest"])
def test_sorting_has_one_order_whatever_the_writes(filled, sort):
    documents = list(market.generated(120))
    backend = filled(documents)
    expected = brute.in_order(registry.get("market"), [d for d in documents if "public" in d.audience], sort)

    assert _paged(sort) == expected

    with backend:
        for document in reversed(documents):
            backend.index([document])
        backend.commit((0, 2))

    assert _paged(sort) == expected


def _paged(sort):
    first = service.search("market", SearchRequest(sort=sort, per_page=7))
    pages = [ordered(sort=sort, per_page=7, page=page) for page in range(1, first.pages + 1)]
    return [key for page in pages for key in page]


def test_paging_through_equally_relevant_results_shows_each_once(filled):
    documents = [market.document(f"k{number}", "轧机") for number in range(90)]
    backend = filled(documents[:50])
    with backend:
        backend.index(documents[50:])
        backend.commit()

    pages = [ordered("轧机", per_page=20, page=page) for page in (1, 2, 3, 4, 5)]

    assert sorted(key for page in pages for key in page) == sorted(document.key for document in documents)


def test_without_words_and_sorts_there_is_still_one_order(filled):
    documents = [market.document(f"k{number}", "轧机") for number in range(30)]
    filled(documents, sorts=())

    assert ordered(per_page=100) == sorted((document.key for document in documents), key=brute.tie_of)


def test_a_page_beyond_the_last_is_the_last(filled):
    filled()

    results = service.search("market", SearchRequest(sort="newest", per_page=2, page=99))

    assert (results.page, results.pages, [hit.key for hit in results]) == (3, 3, ["laser"])


def test_a_hit_brings_its_card_and_what_was_stored(filled):
    filled()

    (hit,) = service.search("market", SearchRequest("换辊", language="en"))

    assert (hit.key, hit.card, hit.stored) == ("mill", "card mill", {"title": "热轧带钢轧机的換輥裝置"})
    assert next(iter(service.search("market", SearchRequest("换辊", language="zh-hans")))).card == "卡 mill"


@pytest.mark.parametrize(
    "line, text, expected",
    [
        ("激光", "一种轧辊激光熔覆方法", "一种轧辊<mark>激光</mark>熔覆方法"),
        ("激光 熔覆", "激光熔覆", "<mark>激光熔覆</mark>"),
        ("换辊", "換輥裝置", "<mark>換輥</mark>裝置"),
        ("laser", "Ｌａｓｅｒｓ & more", "<mark>Ｌａｓｅｒｓ</mark> &amp; more"),
        ("weld", "Arc welding, welded", "Arc <mark>welding</mark>, <mark>welded</mark>"),
        ("箱包", "西柳 <箱包>", "西柳 &lt;<mark>箱包</mark>&gt;"),
        ("-激光", "激光", "激光"),
        ('"worn rolls"', "worn rolls rolls", "<mark>worn rolls</mark> rolls"),
    ],
)
def test_what_was_searched_for_is_marked(filled, line, text, expected):
    filled()

    assert service.search("market", SearchRequest(line)).mark(text) == expected


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("激光", ["一种轧辊激光熔覆修复方法"]),
        ("大结", ["大结晶电熔镁砂的制备方法"]),
        ("xil", ["西柳 XILIU <箱包>"]),
        ("西柳 xi", ["西柳 XILIU <箱包>"]),
        ("電熔", ["大结晶电熔镁砂的制备方法"]),
        ("南果梨", ["南果梨"]),
        ("x", []),
        ("", []),
        ("xiliu ", ["西柳 XILIU <箱包>"]),
        ("xili ", []),
    ],
)
def test_it_completes_what_is_typed(filled, typed, expected):
    filled()

    assert [suggestion.text for suggestion in service.suggest("market", typed)] == expected


def test_phrases_that_begin_with_what_is_typed_come_first_and_once(filled):
    filled(
        [
            market.document("1", "用于轧机的装置"),
            market.document("2", "轧机"),
            market.document("3", "轧机", suggest=("轧机", "Mill")),
        ]
    )

    assert [suggestion.text for suggestion in service.suggest("market", "轧机")] == ["轧机", "用于轧机的装置"]


def test_audience_is_part_of_hits_counts_and_suggestions(filled):
    filled()

    assert keys("激光") == {"laser"}
    assert keys("激光", audience=("public", "org:12")) == {"laser", "secret"}
    assert keys("激光", audience=("org:12",)) == {"secret"}
    assert keys("激光", audience=("org:1", "public")) == {"laser"}
    assert keys("激光", audience=()) == set()
    public = service.search("market", SearchRequest("激光")).facets["industry"]
    inside = service.search("market", SearchRequest("激光", audience=("public", "staff"))).facets["industry"]
    assert [(v.value, v.count) for v in public] == [("laser", 1), ("steel", 1)]
    assert [(v.value, v.count) for v in inside] == [("laser", 2), ("steel", 1)]
    assert [s.key for s in service.suggest("market", "激光熔覆內", ("public",))] == []
    assert [s.key for s in service.suggest("market", "激光熔覆內", ("staff",))] == ["secret"]


def test_a_document_is_replaced_and_removed(filled):
    backend = filled()

    with backend:
        backend.index([market.document("pear", "尖把梨", version=2)])
        backend.delete(["bag", "never there"])
        backend.commit((0, 2))

    assert keys("南果梨") == set()
    assert keys("尖把梨") == {"pear"}
    assert keys() == {"laser", "mill", "magnesia", "pear"}
    assert backend.count() == 5
    assert backend.position() == (0, 2)


def test_an_older_document_never_replaces_a_newer_one(filled):
    new, old = market.document("k", "新", version=7), market.document("k", "旧", version=6)
    backend = filled([new])

    with backend:
        assert backend.index([old]) == 0
        assert backend.index([new, old]) == 1
        assert backend.index([old]) == 0
        backend.commit()
        assert backend.index([old]) == 0
        backend.commit()

    assert (keys("新"), keys("旧")) == ({"k"}, set())
    assert dict(backend.keys_and_versions()) == {"k": 7}


def test_a_removal_with_a_version_holds_against_older_documents(filled):
    backend = filled([market.document("k", "词", version=3), market.document("n", "词", version=9)])

    with backend:
        backend.delete(["k", "n"], version=5)
        assert backend.index([market.document("k", "词", version=4)]) == 0
        backend.commit()
    with backend:
        assert backend.index([market.document("k", "词", version=5)]) == 0
        backend.commit()

    assert keys("词") == {"n"}
    assert (backend.count(), dict(backend.keys_and_versions())) == (1, {"n": 9})

    with backend:
        assert backend.index([market.document("k", "词", version=6)]) == 1
        backend.commit()

    assert keys("词") == {"k", "n"}


def test_clearing_leaves_nothing_behind(filled):
    backend = filled()

    with backend:
        backend.clear()
        assert backend.index([market.document("pear", "梨", version=0)]) == 1
        backend.commit()

    assert (keys(), backend.count(), backend.position()) == ({"pear"}, 1, None)


def test_what_is_not_committed_is_dropped_as_a_whole(filled):
    backend = filled()

    with pytest.raises(ZeroDivisionError), backend:
        backend.delete(["pear"])
        backend.index([market.document("new", "新")])
        raise ZeroDivisionError

    assert keys() == {"laser", "mill", "magnesia", "bag", "pear"}
    assert backend.position() == (0, 1)
    with backend:
        backend.commit((0, 2))
    assert keys() == {"laser", "mill", "magnesia", "bag", "pear"}


def test_it_lists_every_key_and_version(filled):
    documents = [market.document(f"k{number}", "词", version=number) for number in range(40)]
    backend = filled([*documents, market.document("hidden", "词", audience=("org:1",), version=41)])

    assert dict(backend.keys_and_versions()) == {**{d.key: d.version for d in documents}, "hidden": 41}


def test_a_fresh_index_takes_over_in_one_step(filled):
    backend = filled()

    with backend, backend.fresh() as fresh:
        fresh.index([market.document("only", "唯一")])
        fresh.commit((0, 9))
        assert keys() == {"laser", "mill", "magnesia", "bag", "pear"}
        fresh.publish()

    assert backend.is_usable()
    assert (keys(), backend.position()) == ({"only"}, (0, 9))


def test_another_shape_answers_until_it_is_rebuilt(filled, place):
    filled()
    more = registry.get("market").facets[:1]
    registry.register(
        market.definition(text_fields=(*registry.get("market").text_fields, *_extra_field()), facets=more)
    )
    backend = backends.get("market")

    assert not backend.is_usable()
    assert keys("激光") == {"laser"}
    assert keys("ti=激光", facets={"kind": ["invention"]}) == {"laser"}


def _extra_field():
    from search.registry import TextField

    return (TextField("remark"),)


def test_without_an_index_search_says_so(place):
    registry.register(market.definition())

    with pytest.raises(SearchUnavailable):
        service.search("market", SearchRequest("激光"))

    assert not backends.get("market").is_usable()
    assert backends.get("market").position() is None


@pytest.mark.parametrize(
    "line",
    ['"', "((", "a AND", "*", "[1 TO", "\\", '+-&&||!(){}[]^"~*?:\\/', "\x00", "\ud800", "a" * 5000, "-", "OR OR"],
)
def test_no_line_raises(filled, line):
    filled()

    service.search("market", SearchRequest(line, facets={"kind": [line[:50]]}))
    service.suggest("market", line)


def test_an_undeclared_name_is_refused_when_written(filled):
    backend = filled()

    with pytest.raises(KeyError, match="no_such"), backend:
        backend.index([Document("k", 1, keywords={"no_such": ["x"]})])


def test_a_phrase_of_one_token_and_of_many(filled):
    backend = filled([market.document("long", "甲" * 60 + " a b " + "乙")])

    def total(*tokens):
        return backend.search(Asked(PUBLIC, Text(tokens))).total

    assert (total("甲"), total("a"), total("a", "b"), total("b", "乙"), total("甲", "a")) == (1, 1, 1, 1, 1)
    assert (total(*"甲" * 60), total(*"甲" * 61), total("甲", "b"), total("乙", "甲")) == (1, 0, 0, 0)
