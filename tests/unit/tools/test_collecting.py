"""Modules of tests are collected by their whole path, so that two in different folders may have the same name."""


def test_a_module_of_tests_has_its_folder_in_its_name() -> None:
    assert __name__ == "tests.unit.tools.test_collecting"
