"""moto reads what an update says with less going to and fro.

moto goes through the tree of an update expression once for each of ten rules, asks at every node whether it is a node
at all and what the rule is about, and counts the clauses of every part of it anew. With fields in their tens, as rows
have here, that takes longer than all else that these tests do. What is found out stays the same: rules about the whole
expression are held against the whole, which has every part of it in it.
"""

import copy
import functools
from typing import Any, Final

from moto.dynamodb.parsing import ast_nodes, expressions
from moto.dynamodb.parsing.validators import ActionCountValidator, OverlappingPathsValidator

# moto has no types for these.
DepthFirstTraverser: Any = vars(ast_nodes)["DepthFirstTraverser"]
Node: Any = vars(ast_nodes)["Node"]
UpdateExpression: Any = vars(ast_nodes)["UpdateExpression"]
UpdateExpressionParser: Any = vars(expressions)["UpdateExpressionParser"]

OWN: Final[dict[tuple[Any, str], Any]] = {
    (DepthFirstTraverser, "traverse"): DepthFirstTraverser.traverse,
    (ActionCountValidator, "traverse"): DepthFirstTraverser.traverse,
    (OverlappingPathsValidator, "traverse"): DepthFirstTraverser.traverse,
    (Node, "__deepcopy__"): None,
    (UpdateExpressionParser, "make"): UpdateExpressionParser.__dict__["make"],
}
"""What moto has where this module puts its own."""


_is_a: Any = functools.cache(issubclass)
"""Whether a class is of one of several; found out once."""


def _traversed(self: Any, node: Any) -> Any:
    """Depth first, children in their order, what is below before what is above: as moto goes."""
    kinds = self.nodes_to_be_processed()
    before = self.pre_processing_of_child

    def gone_through(node: Any, child_id: int) -> Any:
        parent, children = node.parent, node.children
        for place, child in enumerate(children or ()):
            before(node, place)
            if _is_a(type(child), (Node,)):
                gone_through(child, place)
        if _is_a(type(node), kinds):
            node = self.process(node)
            node.parent = parent
            if parent:
                parent.children[child_id] = node
        return node

    return gone_through(node, -1)


def _of_the_whole(self: Any, node: Any) -> Any:
    return self.process(node) if isinstance(node, UpdateExpression) else node


def _copied(self: Any, memo: dict[int, Any]) -> Any:
    """A tree of its own; what isn't part of the tree is never changed in its place."""
    twin = object.__new__(type(self))
    vars(twin).update(vars(self))
    memo[id(self)] = twin
    twin.parent = memo.get(id(self.parent))
    if self.children is not None:
        twin.children = [
            copy.deepcopy(child, memo) if _is_a(type(child), (Node,)) else child for child in self.children
        ]
    return twin


@functools.lru_cache(maxsize=4096)
def _parsed(text: str) -> Any:
    return OWN[UpdateExpressionParser, "make"].__func__(UpdateExpressionParser, text)


def read_updates_quickly() -> None:
    """Let moto work so, from now on. Whoever asks for an expression's tree only reads it, or has it copied."""
    DepthFirstTraverser.traverse = _traversed
    ActionCountValidator.traverse = _of_the_whole
    OverlappingPathsValidator.traverse = _of_the_whole
    Node.__deepcopy__ = _copied
    UpdateExpressionParser.make = staticmethod(_parsed)
