"""The matching rule of docs/search.md over plain documents, without an index: what every engine must equal."""

from search.document import PUBLIC, tie_of
from search.nodes import All, Any, Keyword, Not, Prefix, Range, Text
from search.text import contains, stream


def satisfies(node, document, definition):
    match node:
        case None:
            return True
        case Text():
            names = node.fields or definition.text_names
            return any(contains(stream(document.text.get(name, "")), node.tokens) for name in names)
        case Keyword():
            return any(value in document.keywords.get(name, ()) for name in node.fields for value in node.values)
        case Prefix():
            return any(v.startswith(node.start) for name in node.fields for v in document.keywords.get(name, ()))
        case Range():
            return within(document.numbers.get(node.field), node.low, node.high)
        case All():
            return all(satisfies(part, document, definition) for part in node.parts)
        case Any():
            return any(satisfies(part, document, definition) for part in node.parts)
        case Not():
            return not satisfies(node.part, document, definition)


def within(number, low, high):
    return number is not None and (low is None or number >= low) and (high is None or number < high)


def values_of(facet, document, today):
    if facet.kind == "terms":
        return set(document.keywords.get(facet.name, ()))
    bands = facet.bands(today)
    return {band.value for band in bands if within(document.numbers.get(facet.number), band.low, band.high)}


def found(definition, documents, tree, chosen, audience, today, left_out=""):
    """The documents a query finds, without the choice of one facet."""
    return [
        document
        for document in documents
        if set(document.audience) & set(audience)
        and satisfies(tree, document, definition)
        and all(
            values_of(definition.facet_by_name[name], document, today) & set(values)
            for name, values in chosen.items()
            if name != left_out
        )
    ]


def counts(definition, documents, tree, chosen, audience, today):
    """By facet and value: how many results choosing it would give, its own facet's choice left out."""
    by_facet = {}
    for facet in definition.facets:
        counted = {}
        for document in found(definition, documents, tree, chosen, audience, today, left_out=facet.name):
            for value in values_of(facet, document, today):
                counted[value] = counted.get(value, 0) + 1
        by_facet[facet.name] = counted
    return by_facet


def in_order(definition, documents, sort_name):
    """Keys by a sort: without the number last, equals by tie."""
    sort = definition.sort_by_name[sort_name]

    def place(document):
        number = document.numbers.get(sort.number)
        if number is None:
            return (1, 0, tie_of(document.key))
        return (0, -number if sort.descending else number, tie_of(document.key))

    return [document.key for document in sorted(documents, key=place)]


EVERYBODY = (PUBLIC,)
