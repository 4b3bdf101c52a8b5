"""Contracts of import-linter that Debrief adds: which modules may touch the world outside."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PureButForDoors(Contract):
    """A module of a context does no I/O, unless the last word of its name is that of a door (`store`, `unit_reader`).

    contexts: packages that the rule holds for. doors: last words of names. outside: what only doors may import; a
    package stands for all inside it. ground: a package below the contexts, of which whatever reaches the outside is
    outside as well, named there or not. A module that is no door may not import a door either.
    """

    type_name = "pure_but_for_doors"

    contexts = fields.SetField(subfield=fields.StringField())
    doors = fields.SetField(subfield=fields.StringField())
    outside = fields.SetField(subfield=fields.StringField())
    ground = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: ARG002 – import-linter calls it by this name
        """Look at the direct imports: a chain to the outside has a first link that is forbidden."""
        found: list[str] = []
        modules = {
            module
            for context in self.contexts  # type: ignore[attr-defined]
            for module in graph.find_descendants(context)
        }
        reaching = self._reaching_outside(graph)
        for module in sorted(modules):
            if self._is_door(module):
                continue
            for imported in sorted(graph.find_modules_directly_imported_by(module)):
                is_outside = self._is_outside(imported) or imported in reaching
                if is_outside or (imported in modules and self._is_door(imported)):
                    found.append(f"{module} imports {imported}")
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say which imports break it, and what would mend it."""
        for line in check.metadata["found"]:
            output.print_error(line)
        doors = ", ".join(sorted(self.doors))  # type: ignore[call-overload]
        output.print_error(f"Hand the thing in, or let the module's name end in what it is: {doors}.")

    def _reaching_outside(self, graph: ImportGraph) -> set[str]:
        """The modules of the ground that import something outside, or one of their own that does."""
        ground = graph.find_descendants(str(self.ground))
        found = {each for each in ground if self._is_outside(each)}
        waiting = [each for each in graph.modules if self._is_outside(each)]
        while waiting:
            for importing in graph.find_modules_that_directly_import(waiting.pop()):
                if importing in ground and importing not in found:
                    found.add(importing)
                    waiting.append(importing)
        return found

    def _is_door(self, module: str) -> bool:
        return module.rsplit(".", 1)[-1].rsplit("_", 1)[-1] in self.doors  # type: ignore[operator]

    def _is_outside(self, module: str) -> bool:
        return any(module == each or module.startswith(f"{each}.") for each in self.outside)  # type: ignore[attr-defined]
