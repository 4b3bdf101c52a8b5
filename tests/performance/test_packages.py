"""How large what is deployed is; `make bench` also builds and weighs the dependencies."""

from pathlib import Path

from tools.measure_packages import FUNCTIONS_LIMIT_MB, LAYER_LIMIT_MB, functions, megabytes, own_layer


def test_our_own_code_is_small() -> None:
    assert 0.1 < own_layer() < LAYER_LIMIT_MB
    assert 0.01 < sum(functions().values()) < FUNCTIONS_LIMIT_MB


def test_bytecode_is_counted_where_it_is_deployed(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_bytes(b"0" * 1_000_000)
    (tmp_path / "a.py").write_bytes(b"0" * 500_000)
    assert megabytes(tmp_path) == 0.5
    assert megabytes(tmp_path, compiled=True) == 1.5
