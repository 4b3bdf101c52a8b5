"""Contracts of import-linter that Debrief adds: which modules may touch the world outside."""

import ast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PureButForDoors(Contract):
    """A module of a context does no I/O, unless the last word of its name is that of a door (`store`, `unit_reader`).

    contexts: packages that the rule holds for. doors: last words of names. outside: what of Debrief only doors may
    import; a package stands for all inside it. harmless: what every module may import of all else, of the standard
    library too, as a module or a name in one (`urllib.parse`); the rest of it is outside. ground: a package below the
    contexts, of which whatever reaches the outside is outside as well, named there or not. A module that is no door may
    not import a door either.
    """

    type_name = "pure_but_for_doors"

    contexts = fields.SetField(subfield=fields.StringField())
    doors = fields.SetField(subfield=fields.StringField())
    outside = fields.SetField(subfield=fields.StringField())
    harmless = fields.SetField(subfield=fields.StringField())
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
                is_outside = self._is_outside(graph, module, imported) or imported in reaching
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
        found = {each for each in ground if _within(each, self.outside)}
        waiting = [*found]
        for module in ground - found:
            if any(self._is_outside(graph, module, each) for each in graph.find_modules_directly_imported_by(module)):
                found.add(module)
                waiting.append(module)
        while waiting:
            for importing in graph.find_modules_that_directly_import(waiting.pop()):
                if importing in ground and importing not in found:
                    found.add(importing)
                    waiting.append(importing)
        return found

    def _is_door(self, module: str) -> bool:
        return module.rsplit(".", 1)[-1].rsplit("_", 1)[-1] in self.doors  # type: ignore[operator]

    def _is_outside(self, graph: ImportGraph, importing: str, imported: str) -> bool:
        if not graph.is_module_squashed(imported):
            return _within(imported, self.outside)
        lines = [str(each["line_contents"]) for each in graph.get_import_details(importer=importing, imported=imported)]
        names = [name for line in lines for name in _names(line)] or [imported]
        return not all(_within(name, self.harmless) for name in names)


def _within(name: str, packages: object) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in packages)  # type: ignore[attr-defined]


def _names(line: str) -> list[str]:
    """What a line imports, with the module that it comes from; nothing of a statement that goes on in the next line."""
    try:
        (statement,) = ast.parse(line.strip()).body
    except (SyntaxError, ValueError):
        return []
    if isinstance(statement, ast.ImportFrom):
        return [f"{statement.module}.{each.name}" for each in statement.names]
    return [each.name for each in statement.names] if isinstance(statement, ast.Import) else []
